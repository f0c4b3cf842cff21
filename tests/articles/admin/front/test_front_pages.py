"""Composing fronts in the admin: plain forms, what is refused, previews, and the site at another
time.

Covers articles/admin/front/acts.py, articles/admin/front/admin.py, articles/admin/front/forms.py,
articles/admin/front/preview.py, articles/admin/front/publish.py, articles/fronts/history.py.
"""

import datetime as dt
import re

import pytest
from django.utils import timezone

from articles.fronts import editing, places
from articles.models import Front, FrontEdition, Picture, Section
from articles.publishing import editions
from tests import factories

pytestmark = pytest.mark.django_db
HOME = "/admin/articles/front/home/"


def act(client, what, version=None, address=HOME, **more):
    front = Front.objects.filter(place="home").first()
    version = (front.version if front else 0) if version is None else version
    return client.post(address, {"act": what, "version": version, **more})


def content():
    return Front.objects.get(place="home").content


@pytest.fixture
def two(people):
    return factories.published("One", ago=dt.timedelta(hours=3)), factories.published("Two")


def test_a_story_is_placed_moved_and_taken_off(browse, two):
    client, (one, other) = browse("editor"), two
    answer = act(client, f"place:{one.article_id}:lead-0")
    assert (answer.status_code, answer["Location"]) == (303, f"{HOME}?placed=lead-0#slot-lead-0")
    assert content() == {"lead": [{"story": one.article_id}]}
    assert act(client, f"place:{other.article_id}:lead-0")["Location"].endswith("#slot-lead-0")
    assert content() == {"lead": [{"story": other.article_id}], "rail": [{"story": one.article_id}]}
    assert act(client, "up:rail-0")["Location"].endswith("#slot-lead-0")
    act(client, "off:rail-0")
    act(client, "move:lead-0:more-1")
    assert content() == {"more": [{}, {"story": one.article_id}]}


@pytest.mark.parametrize(
    "what",
    [
        "",
        "place:x:lead-0",
        "place:1:nowhere-0",
        "up:lead-0",
        "move:lead-0:lead-99",
        "fly:1",
        "off:",
    ],
)
def test_odd_acts_are_refused(browse, two, what):
    answer = act(browse("editor"), what)
    assert answer.status_code == 422
    assert not Front.objects.filter(version__gt=0).exists()


def test_without_a_version_nothing_is_done(browse, two):
    assert browse("editor").post(HOME, {"act": "off:lead-0"}).status_code == 400


def test_a_slot_is_set(browse, two):
    client, (one, _) = browse("editor"), two
    act(client, f"place:{one.article_id}:lead-0")
    page = client.get(f"{HOME}?slot=lead-0").text
    assert "This story: One" in page
    given = {
        "slot-what": "story",
        "slot-headline": "In  other words",
        "slot-kicker": "Now",
        "slot-until": "2030-01-01T18:00",
        "slot-rule": "newest",
    }
    assert act(client, "fill:lead-0", **given).status_code == 303
    assert content() == {
        "lead": [
            {
                "story": one.article_id,
                "headline": "In other words",
                "kicker": "Now",
                "rule": "newest",
                "until": "2030-01-01T18:00:00+00:00",
            }
        ]
    }
    act(
        client,
        "fill:rail-0",
        **{
            "slot-what": "link",
            "slot-address": "https://example.org/",
            "slot-headline": "Elsewhere",
            "slot-rule": "",
        },
    )
    assert content()["rail"] == [{"address": "https://example.org/", "headline": "Elsewhere"}]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("javascript:alert(1)", "no address of a page"),
        ("", "Give the address"),
        ("https://[", "no address"),
    ],
)
def test_what_is_wrong_with_a_slot_is_told_beside_the_field(browse, two, address, words):
    answer = act(
        browse("editor"),
        "fill:lead-0",
        **{"slot-what": "link", "slot-address": address, "slot-headline": "Kept as typed"},
    )
    assert answer.status_code == 422
    assert words in answer.text
    assert "Kept as typed" in answer.text


