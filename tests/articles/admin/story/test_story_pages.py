"""The story's pages in the admin: who may come in, and what each step does.

Covers articles/admin/story/admin.py, articles/admin/story/page.py,
articles/admin/story/publish.py, articles/admin/story/form/byline.py,
articles/admin/story/form/collision.py, articles/admin/story/form/form.py,
articles/admin/editor.py, articles/admin/fields.py, articles/writing/workflow.py,
articles/models/stories/article.py.
"""

import datetime as dt
import re
import uuid

import pytest
from django.utils import timezone

from articles.models import Article, Edition, Record, State
from articles.writing import autosave, save, workflow
from tests import factories

ROLES = ("writer", "editor", "chief", "moderator", "anonymous")


def change(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/change/"


def form(article: Article | None = None, **given) -> dict:
    """What the story form sends."""
    fields = {
        "headline": "A headline",
        "kicker": "",
        "standfirst": "",
        "body": "<p>Text.</p>",
        "dateline": "",
        "lead_picture": "",
        "lead_alt": "",
        "lead_caption": "",
        "lead_credit": "",
        "slug": "",
        "seen_version": article.version if article else "",
        "section": factories.section().pk,
        "credits-TOTAL_FORMS": 0,
        "credits-INITIAL_FORMS": 0,
        "reply_policy-TOTAL_FORMS": 0,
        "reply_policy-INITIAL_FORMS": 0,
    }
    return {**fields, "_save": "Save", **given}


# role: list, add, own story, somebody else's story, publish, withdraw, unschedule
PAGES = {
    "writer": (200, 200, 200, 200, 403, 403, 403),
    "editor": (200, 200, 200, 200, 200, 200, 200),
    "chief": (200, 200, 200, 200, 200, 200, 200),
    "moderator": (200, 403, 200, 200, 403, 403, 403),
    "anonymous": (302,) * 7,
}


@pytest.mark.parametrize("role", ROLES)
def test_who_sees_what(role, browse, people):
    own, other = factories.article(by=people["writer"]), factories.article(by=people["editor"])
    client, story = browse(role), f"/admin/articles/article/{other.pk}"
    addresses = [
        "/admin/articles/article/",
        "/admin/articles/article/add/",
        change(own),
        change(other),
        f"{story}/publish/",
        f"{story}/withdraw/",
        f"{story}/unschedule/",
    ]
    assert tuple(client.get(address).status_code for address in addresses) == PAGES[role]


# role: change own (the writer's) story, change another's, publish another's
POSTS = {
    "writer": (302, 403, 403),
    "editor": (302, 302, 302),
    "chief": (302, 302, 302),
    "moderator": (403, 403, 403),
    "anonymous": (401, 401, 401),
}


@pytest.mark.parametrize("role", ROLES)
def test_who_changes_what(role, browse, people):
    own, other = factories.article(by=people["writer"]), factories.article(by=people["editor"])
    client = browse(role)
    answers = (
        client.post(change(own), form(own, headline="Changed")).status_code,
        client.post(change(other), form(other, headline="Changed")).status_code,
        client.post(
            f"/admin/articles/article/{other.pk}/publish/",
            {"when": "now", "seen_version": other.version + 1},
        ).status_code,
    )
    assert answers == POSTS[role]
    changed = set(Article.objects.filter(headline="Changed"))
    assert changed == {"writer": {own}, "editor": {own, other}, "chief": {own, other}}.get(
        role, set()
    )
    assert Edition.objects.exists() is (role in ("editor", "chief"))


def test_saving_a_new_story(browse, people):
    author, second = factories.author("Ada Novak"), factories.author("Jonas Keller")
    byline = {
        "credits-TOTAL_FORMS": 2,
        "credits-0-author": author.pk,
        "credits-0-position": 2,
        "credits-1-author": second.pk,
        "credits-1-position": 1,
    }
    text = '<p onclick="x()">Text</p><script>x</script>'
    answer = browse("writer").post(
        "/admin/articles/article/add/", form(headline="Two\nlines", body=text, **byline)
    )
    story = Article.objects.get()
    assert answer["Location"] == change(story)
    assert (story.headline, story.body, story.version) == ("Two lines", "<p>Text</p>", 1)
    assert story.bylines == [second, author]
    assert story.created_by == people["writer"]


def test_an_author_twice(browse):
    author = factories.author()
    twice = {"credits-TOTAL_FORMS": 2, "credits-0-author": author.pk, "credits-1-author": author.pk}
    answer = browse("writer").post(
        "/admin/articles/article/add/", form(body="<p>Kept</p>", **twice)
    )
    assert answer.status_code == 200
    assert "stands in the byline twice" in answer.text or "duplicate" in answer.text
    assert "&lt;p&gt;Kept&lt;/p&gt;" in answer.text
    assert not Article.objects.exists()


def test_what_was_typed_survives_an_error(browse):
    answer = browse("editor").post(
        "/admin/articles/article/add/", form(headline="", body="<p>Long work</p>", _publish="")
    )
    assert answer.status_code == 200
    assert "&lt;p&gt;Long work&lt;/p&gt;" in answer.text


def test_what_does_not_collide_is_joined(browse, people):
    story = factories.article(by=people["writer"], headline="Mine", dateline="Penang")
    data = form(story, headline="Yours", dateline="Penang")
    Article.objects.get(pk=story.pk)
    theirs = Article.objects.get(pk=story.pk)
    theirs.dateline = "Ipoh"
    save.save_article(theirs, by=people["chief"])
    answer = browse("editor").post(change(story), data, follow=True)
    assert "Saved. Merged with what chief had saved." in answer.text
    story.refresh_from_db()
    assert (story.headline, story.dateline, story.version) == ("Yours", "Ipoh", 3)


def test_what_collides_is_chosen(browse, people):
    story = factories.article(by=people["writer"], headline="Before", standfirst="Before, too.")
    data = form(story, headline="Mine", standfirst="My sentence.")
    theirs = Article.objects.get(pk=story.pk)
    theirs.headline, theirs.standfirst = "Theirs", "Their sentence."
    save.save_article(theirs, by=people["chief"])
    client = browse("editor")
    answer = client.post(change(story), data)
    assert answer.status_code == 409
    for words in (
        "chief saved this story",
        "Before",
        "Mine",
        "Theirs",
        "My sentence.",
        "Their sentence.",
    ):
        assert words in answer.text
    story.refresh_from_db()
    assert (story.headline, story.version) == ("Theirs", 2)
    hidden = dict(answer.context["sent"]) | {"seen_version": 2}
    choices = {
        "choose-headline": "theirs",
        "choose-standfirst": "edited",
        "edited-standfirst": "Both\r\nsentences.",
    }
    answer = client.post(
        f"/admin/articles/article/{story.pk}/settle/", {**hidden, **choices}, follow=True
    )
    assert "Saved, with what you chose." in answer.text
    story.refresh_from_db()
    assert (story.headline, story.standfirst, story.version) == ("Theirs", "Both\nsentences.", 3)


def test_paragraphs_are_joined_and_only_the_same_one_is_chosen(browse, people):
    story = factories.article(by=people["writer"], body="<p>One.</p><p>Two.</p><p>Three.</p>")
    data = form(
        story, headline=story.headline, body="<p>One, mine.</p><p>Two.</p><p>Three, mine.</p>"
    )
    theirs = Article.objects.get(pk=story.pk)
    theirs.body = "<p>One, theirs.</p><p>Two.</p><p>Three of theirs.</p>"
    save.save_article(theirs, by=people["chief"])
    client = browse("editor")
    answer = client.post(change(story), data)
    assert (answer.status_code, [place["mine"] for place in answer.context["places"]]) == (
        409,
        ["<p>One, mine.</p>", "<p>Three, mine.</p>"],
    )
    hidden = dict(answer.context["sent"]) | {"seen_version": 2}
    numbers = [place["number"] for place in answer.context["places"]]
    choices = {f"place-{numbers[0]}": "both", f"place-{numbers[1]}": "theirs"}
    client.post(f"/admin/articles/article/{story.pk}/settle/", {**hidden, **choices})
    story.refresh_from_db()
    assert story.body == "<p>One, theirs.</p><p>One, mine.</p><p>Two.</p><p>Three of theirs.</p>"


def test_different_paragraphs_are_joined_by_themselves(browse, people):
    story = factories.article(by=people["writer"], body="<p>One.</p><p>Two.</p><p>Three.</p>")
    data = form(story, headline=story.headline, body="<p>One, mine.</p><p>Two.</p><p>Three.</p>")
    theirs = Article.objects.get(pk=story.pk)
    theirs.body = "<p>One.</p><p>Two.</p><p>Three of theirs.</p>"
    save.save_article(theirs, by=people["chief"])
    assert browse("editor").post(change(story), data).status_code == 302
    story.refresh_from_db()
    assert story.body == "<p>One, mine.</p><p>Two.</p><p>Three of theirs.</p>"


def test_the_same_form_sent_twice_is_saved_once(browse, people):
    story = factories.article(by=people["writer"], headline="Before")
    data, client = form(story, headline="After"), browse("editor")
    for _ in range(2):
        assert client.post(change(story), data).status_code == 302
    story.refresh_from_db()
    assert (story.headline, story.version) == ("After", 2)


# role, state: the main button, then the others
STEPS = [
    ("writer", State.DRAFT, "_submit", []),
    ("writer", State.REVIEW, "_save", ["_take_back"]),
    ("writer", State.READY, "_save", []),
    ("editor", State.DRAFT, "_publish", ["_submit", "_approve"]),
    ("editor", State.REVIEW, "_publish", ["_take_back", "_approve"]),
    ("editor", State.READY, "_publish", ["_send_back"]),
]


@pytest.mark.parametrize(("role", "state", "main", "others"), STEPS)
def test_the_buttons_name_the_next_steps(role, state, main, others, browse, people):
    story = factories.article(by=people["writer"])
    Article.objects.filter(pk=story.pk).update(state=state)
    text = browse(role).get(change(story)).text
    assert f'class="default" name="{main}"' in text
    assert text.count('class="default"') == 1
    names = [name for name in workflow.BY_NAME if f'name="_{name}"' in text and f"_{name}" != main]
    expected = {name.removeprefix("_") for name in others}
    # "send back" and "take back" lead to the same state
    if role == "editor" and state == State.REVIEW:
        expected = {"send_back", "approve"}
    assert set(names) == expected


def test_submitting_and_sending_back_with_a_remark(browse, people):
    story = factories.article(by=people["writer"])
    browse("writer").post(change(story), form(story, _submit=""))
    story.refresh_from_db()
    assert story.state == State.REVIEW
    browse("editor").post(change(story), form(story, _send_back="", remark="Who says so?"))
    story.refresh_from_db()
    assert story.state == State.DRAFT
    assert Record.objects.filter(verb="send back", note="Who says so?").exists()


def test_a_writer_cannot_approve(browse, people):
    story = factories.article(by=people["writer"])
    assert browse("writer").post(change(story), form(story, _approve="")).status_code == 403


def test_publishing_from_the_form(browse):
    client = browse("editor")
    answer = client.post("/admin/articles/article/add/", form(headline="News", _publish=""))
    story = Article.objects.get()
    address = f"/admin/articles/article/{story.pk}/publish/"
    assert answer["Location"] == address
    page = client.get(address)
    assert "News" in page.text
    assert f"/{timezone.localtime():%Y/%m}/news/" in page.text
    client.post(address, {"when": "now", "seen_version": story.version})
    edition = Edition.objects.live(timezone.now()).get()
    assert edition.get_absolute_url() in client.get(change(story)).text


def test_scheduling_and_taking_off_the_schedule(browse):
    story, client = factories.article(), browse("editor")
    address = f"/admin/articles/article/{story.pk}"
    later = timezone.localtime() + dt.timedelta(days=1)
    given = {"when": "later", "at": f"{later:%Y-%m-%dT%H:%M}", "seen_version": story.version}
    assert client.post(f"{address}/publish/", given).status_code == 302
    assert Edition.objects.scheduled(timezone.now()).count() == 1
    assert "Scheduled for" in client.get(change(story)).text
    assert client.post(f"{address}/unschedule/").status_code == 302
    assert client.post(f"{address}/unschedule/").status_code == 422
    assert not Edition.objects.scheduled(timezone.now()).exists()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"when": "later"}, "Give the date and time"),
        ({"when": "later", "at": "2020-01-01T10:00"}, "lies in the past"),
        ({"when": "now", "kind": ""}, "This field is required"),
        ({"when": "now", "kind": "correction"}, "Say in a sentence what has changed"),
        ({"when": "now", "kind": "minor", "seen_version": 99}, "saved by somebody else"),
    ],
)
def test_what_publishing_refuses(given, says, browse):
    story, client = factories.published().article, browse("editor")
    given = {"kind": "minor", "seen_version": story.version, "note": "", **given}
    answer = client.post(f"/admin/articles/article/{story.pk}/publish/", given)
    assert answer.status_code == 422
    assert says in answer.text
    assert story.editions.count() == 1


