"""The demo newsroom: filled once, with everything that a screen needs to be judged.

Covers newsroom/demo/fill.py, newsroom/demo/fronts.py, newsroom/demo/moderation.py,
newsroom/demo/rights.py, newsroom/management/commands/demo.py.
"""

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles.models import Article, Edition, FrontEdition
from comments.models import Comment, DeskHours, Feedback, RulesVersion
from newsroom.demo import fill

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def said(module_db):
    words = []
    fill.fill(say=words.append)
    return words


def test_it_holds_stories_and_replies_in_every_state(client):
    now = timezone.now()
    assert Edition.objects.live(now).count() >= 11
    assert Edition.objects.scheduled(now).count() == 1
    assert set(Article.objects.values_list("state", flat=True)) == {"draft", "review", "ready"}
    assert set(Comment.objects.values_list("state", flat=True)) == {
        "shown",
        "held",
        "rejected",
        "spam",
    }
    assert {"correction", "update"} <= set(Edition.objects.values_list("kind", flat=True))
    shown = Comment.objects.shown()
    assert shown.filter(picked_at__isnull=False).exists()
    assert shown.filter(best__gt=0).exists()
    assert shown.filter(reports__settled_at=None, reports__isnull=False).exists()
    for edition in Edition.objects.live(now):
        assert client.get(edition.get_absolute_url()).status_code == 200
    assert client.login(username="editor", password=fill.kept_password())


def test_fronts_are_composed_a_series_is_told_and_a_topic_introduced(client):
    now = timezone.now()
    page = client.get("/").text
    lead = page.index("The Sorrel stops")
    assert (
        lead
        < page.index("Where does one go when the library shuts?")
        < page.index("Tide tables for the estuary")
    )
    assert FrontEdition.objects.filter(front__place="home").scheduled(now).get().note == "Morning"
    assert "Essential reading" in client.get("/topic/council/").text
    assert (
        "Part 2 of 3:"
        in client.get(Edition.objects.live(now).get(series_part=2).get_absolute_url()).text
    )


def test_a_second_time_changes_nothing(capsys):
    before = Article.objects.count(), Comment.objects.count()
    call_command("demo")
    assert (Article.objects.count(), Comment.objects.count()) == before
    assert "has stories already" in capsys.readouterr().out


def test_the_newsroom_has_settled_things(client):
    open_hints = Feedback.objects.filter(state="open")
    assert open_hints.count() == 2
    assert Feedback.objects.filter(state="answered").count() == 1
    assert {DeskHours.objects.values("day").distinct().count(), RulesVersion.objects.count()} == {
        7,
        2,
    }
    assert "Your own website" in client.get("/house-rules/2/").content.decode()