def test_whoever_is_second_loses_nothing(browse, people, two):
    client, (one, other) = browse("editor"), two
    editing.change(
        places.home(Section.objects.all()),
        lambda plan: plan.place_story(other.article_id, "lead", 0),
        by=people["chief"],
        seen_version=0,
    )
    answer = act(
        client,
        "fill:rail-0",
        version=0,
        **{
            "slot-what": "link",
            "slot-address": "https://example.org/",
            "slot-headline": "Typed with care",
        },
    )
    assert answer.status_code == 409
    assert "has saved this front since you opened it" in answer.text
    assert "Typed with care" in answer.text
    assert 'name="version" value="1"' in answer.text
    again = act(client, f"place:{one.article_id}:rail-0", version=0)
    assert again.status_code == 409
    assert f'value="place:{one.article_id}:rail-0" class="second">Do it all the same' in again.text
    assert content() == {"lead": [{"story": other.article_id}]}


def test_published_now_and_at_a_time_taken_off_and_rolled_back(browse, two):
    client, (one, _) = browse("editor"), two
    act(client, f"place:{one.article_id}:lead-0")
    assert "“One”" in client.get(f"{HOME}publish/").text, "what readers will newly see"
    client.post(f"{HOME}publish/", {"when": "now", "version": 1})
    act(client, "off:lead-0")
    later = timezone.localtime() + dt.timedelta(hours=5)
    client.post(
        f"{HOME}publish/",
        {"when": "later", "at": f"{later:%Y-%m-%dT%H:%M}", "note": "Evening", "version": 2},
    )
    assert "Evening" in client.get(HOME).text
    assert FrontEdition.objects.scheduled(timezone.now()).count() == 1
    client.post(f"{HOME}2/unschedule/")
    assert not FrontEdition.objects.scheduled(timezone.now()).exists()
    client.post(f"{HOME}publish/", {"when": "now", "version": 2})
    client.post(f"{HOME}1/back/")
    live = FrontEdition.objects.live(timezone.now()).get()
    assert (live.number, live.content) == (4, {"lead": [{"story": one.article_id}]})
    history = client.get(f"{HOME}history/").text
    assert "Back to edition 1" in history
    assert "“One”" in client.get(f"{HOME}compare/?before=3&now=4").text
    assert client.get(f"{HOME}compare/?before=99").status_code == 404


def test_publishing_asks_again_where_the_front_was_saved_meanwhile(browse, two):
    client, (one, _) = browse("editor"), two
    act(client, f"place:{one.article_id}:lead-0")
    answer = client.post(f"{HOME}publish/", {"when": "now", "version": 0})
    assert answer.status_code == 409
    assert 'name="version" value="1"' in answer.text
    assert not FrontEdition.objects.exists()


@pytest.mark.parametrize(
    "given", [{"when": "later"}, {"when": "later", "at": "2001-01-01T00:00"}, {}]
)
def test_a_time_is_needed_and_lies_ahead(browse, two, given):
    answer = browse("editor").post(f"{HOME}publish/", {**given, "version": 0})
    assert answer.status_code == 422


def test_the_preview_shows_the_working_copy_to_the_newsroom_alone(browse, two):
    client, (one, _) = browse("editor"), two
    act(client, f"place:{one.article_id}:lead-0")
    answer = client.get(f"{HOME}preview/?frame")
    assert re.findall(r'card-headline"><a href="[^"]*">([^<]*)<', answer.text) == ["One", "Two"]
    assert " inert>" in answer.text
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]
    assert "frame-src 'self'" in client.get(HOME)["Content-Security-Policy"]
    assert browse("writer").get(f"{HOME}preview/").status_code == 403


