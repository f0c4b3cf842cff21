"""Embargoes are kept by every output, and the command that proves it would see it if they weren't."""

import datetime as dt
import io

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.utils import timezone
from PIL import Image

from articles import picturing, publishing
from articles.admin.picture import own_address
from articles.models import Article
from newsroom import embargo
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(people):
    """A story under embargo, scheduled for its end, with all that could give it away."""
    data = io.BytesIO()
    Image.new("RGB", (800, 450), "teal").save(data, "JPEG")
    until = timezone.now() + dt.timedelta(hours=2)
    picture = picturing.keep_picture(
        by=people["editor"], file=ContentFile(data.getvalue(), "a.jpg"), alt="A", credit="B"
    )
    story = factories.article(
        "The mayor resigns after nine years", standfirst="She will say so tonight, after the council.", embargo_until=until,
        topics=[factories.topic()], authors=[factories.author()], lead_picture=picture,
    )  # fmt: skip
    publishing.publish(story, by=people["editor"], at=until)
    return Article.objects.get(pk=story.pk)


def check() -> str:
    told = io.StringIO()
    call_command("check_embargo", stdout=told, stderr=told)
    return told.getvalue()


def test_nothing_of_it_is_seen(held):
    asked = check()
    assert asked.startswith("1 under embargo, ")
    assert asked.endswith(" outputs asked, 0 leaks.\n")
    outputs = list(embargo.outputs(embargo.held(), embargo.of_this_code()))
    own = f"/{held.embargo_until:%Y/%m}/{held.slug}/"
    for address in (
        "/",
        "/feed/",
        "/sitemap.xml",
        "/section/city/",
        "/topic/harbour/feed/atom/",
        own,
        f"{own}history/",
    ):
        assert address in outputs
    assert held.lead_picture.address("whole") in outputs


def test_the_newsroom_sees_its_picture(held, client, people):
    address = own_address(held.lead_picture, "whole", 320)
    assert client.get(held.lead_picture.address("whole", 320)).status_code == 404
    client.force_login(people["writer"])
    assert client.get(address).status_code == 200


def test_a_leak_is_told(held, people):
    """Somebody wrote the headline into another story."""
    factories.published(
        "Evening", body="<p>She will say so tonight, after the council.</p>", standfirst=held.standfirst
    )
    factories.published(held.headline)
    with pytest.raises(CommandError):
        check()


def test_when_it_ends_the_story_is_there_with_its_picture(held, client, time_machine):
    time_machine.move_to(held.embargo_until, tick=False)
    assert held.headline in client.get("/").text
    assert client.get(held.lead_picture.address("whole", 320)).status_code == 200


def test_without_any(db):
    assert check() == "No story is under embargo.\n"