def test_withdrawing(browse):
    edition = factories.published()
    client, address = browse("chief"), f"/admin/articles/article/{edition.article_id}/withdraw/"
    assert "leaves the site" in client.get(address).text
    assert client.post(address, {"note": "Legal"}).status_code == 302
    assert client.get(edition.get_absolute_url()).status_code == 410
    assert client.post(address).status_code == 422


def test_unpublished_changes_are_told(browse):
    story, client = factories.published().article, browse("editor")
    assert "changes not published" not in client.get(change(story)).text
    story.refresh_from_db()
    client.post(change(story), form(story, headline="Newer"))
    assert "changes not published" in client.get(change(story)).text


def test_what_was_published_stays_on_record(browse):
    client = browse("editor")
    live, draft = factories.published().article, factories.article()
    assert client.get(f"/admin/articles/article/{live.pk}/delete/").status_code == 403
    client.post(f"/admin/articles/article/{draft.pk}/delete/", {"post": "yes"})
    assert not Article.objects.filter(pk=draft.pk).exists()
    assert Record.objects.filter(verb="deleted", subject=draft.headline).exists()


def test_without_a_section_the_form_says_what_to_do(browse):
    text = browse("chief").get("/admin/articles/article/add/").text
    assert "Make a section first" in text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_database_a_constant_number_of_times(
    count, browse, django_assert_num_queries, people
):
    for number in range(count):
        factories.published(
            authors=[factories.author(f"Author {number}")], topics=[factories.topic()]
        )
    client = browse("editor")
    client.get("/admin/articles/article/")
    with django_assert_num_queries(LIST_QUERIES):
        assert client.get("/admin/articles/article/").status_code == 200


