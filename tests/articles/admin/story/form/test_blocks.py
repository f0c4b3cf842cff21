"""What the editor is told of the pictures and stories in a text."""

import pytest

from tests import factories

pytestmark = pytest.mark.django_db
BLOCKS = "/admin/articles/article/blocks/"


def test_pictures_and_stories_are_told_by_number(browse, django_assert_max_num_queries):
    pictures = [factories.picture(alt=f"Picture {n}", credit="Ann") for n in range(3)]
    story = factories.article("The other story")
    client = browse("writer")
    wanted = ",".join(str(picture.pk) for picture in pictures)
    with django_assert_max_num_queries(6):
        told = client.get(
            BLOCKS, {"pictures": f"{wanted},999,x", "stories": f"{story.pk},,-1"}
        ).json()
    assert {each["alt"] for each in told["pictures"]} == {"Picture 0", "Picture 1", "Picture 2"}
    assert told["pictures"][0]["medium"].startswith("/admin/articles/picture/")
    assert told["stories"] == [{"id": story.pk, "label": "The other story", "hint": "City"}]
    assert client.get(BLOCKS).json() == {"pictures": [], "stories": []}


@pytest.mark.parametrize("role", ["moderator", "anonymous"])
def test_only_who_writes_is_told(role, browse, client):
    answer = client.get(BLOCKS) if role == "anonymous" else browse(role).get(BLOCKS)
    assert answer.status_code in (302, 403)
