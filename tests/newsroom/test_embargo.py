"""Embargoes are kept by every output, and the command that proves it would see it if they
weren't.

Covers newsroom/embargo.py, newsroom/public_addresses.py, newsroom/serving/site_client.py,
newsroom/management/commands/check_embargo.py.
"""

import datetime as dt
import io
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.utils import timezone
from PIL import Image

from articles.admin.picture.admin import own_address
from articles.models import Article
from articles.pictures import library
from articles.publishing import editions
from newsroom import embargo
from newsroom.serving import site_client
from newsroom.serving.site_client import Answer
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(people):
    """A story under embargo, scheduled for its end, with all that could give it away."""
    data = io.BytesIO()
    Image.new("RGB", (800, 450), "teal").save(data, "JPEG")
    until = timezone.now() + dt.timedelta(hours=2)
    picture = library.keep_picture(
        by=people["editor"], file=ContentFile(data.getvalue(), "a.jpg"), alt="A", credit="B"
    )
    story = factories.article(
        "The mayor resigns after nine years",
        standfirst="She will say so tonight, after the council.",
        embargo_until=until,
        topics=[factories.topic()],
        authors=[factories.author()],
        lead_picture=picture,
    )
    editions.publish(story, by=people["editor"], at=until)
    return Article.objects.get(pk=story.pk)


def check(**options) -> str:
    told = io.StringIO()
    call_command("check_embargo", stdout=told, stderr=told, **options)
    return told.getvalue()


def test_nothing_of_it_is_seen(held):
    asked = check()
    assert asked.startswith("1 under embargo, ")
    assert asked.endswith(" outputs asked, 0 leaks.\n")
    outputs = list(embargo.outputs(embargo.stories_under_embargo(), site_client.of_this_code))
    own = f"/{held.embargo_until:%Y/%m}/{held.slug}/"
    for address in (
        "/",
        "/feed/",
        "/sitemap.xml",
        "/section/city/",
        "/topic/harbour/feed/atom/",
        own,
        f"{own}history/",
        "/search/?q=tHE+MAYOR+RESIGNS+AFTER+NINE+YEARS",
        "/search/?section=city",
    ):
        assert address in outputs
    assert held.lead_picture.address("whole") in outputs


def test_fronts_series_and_related_stories_are_asked_and_tell_nothing(held, client, people):
    """It is placed by hand on every front, is a part of a series, and is named as related."""
    series = factories.series()
    story = factories.article(
        "The deputy resigns as well, after the mayor",
        standfirst="She follows the mayor within the hour.",
        embargo_until=held.embargo_until,
        series=series,
        series_part=2,
        topics=[factories.topic()],
    )
    editions.publish(story, by=people["editor"], at=held.embargo_until)
    beside = factories.published(
        "Beside",
        series=series,
        series_part=1,
        topics=[factories.topic()],
        related=[held.pk, story.pk],
    )
    section = held.section
    world = factories.section("World")
    for place, area in (
        ("home", "lead"),
        (f"section-{section.pk}", "lead"),
        (f"section-{world.pk}", "lead"),
        (f"topic-{factories.topic().pk}", "essential"),
    ):
        factories.front(held.pk, story.pk, place=place, area=area)
    assert check().endswith(" outputs asked, 0 leaks.\n")
    outputs = list(embargo.outputs(embargo.stories_under_embargo(), site_client.of_this_code))
    for address in (
        "/",
        "/section/world/",
        "/series/the-river/",
        "/series/the-river/feed/",
        beside.get_absolute_url(),
    ):
        assert address in outputs


def test_the_newsroom_sees_its_picture(held, client, people):
    address = own_address(held.lead_picture, "whole", 320)
    assert client.get(held.lead_picture.address("whole", 320)).status_code == 404
    client.force_login(people["writer"])
    assert client.get(address).status_code == 200


def test_a_leak_is_told_though_the_words_found_are_marked(held):
    page = "<h2>The <mark>mayor</mark> <mark>resigns</mark> after nine years</h2>"
    assert (
        embargo.find_leaks(embargo.stories_under_embargo(), "/", Answer(200, body=page.encode()))
        == embargo.stories_under_embargo()
    )


def test_a_leak_is_told(held, people):
    """Somebody wrote the headline into another story."""
    factories.published(
        "Evening",
        body="<p>She will say so tonight, after the council.</p>",
        standfirst=held.standfirst,
    )
    factories.published(held.headline)
    with pytest.raises(CommandError):
        check()


def test_a_server_that_leads_elsewhere_is_no_proof(held):
    """Of a site that sends everybody on to https, nothing would be seen."""

    class SendsOn(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(301)
            self.send_header("Location", f"https://paper.example{self.path}")
            self.end_headers()

        def log_message(self, *args):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), SendsOn) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with pytest.raises(CommandError, match="leads to https://paper.example"):
            check(at=f"http://127.0.0.1:{server.server_port}")
        server.shutdown()


def test_when_it_ends_the_story_is_there_with_its_picture(held, client, time_machine):
    time_machine.move_to(held.embargo_until, tick=False)
    assert held.headline in client.get("/").text
    assert client.get(held.lead_picture.address("whole", 320)).status_code == 200


def test_without_any(db):
    assert check() == "No story is under embargo.\n"