LIST_QUERIES = 28


def test_the_import_map_carries_the_nonce(browse):
    answer = browse("writer").get("/admin/articles/article/add/")
    policy = answer["Content-Security-Policy"]
    nonce = policy.split("'nonce-")[1].split("'")[0]
    assert f'<script type="importmap" nonce="{nonce}">' in answer.text
    assert " style=" not in answer.text
    assert "<style" not in answer.text


def test_the_publish_page_shows_what_is_new_and_suggests_a_kind(browse):
    story = factories.published(
        "Ferry back", body="<p>It carried 120 people.</p><p>So.</p>"
    ).article
    client, address = browse("editor"), f"/admin/articles/article/{story.pk}/publish/"
    assert "Nothing differs from what is live." in client.get(address).text
    story.refresh_from_db()
    story.headline, story.body = (
        "Ferry bakc",
        "<p>It carried 210 people.</p><p>So.</p><p>New &lt;b&gt;.</p>",
    )
    save.save_article(story, by=factories.somebody())
    text = client.get(address).text
    said = (
        '<del><span class="visually-hidden">removed: </span>{}</del><ins><span'
        ' class="visually-hidden">added: </span>{}</ins>'
    )
    assert f"Ferry {said.format('back', 'bakc')}" in text
    assert f"It carried {said.format('120', '210')} people." in text
    assert "New &lt;b&gt;." in text
    assert "<strong>Suggested: correction.</strong> A number changed: “120” is “210” now." in text
    assert re.search(r'<input[^>]*value="correction"[^>]*checked', text)