def test_the_site_at_a_time_shows_what_will_be_live_then(browse, people, two):
    client, (one, _) = browse("editor"), two
    then = timezone.now() + dt.timedelta(hours=3)
    story = factories.article("To come", section=factories.section("World"))
    editions.publish(story, by=people["editor"], at=then)
    act(client, f"place:{one.article_id}:lead-0")
    editing.publish(places.home(Section.objects.all()), by=people["editor"], at=then)

    def seen(minutes, place="home"):
        at = timezone.localtime(then) + dt.timedelta(minutes=minutes)
        answer = client.get(f"/admin/articles/front/at/?at={at:%Y-%m-%dT%H:%M}&place={place}")
        assert "noindex" in answer["X-Robots-Tag"]
        return re.findall(r'card-headline"><a href="([^"]*)">([^<]*)<', answer.text), answer.text

    assert [words for _, words in seen(-5)[0]] == ["Two", "One"]
    rows, page = seen(5)
    assert [words for _, words in rows] == ["One", "To come", "Two"]
    assert {words: address for address, words in rows}[
        "To come"
    ] == f"/admin/articles/article/{story.pk}/change/"
    world = Section.objects.get(slug="world")
    assert f"place=section-{world.pk}" in page, "one walks on in the navigation"
    assert [words for _, words in seen(5, f"section-{world.pk}")[0]] == ["To come"]
    assert "To come" not in client.get("/").text
    assert client.get("/admin/articles/front/at/?place=section-999").status_code == 404


def test_its_pictures_are_asked_for_where_the_newsroom_sees_them(browse):
    shown = Picture.objects.create(
        original="x.jpg", width=1600, height=1200, format="jpeg", digest="x"
    )
    factories.published("With a picture", lead_picture=shown, lead_alt="Seen", lead_credit="Bo")
    at = timezone.localtime() + dt.timedelta(minutes=5)
    page = browse("editor").get(f"/admin/articles/front/at/?at={at:%Y-%m-%dT%H:%M}").text
    assert f'src="/admin/articles/picture/shown/{shown.token}/wide-960.jpg"' in page


def test_a_story_to_come_is_told_on_its_slot(browse, people, two):
    client = browse("editor")
    story = factories.article("To come")
    editions.publish(story, by=people["editor"], at=timezone.now() + dt.timedelta(hours=3))
    act(client, f"place:{story.pk}:lead-0")
    assert "To come: It is not live. It goes live" in client.get(HOME).text


def test_stories_are_searched(browse, two):
    page = browse("editor").get(f"{HOME}?q=tw").text
    assert f'data-story="{two[1].article_id}"' in page
    assert f'data-story="{two[0].article_id}"' not in page


def test_all_fronts_are_listed(browse, two):
    page = browse("editor").get("/admin/articles/front/").text
    assert page.count("What fills itself") == 2


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow(browse, rows, django_assert_num_queries):
    client = browse("editor")
    editions = [factories.published() for _ in range(rows)]
    for number, edition in enumerate(editions):
        act(client, f"place:{edition.article_id}:rail-{number}")
    for address, count in (
        (HOME, 15),
        (f"{HOME}preview/", 12),
        ("/admin/articles/front/", 9),
        (f"{HOME}history/", 10),
    ):
        with django_assert_num_queries(count, info=address):
            client.get(address)


def test_one_starts_from_what_is_live(browse, people):
    client = browse("editor")
    first, second = factories.published().article_id, factories.published().article_id
    act(client, f"place:{first}:lead-0")
    client.post(f"{HOME}publish/", {"when": "now", "version": 1})
    assert "Start from what is live" not in client.get(HOME).text
    act(client, f"place:{second}:lead-0")
    act(client, f"place:{second}:rail-0")
    assert "Start from what is live" in client.get(HOME).text
    assert act(client, "live").status_code == 303
    assert content() == {"lead": [{"story": first}]}
    assert act(client, "live", version=1).status_code == 409


def test_where_nothing_is_live_one_starts_from_what_fills_itself(browse):
    client = browse("editor")
    act(client, f"place:{factories.published().article_id}:lead-0")
    act(client, "live")
    assert content() == {}
