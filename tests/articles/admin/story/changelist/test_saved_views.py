"""Saved views of the list of stories: kept, shown, shared, removed.

Covers articles/admin/story/changelist/saved_views.py, articles/writing/saved_views.py,
articles/models/saved_view.py.
"""

import re

import pytest

from articles.admin.story.changelist.saved_views import held
from articles.errors import StepRefused
from articles.models import Record, SavedView
from articles.writing import saved_views
from tests import factories

LIST = "/admin/articles/article/"
KEEP = f"{LIST}views/keep/"


def shown(page: str) -> list[tuple[str, str]]:
    """Address and name of each view that the list offers."""
    nav = re.search(r'aria-label="Saved views">(.*?)</nav>', page, re.DOTALL)
    return re.findall(r'<a href="([^"]*)"[^>]*>([^<]*)</a>', nav[1]) if nav else []


def test_only_the_lists_own_parameters_are_held():
    assert (
        held("q=pool&tab=mine&p=3&o=2&evil=1&due=late&tab=draft&_popup=1&e=1")
        == "tab=draft&q=pool&due=late"
    )
    assert held("q=a%26b&section__id__exact=") == "q=a%26b"


def test_a_view_is_kept_and_offered_and_told_when_it_is_shown(browse, people):
    client = browse("writer")
    answer = client.post(KEEP, {"name": " My late  ones ", "query": "due=late&tab=mine&p=2"})
    assert (answer.status_code, answer["Location"]) == (302, f"{LIST}?tab=mine&due=late")
    view = SavedView.objects.get()
    assert (view.name, view.query, view.owner, view.is_shared) == (
        "My late ones",
        "tab=mine&due=late",
        people["writer"],
        False,
    )
    assert Record.objects.get(verb="view kept").subject == "My late ones"
    page = client.get(f"{LIST}?due=late&tab=mine").text
    assert shown(page) == [("?tab=mine&amp;due=late", "My late ones")]
    assert '<a href="?tab=mine&amp;due=late" aria-current="page">My late ones' in page


def test_the_same_name_again_replaces_it(browse):
    client = browse("writer")
    client.post(KEEP, {"name": "View", "query": "tab=mine"})
    client.post(KEEP, {"name": "View", "query": "tab=draft"})
    assert SavedView.objects.get().query == "tab=draft"


def test_others_see_it_only_when_it_is_shared(browse, people):
    saved_views.keep_view("Mine alone", "tab=mine", by=people["editor"])
    saved_views.keep_view("For all", "tab=review", by=people["editor"], is_shared=True)
    assert [name for _, name in shown(browse("writer").get(LIST).text)] == ["For all"]
    assert [name for _, name in shown(browse("editor").get(LIST).text)] == ["For all", "Mine alone"]


SHARING = {"writer": 403, "editor": 302, "chief": 302, "moderator": 403, "anonymous": 401}


@pytest.mark.parametrize("role", SHARING)
def test_who_may_share(role, client, people):
    if role != "anonymous":
        client.force_login(people[role])
    assert (
        client.post(KEEP, {"name": "View", "query": "tab=draft", "shared": "on"}).status_code
        == SHARING[role]
    )


@pytest.mark.parametrize(
    ("name", "query"),
    [("", "tab=mine"), ("x" * 61, "tab=mine"), ("View", "p=2"), ("View", "q=" + "x" * 500)],
)
def test_what_can_not_be_kept_is_told(name, query, browse):
    page = browse("writer").post(KEEP, {"name": name, "query": query}, follow=True).text
    assert 'class="error"' in page
    assert not SavedView.objects.exists()


def test_views_are_not_without_number(people, monkeypatch):
    monkeypatch.setattr(saved_views, "MAX_VIEWS", 1)
    saved_views.keep_view("One", "tab=mine", by=people["writer"])
    with pytest.raises(StepRefused, match="Remove one first"):
        saved_views.keep_view("Two", "tab=mine", by=people["writer"])
    saved_views.keep_view("One", "tab=draft", by=people["writer"])


def test_who_saved_it_removes_it_and_nobody_else(browse, people):
    view = saved_views.keep_view("For all", "tab=review", by=people["editor"], is_shared=True)
    address = f"{LIST}views/{view.pk}/remove/"
    assert browse("chief").post(address).status_code == 403
    assert browse("editor").get(address).status_code == 405
    assert browse("editor").post(address).status_code == 302
    assert not SavedView.objects.exists()
    assert Record.objects.get(verb="view removed").subject == "For all"


@pytest.mark.parametrize("count", [1, 3])
def test_more_views_cost_no_more_queries(count, browse, people, django_assert_num_queries):
    factories.article()
    for number in range(count):
        saved_views.keep_view(f"View {number}", "tab=mine", by=people["chief"], is_shared=True)
    client = browse("editor")
    client.get(LIST)
    with django_assert_num_queries(26):
        client.get(LIST)
