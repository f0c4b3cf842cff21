"""Where a story stands, and what readers and the bar say of it."""

import datetime as dt

import pytest
from django.utils import timezone

from articles.models import Article
from articles.publishing import editions
from articles.publishing.standing import standing
from articles.writing import save, workflow
from tests import factories

HOUR = dt.timedelta(hours=1)


def draft(editor, now):
    return factories.article(by=editor, now=now - 3 * HOUR)


def in_review(editor, now):
    return workflow.move(draft(editor, now), to="submit", by=editor)


def ready(editor, now):
    return workflow.move(draft(editor, now), to="approve", by=editor)


def live(editor, now):
    return factories.published(ago=2 * HOUR).article


def changed(editor, now):
    story = Article.objects.get(pk=live(editor, now).pk)
    story.headline = "Newer"
    save.save_article(story, by=editor)
    return story


def scheduled(editor, now):
    story = draft(editor, now)
    editions.publish(story, by=editor, at=now + HOUR)
    return story


def withdrawn(editor, now):
    story = live(editor, now)
    editions.withdraw(story, by=editor)
    return story


def expired(editor, now):
    story = factories.article(by=editor, now=now - 3 * HOUR, expires_at=now - HOUR)
    editions.publish(story, by=editor, now=now - 2 * HOUR)
    return story


STANDINGS = {
    "draft": (draft, "Draft", "Publish…"),
    "review": (in_review, "In review", "Publish…"),
    "ready": (ready, "Ready", "Publish…"),
    "live": (live, "Live, no changes", "Publish changes…"),
    "changed": (changed, "Live, changes not published", "Publish changes…"),
    "scheduled": (scheduled, "Scheduled for", "Reschedule…"),
    "withdrawn": (withdrawn, "Withdrawn", "Publish again…"),
    "expired": (expired, "Expired", "Publish again…"),
}


@pytest.mark.parametrize("name", STANDINGS)
def test_the_bar_says_what_the_story_is_and_what_comes_next(name, browse, people):
    made, words, step = STANDINGS[name]
    story = made(people["editor"], timezone.now())
    assert standing(story, timezone.now() + dt.timedelta(seconds=1)).name == name
    page = browse("editor").get(f"/admin/articles/article/{story.pk}/change/").text
    bar = page.split('class="bar-facts"')[1].split("</form>")[0]
    assert words in bar
    assert f">{step}</button>" in bar


@pytest.mark.parametrize(
    ("made", "says"),
    [(withdrawn, "the newsroom has withdrawn it"), (expired, "that time is over")],
)
def test_readers_are_told_apart_what_expired_and_what_was_withdrawn(made, says, client, people):
    story = made(people["editor"], timezone.now())
    answer = client.get(story.editions.get().get_absolute_url())
    assert (answer.status_code, says in answer.text) == (410, True)


def test_a_withdrawn_story_says_why_or_leads_on(browse, client):
    gone, other = factories.published("Gone"), factories.published("Other")
    page = f"/admin/articles/article/{gone.article_id}/withdraw/"
    answer = browse("editor").post(page, {"leads_to": "/2026/01/nowhere/", "words": "It was old."})
    assert answer.status_code == 422
    assert "No story is live at this address." in answer.text
    assert "It was old." in answer.text
    own = browse("editor").post(page, {"leads_to": gone.get_absolute_url()})
    assert "It can’t lead on to itself" in own.text
    there = f"https://paper.example{other.get_absolute_url()}"
    assert browse("editor").post(page, {"leads_to": there, "words": "Old."}).status_code == 302
    answer = client.get(gone.get_absolute_url())
    assert (answer.status_code, answer["Location"]) == (302, other.get_absolute_url())
    editions.withdraw(other.article, by=factories.somebody(), words="It was a mistake.")
    assert client.get(gone.get_absolute_url()).status_code == 410
    assert "It was a mistake." in client.get(other.get_absolute_url()).text
    story = editions.publish(other.article, by=factories.somebody(), kind="minor").article
    assert Article.objects.get(pk=story.pk).gone_words == ""