def test_a_first_edition_is_compared_with_nothing(browse):
    text = browse("editor").get(f"/admin/articles/article/{factories.article().pk}/publish/").text
    assert "Suggested" not in text
    assert "differences" not in text


def test_what_has_changed_since_it_was_approved_is_shown(browse, people):
    story = factories.article("Ferry back", by=people["writer"])
    workflow.move(story, to="approve", by=people["editor"])
    story = Article.objects.get(pk=story.pk)
    story.headline = "Ferry late"
    save.save_article(story, by=people["writer"])
    page = browse("editor").get(f"/admin/articles/article/{story.pk}/publish/").text
    assert "Changed since version 1 was approved" in page
    assert "late</ins>" in page


@pytest.mark.parametrize("step", ["_submit", "publish"])
def test_no_step_leaves_words_behind_that_were_typed_and_not_saved(step, browse, people):
    story = factories.article("Ferry back", by=people["editor"])
    typed = {"headline": ["Ferry back at last"], "body": [story.body]}
    tab = uuid.uuid4()
    autosave.keep(story, typed, by=people["editor"], tab=tab, seen_version=story.version)
    client, address = browse("editor"), f"/admin/articles/article/{story.pk}/publish/"
    if step == "publish":
        sent = {"when": "now", "seen_version": story.version}
        answer = client.post(address, sent)
        assert answer.status_code == 422
        assert f"?take_up={tab}" in answer.text
        assert client.post(address, {**sent, "leave_kept": "on"}).status_code == 302
        assert Edition.objects.exists()
    else:
        answer = client.post(change(story), form(story, _submit="", headline="Ferry back"))
        page = client.get(answer["Location"]).text
        assert "Saved, and that is all" in page
        assert f"?take_up={tab}" in page
        assert Article.objects.get().state == State.DRAFT
        autosave.discard(people["editor"], tab)
        client.post(change(story), form(story, _submit="", headline="Ferry back"))
        assert Article.objects.get().state == State.REVIEW


