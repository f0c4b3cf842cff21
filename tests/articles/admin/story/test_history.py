"""The history of a story in the admin.

Covers articles/admin/story/history.py, articles/writing/history.py,
articles/models/stories/revision.py, articles/templatetags/prose.py.
"""

import pytest

from articles.models import Article, Record
from articles.publishing import editions
from articles.writing import save, workflow
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(people) -> Article:
    """Saved four times, submitted at the second, published at the third."""
    story = factories.article(
        "One", by=people["writer"], body="<p>The old quay is dry.</p><p>It rained.</p>"
    )
    rewrite(story, people["writer"], headline="Two")
    workflow.move(story, to="submit", by=people["writer"], note="Please look")
    rewrite(story, people["editor"], headline="Three")
    editions.publish(story, by=people["editor"])
    rewrite(
        story,
        people["editor"],
        headline="Four",
        body="<p>The new quay is dry.</p><p>It rained.</p>",
    )
    return Article.objects.get(pk=story.pk)


def rewrite(story: Article, by, **changes) -> None:
    found = Article.objects.get(pk=story.pk)
    for name, value in changes.items():
        setattr(found, name, value)
    save.save_article(found, by=by)


def at(story: Article, page: str = "") -> str:
    return f"/admin/articles/article/{story.pk}/history/{page}"


def test_milestones_are_named_and_saves_between_them_folded(browse, story, people):
    for number in range(5, 8):
        rewrite(story, people["editor"], headline=f"Draft {number}")
    rows = browse("editor").get(at(story)).context["rows"]
    assert [
        [row.revision.number for row in group] if isinstance(group, list) else group.revision.number
        for group in rows
    ] == [[7, 6, 5, 4], 3, 2, 1]
    assert [record.verb for record in rows[1].milestones] == ["published"]
    assert [(record.verb, record.note) for record in rows[2].milestones] == [
        ("submit", "Please look")
    ]


def test_any_two_side_by_side(browse, story):
    page = browse("editor").get(at(story, "compare/?before=1&now=4")).text
    for words in ("The <del>", "old</del> quay", "The <ins>", "new</ins> quay", "Headline"):
        assert words in page.replace('<span class="visually-hidden">removed: </span>', "")
    assert "It rained" in page


def test_against_what_is_live_with_one_click(browse, story):
    answer = browse("writer").get(at(story, "compare/"))
    assert (answer.context["before"]["label"], answer.context["now"]["label"]) == (
        "Edition 1, live",
        "Version 4",
    )
    assert [name for name, _ in answer.context["found"].fields] == ["Headline"]


def test_an_old_version_is_put_back(browse, story):
    answer = browse("editor").post(at(story, "1/restore/"), follow=True)
    assert "Version 1 is the working copy again." in answer.text
    story.refresh_from_db()
    assert (story.headline, story.version) == ("One", 5)
    assert story.editions.get().headline == "Three"


def test_a_name_stays_and_is_on_record(browse, story):
    browse("editor").post(at(story, "2/name/"), {"name": " As sent to the lawyer "})
    assert story.revisions.get(number=2).name == "As sent to the lawyer"
    assert Record.objects.get(verb="named").version == 2
    assert "As sent to the lawyer" in browse("writer").get(at(story)).text


def test_what_is_not_there_gets_no_name(browse, story):
    assert browse("editor").post(at(story, "99/name/"), {"name": "Nothing"}).status_code == 404
    assert not Record.objects.filter(verb="named").exists()


@pytest.mark.parametrize("where", ["compare/?before=99", "compare/?before=x", "compare/?now=-1"])
def test_what_is_not_there(where, browse, story):
    assert browse("editor").get(at(story, where)).status_code == 404


@pytest.mark.parametrize(("role", "status"), [("writer", 403), ("moderator", 403), ("editor", 302)])
def test_who_may_change_it(role, status, browse, people):
    story = factories.article(by=people["editor"])
    assert [
        browse(role).post(at(story, page)).status_code for page in ("1/restore/", "1/name/")
    ] == [status] * 2


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(count, browse, people, django_assert_num_queries):
    story = factories.published().article
    for number in range(count):
        rewrite(story, people["editor"], headline=f"Version {number}")
        workflow.move(story, to="send_back", by=people["editor"])
        workflow.move(story, to="approve", by=people["editor"])
    client = browse("editor")
    client.get(at(story))
    with django_assert_num_queries(11):
        client.get(at(story))
