"""The list of stories: its tabs and filters, and what a row tells.

Covers articles/admin/story/changelist/listing.py, articles/admin/story/changelist/columns.py,
articles/admin/story/changelist/filters.py, articles/admin/story/changelist/tabs.py,
newsroom/lib/times.py, comments/admin/story/changelist.py.
"""

import datetime as dt
import html
import re

import pytest
from django.contrib import admin
from django.utils import timezone

from articles.admin.picture.admin import own_address
from articles.admin.story.changelist import tabs
from articles.models import Article, Picture
from articles.publishing import editions
from articles.writing import autosave, save, workflow
from comments.models import State as ReplyState
from newsroom.lib import times
from tests import factories

STORIES = "/admin/articles/article/"
DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)


def headlines(page: str) -> list[str]:
    return [
        html.unescape(found)
        for found in re.findall(r'class="headline" href="[^"]*">([^<]*)</a>', page)
    ]


def cell(page: str, column: str) -> str:
    """The words of the first row's cell."""
    found = re.search(rf'<t[dh] class="field-{column}[^"]*">(.*?)</t[dh]>', page, re.DOTALL)[1]
    return " ".join(re.sub(r"<[^>]*>", " ", found).split())


def counts(page: str) -> dict[str, str]:
    """Each tab's name with its number."""
    return dict(
        re.findall(
            r'<a href="[^"]*"(?: aria-current="page")?>([^<]*) <span class="count">([^<]*)<', page
        )
    )


@pytest.fixture
def paper(people):
    """A story for each tab, all the editor's but two."""
    editor, writer = people["editor"], people["writer"]
    factories.article("Draft", by=writer)
    workflow.move(factories.article("In review", by=editor), to="submit", by=editor)
    workflow.move(factories.article("Ready", by=editor), to="approve", by=editor)
    editions.publish(factories.article("Scheduled", by=editor), by=editor, at=timezone.now() + DAY)
    factories.published("Live", by=writer)
    changed = factories.published("Changed", by=editor).article
    changed.refresh_from_db()
    changed.headline = "Changed since"
    save.save_article(changed, by=editor)
    editions.withdraw(factories.published("Withdrawn", by=editor).article, by=editor)


TABS = {
    "all": ["Changed since", "Scheduled", "Ready", "In review", "Draft", "Withdrawn", "Live"],
    "mine": ["Changed since", "Scheduled", "Ready", "In review", "Withdrawn"],
    "waiting": ["In review"],
    "draft": ["Draft"],
    "review": ["In review"],
    "ready": ["Ready", "Withdrawn"],
    "scheduled": ["Scheduled"],
    "live": ["Changed since", "Live"],
    "changed": ["Changed since"],
}


def test_each_tab_holds_its_stories_and_counts_them(browse, paper):
    client = browse("editor")
    pages = {tab: client.get(f"{STORIES}?tab={tab}").text for tab in TABS}
    assert {tab: sorted(headlines(page)) for tab, page in pages.items()} == {
        tab: sorted(found) for tab, found in TABS.items()
    }
    numbers = {tab.label: str(len(TABS[tab.name])) for tab in tabs.TABS}
    assert [counts(page) for page in pages.values()] == [numbers] * len(TABS)


def test_the_tab_is_told_and_keeps_filters_and_search(browse, paper):
    page = browse("editor").get(f"{STORIES}?tab=live&q=Live&due=late").text
    assert (
        re.findall(r'<a href="([^"]*)" aria-current="page">', page)[-1]
        == "?due=late&amp;q=Live&amp;tab=live"
    )
    assert '<a href="?due=late&amp;q=Live">All' in page
    assert '<input type="hidden" name="tab" value="live">' in page


def test_an_unknown_tab_is_the_whole_list(browse, paper):
    assert sorted(headlines(browse("editor").get(f"{STORIES}?tab=nonsense").text)) == sorted(
        TABS["all"]
    )


def test_numbers_end_somewhere(browse, paper, monkeypatch):
    monkeypatch.setattr(tabs, "MAX_COUNTED", 3)
    assert counts(browse("editor").get(STORIES).text) == {
        "All": "3+",
        "Mine": "3+",
        "Waiting for me": "1",
        "Drafts": "1",
        "In review": "1",
        "Ready": "2",
        "Scheduled": "1",
        "Live": "2",
        "Live, with changes": "1",
    }


def test_what_waits_for_a_writer(browse, people):
    writer, editor = people["writer"], people["editor"]
    now = timezone.now()
    sent_back = factories.article("Sent back", by=writer)
    workflow.move(sent_back, to="submit", by=writer)
    workflow.move(sent_back, to="send_back", by=editor, note="The figures?")
    again = factories.article("Submitted again", by=writer)
    for move, by in (("submit", writer), ("send_back", editor), ("submit", writer)):
        workflow.move(again, to=move, by=by)
    factories.article("Late", by=editor, owner=writer, due_at=now - DAY)
    factories.article("Next week", by=writer, due_at=now + 7 * DAY)
    factories.article("Late, another's", by=editor, due_at=now - DAY)
    factories.article("No time set", by=writer)
    assert sorted(headlines(browse("writer").get(f"{STORIES}?tab=waiting").text)) == [
        "Late",
        "Sent back",
    ]


