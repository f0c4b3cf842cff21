"""The addresses by which scripts search the library and send files to it.

Covers articles/admin/picture/chooser.py, articles/admin/picture/uploads.py.
"""

import pytest

from articles.models import Picture, Upload
from articles.pictures import library
from tests import factories
from tests.articles.pictures.test_uploads import picture_bytes

CHOOSE = "/admin/articles/picture/choose/"
UPLOADS = "/admin/articles/picture/uploads/"
TUS = {"Tus-Resumable": "1.0.0"}

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("picture_files")]


def keep(**words) -> Picture:
    from django.core.files.base import ContentFile

    return library.keep_picture(
        by=factories.somebody("writer"), file=ContentFile(picture_bytes(700)), **words
    )


def test_the_newest_first_and_by_words(browse):
    boat, quay = keep(alt="A boat", credit="Ana Lima"), keep(alt="The quay", caption="At dawn")
    client = browse("writer")
    assert [each["id"] for each in client.get(CHOOSE).json()["results"]] == [quay.pk, boat.pk]
    found = client.get(CHOOSE, {"q": "lima boat"}).json()
    assert found == {
        "results": [
            {
                "id": boat.pk,
                "alt": "A boat",
                "caption": "",
                "credit": "Ana Lima",
                "width": 700,
                "height": 200,
                "thumb": f"/admin/articles/picture/shown/{boat.token}/square-200.jpg",
                "medium": f"/admin/articles/picture/shown/{boat.token}/whole-640.jpg",
                "words": f"/admin/articles/picture/{boat.pk}/words/",
                "page": f"/admin/articles/picture/{boat.pk}/change/",
                "taken": [],
            }
        ],
        "more": False,
    }
    for address in (found["results"][0]["thumb"], found["results"][0]["medium"]):
        assert client.get(address).status_code == 200


def test_page_by_page(browse, django_assert_num_queries):
    for number in range(41):
        Picture.objects.create(original="x", digest=str(number), width=10, height=10, format="png")
    client = browse("writer")
    first, second = (client.get(CHOOSE, {"page": page}).json() for page in (1, 2))
    assert (len(first["results"]), first["more"], len(second["results"]), second["more"]) == (
        40,
        True,
        1,
        False,
    )
    assert client.get(CHOOSE, {"page": 9}).json() == {"results": [], "more": False}


def send(client, data: bytes, upto: int = 0):
    made = client.post(UPLOADS, headers={**TUS, "Upload-Length": str(len(data))})
    assert made.status_code == 201
    answer = patch(client, made["Location"], data[: upto or len(data)], 0)
    assert answer.status_code == 204
    return made["Location"], answer


def patch(client, address: str, data: bytes, offset: int, **headers):
    kind = headers.pop("kind", "application/offset+octet-stream")
    return client.patch(
        address, data, content_type=kind, headers={**TUS, "Upload-Offset": str(offset), **headers}
    )


def test_a_file_in_two_parts(browse):
    client, data = browse("writer"), picture_bytes()
    address, answer = send(client, data, upto=50)
    assert answer["Upload-Offset"] == "50"
    told = client.head(address, headers=TUS)
    assert (told.status_code, told["Upload-Offset"], told["Upload-Length"]) == (
        200,
        "50",
        str(len(data)),
    )
    assert "no-store" in told["Cache-Control"]
    assert client.post(f"{address}keep/").status_code == 409
    assert patch(client, address, data[40:], 40).status_code == 409
    assert patch(client, address, data[50:], 50)["Upload-Offset"] == str(len(data))
    kept = client.post(f"{address}keep/")
    assert (kept.status_code, kept.json()["width"]) == (201, 300)
    assert client.post(f"{address}keep/").json() == kept.json()
    assert Picture.objects.count() == 1


def test_one_may_give_up(browse):
    client = browse("writer")
    address, _ = send(client, b"abc")
    assert client.delete(address, headers=TUS).status_code == 204
    assert client.head(address, headers=TUS).status_code == 404


def test_what_is_no_picture_is_refused_with_a_reason(browse):
    client = browse("writer")
    address, _ = send(client, b"<svg onload='x()'/>")
    answer = client.post(f"{address}keep/")
    assert answer.status_code == 422
    assert "not a picture" in answer.json()["error"]
    assert (Picture.objects.count(), Upload.objects.count()) == (0, 0)


def test_how_the_protocol_says_no(browse):
    client = browse("writer")
    offers = client.options(UPLOADS)
    assert (offers.status_code, offers["Tus-Version"], offers["Tus-Max-Size"]) == (
        204,
        "1.0.0",
        str(40 << 20),
    )
    assert client.post(UPLOADS, headers={"Upload-Length": "5"}).status_code == 412
    assert client.post(UPLOADS, headers=TUS).status_code == 400
    assert client.post(UPLOADS, headers={**TUS, "Upload-Length": "-5"}).status_code == 400
    big = client.post(UPLOADS, headers={**TUS, "Upload-Length": str((40 << 20) + 1)})
    assert (big.status_code, "40 MB" in big.json()["error"]) == (413, True)
    address = client.post(UPLOADS, headers={**TUS, "Upload-Length": "5"})["Location"]
    assert client.get(address).status_code == 405
    assert client.head(address).status_code == 412
    assert patch(client, address, b"x", 0, kind="image/png").status_code == 415
    assert patch(client, address, b"x" * 6, 0).status_code == 413
    assert (
        client.patch(
            address, b"x", content_type="application/offset+octet-stream", headers=TUS
        ).status_code
        == 400
    )
    assert client.get(UPLOADS).status_code == 405


def test_another_persons_file_is_not_found(browse):
    address, _ = send(browse("editor"), b"abc")
    client = browse("writer")
    assert client.head(address, headers=TUS).status_code == 404
    assert patch(client, address, b"x", 3).status_code == 404
    assert client.post(f"{address}keep/").status_code == 404


@pytest.mark.parametrize(("role", "status"), [("anonymous", 302), ("moderator", 403)])
def test_who_may_not(browse, role, status):
    client = browse(role)
    assert client.get(CHOOSE).status_code == status
    assert client.post(UPLOADS, headers={**TUS, "Upload-Length": "5"}).status_code == status


def test_sending_is_protected_from_other_sites(people):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(people["writer"])
    assert client.post(UPLOADS, headers={**TUS, "Upload-Length": "5"}).status_code == 403


def test_words_said_where_a_picture_is_chosen_are_kept_with_it(browse):
    picture = factories.picture(alt="", credit="A. Lima")
    address = f"/admin/articles/picture/{picture.pk}/words/"
    assert browse("moderator").post(address, {"alt": "A quay"}).status_code == 403
    assert browse("writer").get(address).status_code == 405
    told = browse("writer").post(address, {"alt": "A quay" * 100, "credit": "Me"}).json()
    picture.refresh_from_db()
    assert (told["alt"], told["credit"]) == (picture.alt, "A. Lima")
    assert picture.alt == ("A quay" * 100)[:300]