@pytest.mark.parametrize(
    "name", ["topics", "related", "lead_picture", "series", "credits-0-author"]
)
@pytest.mark.parametrize("sent", ["é@ü.example", "9" * 30, "-1", "1_0"])
def test_what_can_not_be_chosen_brings_the_form_back(browse, name, sent):
    """With what was typed beside it."""
    given = {"headline": "Ferry back", name: sent, "credits-TOTAL_FORMS": "1"}
    answer = browse("writer").post("/admin/articles/article/add/", form(**given))
    assert answer.status_code == 200
    assert "Ferry back" in answer.text


def test_what_is_sent_back_carries_its_reason(browse, people):
    story = factories.article("Ferry back", by=people["writer"])
    workflow.move(story, to="submit", by=people["writer"])
    client = browse("editor")
    answer = client.post(change(story), form(story, _send_back="", headline="Ferry back"))
    assert "Say why it goes back" in client.get(answer["Location"]).text
    assert Article.objects.get().state == State.REVIEW
    sent = form(story, _send_back="", headline="Ferry back", remark="Who says so?")
    client.post(change(story), sent)
    page = browse("writer").get(change(story)).text
    assert "editor sent this back" in page
    assert "<q>Who says so?</q>" in page


def test_a_paragraph_of_both_is_marked_and_edited_where_it_is_chosen(browse, people):
    story = factories.article(by=people["writer"], body="<p>It sails.</p><p>Two.</p>")
    sent = form(story, headline=story.headline, body="<p>It sails at ten.</p><p>Two, mine.</p>")
    theirs = Article.objects.get(pk=story.pk)
    theirs.body = "<p>It sails on Monday.</p><p>Two.</p>"
    save.save_article(theirs, by=people["chief"])
    client = browse("editor")
    answer = client.post(change(story), sent)
    [place] = answer.context["places"]
    assert place["edited"] == "It sails at ten."
    assert "<ins>" in answer.text
    assert "Both, " not in answer.text
    chosen = {f"place-{place['number']}": "edited"}
    chosen[f"edited-{place['number']}"] = "It sails on Monday\nat <ten>."
    hidden = dict(answer.context["sent"]) | {"seen_version": 2}
    client.post(f"/admin/articles/article/{story.pk}/settle/", {**hidden, **chosen})
    story.refresh_from_db()
    assert story.body == "<p>It sails on Monday at &lt;ten&gt;.</p><p>Two, mine.</p>"