FILTERS = {
    "due=late": ["Late"],
    "due=today": ["Late", "Live and due"],
    "owner=me": ["Given to me"],
    "picture=none": ["Given to me", "Late", "Live and due"],
    "section__id__exact={sport}": ["With a picture"],
}


@pytest.mark.parametrize("query", FILTERS)
def test_filters(query, browse, people):
    minute = timezone.now() - dt.timedelta(minutes=1)
    factories.article("Late", due_at=minute)
    factories.published("Live and due", due_at=minute)
    factories.article("Given to me", owner=people["chief"], due_at=minute + 30 * DAY)
    picture = Picture.objects.create(original="x.jpg", width=9, height=9, format="jpeg", digest="x")
    factories.article("With a picture", lead_picture=picture, section=factories.section("Sport"))
    asked = query.format(sport=factories.section("Sport").pk)
    assert sorted(headlines(browse("chief").get(f"{STORIES}?{asked}").text)) == FILTERS[query]


def test_a_row_tells_what_is_late(browse):
    factories.article(due_at=timezone.now() - dt.timedelta(hours=3, minutes=5))
    page = browse("editor").get(STORIES).text
    assert cell(page, "times") == "late, due 3 h ago"
    assert "when--late" in page


def test_a_live_story_is_not_late(browse):
    factories.published(due_at=timezone.now() - DAY)
    assert cell(browse("editor").get(STORIES).text, "times") == "published 1 h ago"


def test_a_silent_change_of_an_old_story_leaves_its_first_time(browse, people):
    story = factories.published(ago=3.1 * HOUR).article
    story.refresh_from_db()
    story.headline = "Anew"
    save.save_article(story, by=people["editor"])
    editions.publish(story, by=people["editor"], kind="silent")
    page = browse("editor").get(STORIES).text
    assert cell(page, "times") == "published 3 h ago changed just now"


def test_a_row_tells_of_its_embargo(browse):
    story = factories.article()
    Article.objects.filter(pk=story.pk).update(embargo_until=timezone.now() + 3.1 * HOUR)
    assert cell(browse("editor").get(STORIES).text, "times") == "embargo ends in 3 h"


def test_a_row_tells_when_it_goes_live_and_what_readers_do_not_see_yet(browse, people):
    story = factories.published().article
    story.refresh_from_db()
    story.headline = "Anew"
    save.save_article(story, by=people["editor"])
    client = browse("editor")
    assert cell(client.get(STORIES).text, "stage") == "▶ Live ✎ Changes"
    editions.publish(
        story,
        by=people["editor"],
        at=timezone.now() + dt.timedelta(hours=2, minutes=5),
        kind="silent",
    )
    page = client.get(STORIES).text
    assert cell(page, "stage") == "▶ Live ◷ Scheduled"
    assert cell(page, "times") == "goes live in 2 h published 1 h ago"


def test_a_row_tells_what_its_picture_lacks(browse):
    picture = Picture.objects.create(
        original="x.jpg", width=9, height=9, format="jpeg", digest="x", credit="Ada"
    )
    story = factories.article(lead_picture=picture)
    client = browse("editor")
    assert cell(client.get(STORIES).text, "picture") == "No alternative text"
    story.lead_alt = "A pier"
    save.save_article(story, by=factories.somebody())
    page = client.get(STORIES).text
    assert cell(page, "picture") == ""
    assert f'src="{own_address(picture, "square", 320)}"' in page


def test_a_row_tells_who_has_it_open(browse, people):
    story = factories.article()
    for name, tab in (("chief", 1), ("writer", 2), ("chief", 3)):
        autosave.be_here(
            story, by=people[name], tab=f"00000000-0000-0000-0000-00000000000{tab}", is_typing=False
        )
    text = cell(browse("chief").get(STORIES).text, "story")
    assert "● writer, You have it open" in text


def test_a_row_tells_of_replies(browse):
    edition = factories.published()
    for state in (ReplyState.SHOWN, ReplyState.SHOWN, ReplyState.HELD, ReplyState.SPAM):
        factories.reply(edition, email=f"{state}@example.org", state=state)
    assert cell(browse("editor").get(STORIES).text, "replies") == "2 1 held"


SAID = {
    "now": "just now",
    "20 minutes": "in 20 min",
    "-20 minutes": "20 min ago",
    "3 hours": "in 3 h",
    "-11 hours": "11 h ago",
    "2 days": "16 May, 12:00",
    "-400 days": "9 Apr 2025",
}


@pytest.mark.parametrize("distance", SAID)
def test_times_in_short(distance, settings):
    settings.TIME_ZONE = "UTC"
    now = dt.datetime(2026, 5, 14, 12, tzinfo=dt.UTC)
    number, _, unit = distance.partition(" ")
    at = now if distance == "now" else now + dt.timedelta(**{unit: int(number)})
    with timezone.override("UTC"):
        assert times.said(at, now) == SAID[distance]


@pytest.mark.parametrize("role", ["writer", "editor", "chief", "moderator"])
def test_every_tab_opens_for_every_role(role, browse, paper):
    client = browse(role)
    assert {client.get(f"{STORIES}?tab={tab}").status_code for tab in TABS} == {200}


def test_nothing_is_deleted_in_bulk(browse, rf):
    request = rf.get(STORIES)
    request.user = factories.somebody("chief")
    assert "delete_selected" not in admin.site._registry[Article].get_actions(request)
