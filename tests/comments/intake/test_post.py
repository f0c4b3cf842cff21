"""Replies as they come in: checked, decided, stored once, and on the page when they are shown.

Covers comments/intake/post.py, comments/intake/form.py, comments/intake/rate_limits.py,
comments/checks/form_keys.py, comments/checks/form/haste.py, comments/checks/form/no_form.py,
comments/checks/form/trap.py, comments/checks/sender/odd_name.py, comments/thread/paths.py,
comments/views/post.py, comments/templatetags/replies.py, comments/errors.py,
newsroom/lib/web/form_fields.py.
"""

import datetime as dt
import threading

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from articles.publishing import editions
from articles.writing import save
from comments import triage
from comments.checks import checklist, form_keys
from comments.errors import ReplyRefused
from comments.findings import Draft
from comments.intake import author_actions, rate_limits
from comments.intake.post import post_reply
from comments.models import Comment, Decision, Policy
from comments.moderation import decisions, sanctions
from comments.policies import changes, policy
from comments.thread import paths
from tests import factories, material

pytestmark = pytest.mark.django_db
TYPED = {
    "comment": "Well said.",
    "name": "Ana",
    "email": "ana@example.org",
    "website": "",
    "rules_seen": "1",
}


@pytest.fixture
def edition(people):
    return factories.published("Ferry back")


@pytest.fixture
def action(edition):
    return f"{edition.get_absolute_url()}reply/"


@pytest.fixture
def typed(edition):
    """What is sent from the form on the page."""
    return {**TYPED, "key": form_keys.of_page(edition.article_id)}


def open_thread(edition, people, mode="open"):
    changes.save(Policy(article=edition.article, mode=mode), by=people["editor"])


def test_a_reply_waits_and_only_its_author_sees_it(client, edition, action):
    answer = client.post(action, TYPED)
    comment = Comment.objects.get()
    assert (answer.status_code, comment.state) == (303, "held")
    receipt = client.get(answer["Location"])
    page = receipt.content.decode()
    assert "Your reply is awaiting moderation." in page
    assert f'id="comment-{comment.pk}"' in page
    assert receipt["Cache-Control"] == "private, no-store"
    assert "noindex" in receipt["X-Robots-Tag"]
    assert "Well said." not in client.get(edition.get_absolute_url()).content.decode()
    assert client.get(answer["Location"].replace("receipt/", "receipt/x")).status_code == 404


def test_the_first_decision_is_the_policys_with_its_findings(client, action, typed):
    client.post(action, typed)
    decision = Decision.objects.get()
    assert (decision.from_state, decision.to_state, decision.by) == ("", "held", None)
    first, model, mode = decision.reasons
    assert (first, mode) == ("First reply from this address", "Every reply waits here")
    assert model.startswith("Not like spam, says the model")


def test_an_open_thread_shows_at_once(client, people, edition, action, typed):
    open_thread(edition, people)
    answer = client.post(action, typed)
    comment = Comment.objects.get()
    assert "Well said." in client.get(edition.get_absolute_url()).content.decode()
    receipt = client.get(answer["Location"]).content.decode()
    assert "Your reply is shown." in receipt
    assert receipt.count(f'id="comment-{comment.pk}"') == 1


@pytest.mark.parametrize(
    ("links", "state"),
    [("", "shown"), ("http://a.example", "shown"), ("http://a.example www.b.example", "held")],
)
def test_an_open_thread_holds_two_links(client, people, edition, action, typed, links, state):
    open_thread(edition, people)
    client.post(action, {**typed, "comment": f"See {links}"})
    assert Comment.objects.get().state == state


def test_a_name_of_two_alphabets_is_held(client, people, edition, action, typed):
    open_thread(edition, people)
    client.post(action, {**typed, "name": "Аdа"})
    assert Comment.objects.get().state == "held"


def test_a_name_is_kept_without_tricks(client, people, edition, action):
    client.post(
        action, {**TYPED, "name": " A\u200bna \u202emoderator\u0300\u0301\u0302\u0303\u0304"}
    )
    assert Comment.objects.get().name == "Ana moderator\u0300\u0301\u0302"
    answer = client.post(action, {**TYPED, "name": "\u200b\u202e"})
    assert answer.status_code == 422
    assert "Please give a name." in answer.content.decode()


def test_characters_are_counted_as_people_count_them(client, action):
    flag = "\U0001f1e9\U0001f1ea"
    assert client.post(action, {**TYPED, "comment": flag * 5_000}).status_code == 303
    answer = client.post(action, {**TYPED, "comment": flag * 5_001})
    assert answer.status_code == 422
    assert "Your comment has 5,001 characters" in answer.content.decode()


def test_the_site_says_how_long_a_reply_may_be_and_a_story_too(client, people, edition, action):
    def sent(count: int) -> int:
        return client.post(action, {**TYPED, "comment": "x" * count}).status_code

    changes.save(Policy(mode="held", max_length=65_525), by=people["chief"])
    assert [sent(65_525), sent(65_526)] == [303, 422]
    changes.save(Policy(article=edition.article, mode="held", max_length=200), by=people["editor"])
    assert [sent(200), sent(201)] == [303, 422]
    assert 'data-most="200"' in client.get(edition.get_absolute_url()).content.decode()
    changes.save(Policy(section=edition.section, mode="held", max_length=300), by=people["editor"])
    nearest = Policy.objects.get(article=edition.article)
    nearest.max_length = None
    changes.save(nearest, by=people["editor"])
    assert [sent(300), sent(301)] == [303, 422]


def test_the_trap_is_spam(client, people, edition, action):
    open_thread(edition, people)
    assert client.post(action, {**TYPED, "leave_empty": "x"}).status_code == 303
    assert Comment.objects.get().state == "spam"


def test_a_closed_thread_takes_none_and_gives_the_text_back(client, people, edition, action):
    open_thread(edition, people, "closed")
    answer = client.post(action, TYPED)
    assert answer.status_code == 403
    assert "Well said." in answer.content.decode()
    page = client.get(edition.get_absolute_url()).content.decode()
    assert "Replies to this story are closed." in page
    assert "Leave a Reply" not in page


def test_a_section_and_the_site_have_modes_too(people, edition):
    def mode():
        return policy.mode_of(edition, timezone.now())

    assert mode() == "held"
    changes.save(Policy(mode="closed"), by=people["editor"])
    assert mode() == "closed"
    changes.save(Policy(section=edition.section, mode="open"), by=people["editor"])
    assert mode() == "open"
    changes.save(Policy(article=edition.article, mode="held"), by=people["editor"])
    assert mode() == "held"


BAD = [
    ("comment", "", "Please write your comment."),
    ("comment", "   \n ", "Please write your comment."),
    ("comment", "x" * 5_001, "Your comment has 5,001 characters; please keep it under 5,000."),
    ("name", "", "Please give a name."),
    ("name", "x" * 246, "at most 245 characters"),
    ("email", "", "Please give your email address."),
    ("email", "nobody", "This does not look like an email address."),
    ("website", "javascript:alert(1)", "This is not a web address."),
    ("website", "no address", "This is not a web address."),
    ("comment", "nul\x00", "Null characters are not allowed."),
]


@pytest.mark.parametrize(("field", "value", "message"), BAD)
def test_what_is_wrong_is_said_at_the_field_and_all_is_kept(client, action, field, value, message):
    typed = {
        "comment": "My text",
        "name": "Ana",
        "email": "ana@example.org",
        "website": "example.org",
        field: value,
    }
    answer = client.post(action, typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="reply-{field}_error"' in page
    assert message in page
    for kept in set(typed) - {field}:
        assert typed[kept] in page
    assert answer["Cache-Control"] == "private, no-store"
    assert not Comment.objects.exists()


def test_every_description_named_by_a_field_is_there(client, action):
    import re

    page = client.post(action, {}).content.decode()
    named = {
        token
        for value in re.findall(r'aria-describedby="([^"]*)"', page)
        for token in value.split()
    }
    assert named
    assert named <= set(re.findall(r'\sid="([^"]*)"', page))


def test_the_same_reply_twice_is_one(client, action):
    first, second = (
        client.post(action, TYPED),
        client.post(action, {**TYPED, "comment": "Well  said.\r\n"}),
    )
    assert first["Location"].split("#")[1] == second["Location"].split("#")[1]
    assert Comment.objects.count() == Decision.objects.count() == 1


def test_a_form_of_before_the_story_moved_is_taken(client, people, edition, action):
    article = edition.article
    article.slug = "elsewhere"
    save.save_article(article, by=people["editor"])
    editions.publish(article, by=people["editor"], kind="silent")
    assert client.post(action, TYPED)["Location"].split("receipt")[0].endswith("/elsewhere/")
    assert client.post(action, {**TYPED, "comment": ""}).status_code == 422
    assert Comment.objects.count() == 1


def test_the_same_reply_is_known_also_when_the_story_takes_no_more(client, action):
    first = client.post(action, TYPED)
    Policy.objects.create(mode="closed")
    again = client.post(action, TYPED)
    assert (again.status_code, again["Location"].split("#")[1]) == (
        303,
        first["Location"].split("#")[1],
    )
    assert client.post(action, {**TYPED, "comment": "Something else"}).status_code == 403


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("mode", "count"), [("open", 21), ("held", 19)])
def test_a_reply_costs_so_many_queries(
    client, action, typed, mode, count, django_assert_num_queries
):
    Policy.objects.create(mode=mode)
    for number in range(3):
        with django_assert_num_queries(count if number else count + 9):
            assert client.post(action, {**typed, "comment": f"Reply {number}"}).status_code == 303


@pytest.mark.django_db(transaction=True)
def test_the_same_reply_at_the_same_moment_is_one(edition, action):
    barrier = threading.Barrier(6)
    statuses = []

    def send():
        barrier.wait()
        statuses.append(Client().post(action, TYPED).status_code)
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [303] * 6
    assert Comment.objects.count() == Decision.objects.count() == 1


def test_answers_stand_below_what_they_answer(client, people, edition):
    first = factories.reply(edition, "first")
    second = factories.reply(edition, "second")
    below = factories.reply(edition, "below", parent=first)
    deeper = factories.reply(edition, "deeper", parent=below)
    rows = Comment.objects.filter(article=edition.article).in_thread_order()
    assert [row.pk for row in rows] == [first.pk, below.pk, deeper.pk, second.pk]
    assert deeper.depth == 2
    assert paths.numbers(deeper.path) == [first.pk, below.pk, deeper.pk]


@pytest.mark.parametrize("state", ["held", "rejected", "spam"])
def test_a_reply_that_is_not_shown_can_not_be_answered(client, edition, action, state):
    hidden = factories.reply(edition, state=state)
    answer = client.post(action, {**TYPED, "parent": hidden.pk})
    assert answer.status_code == 404
    assert "Well said." in answer.content.decode()
    page = client.get(f"{edition.get_absolute_url()}?replytocom={hidden.pk}").content.decode()
    assert "Leave a Reply to" not in page


def test_a_reply_of_another_story_can_not_be_answered_here(client, edition, action):
    elsewhere = factories.reply(factories.published("Elsewhere"))
    assert client.post(action, {**TYPED, "parent": elsewhere.pk}).status_code == 404
    assert client.post(action, {**TYPED, "parent": 999_999}).status_code == 404
    assert client.post(action, {**TYPED, "parent": "x"}).status_code == 422


def test_answering_without_javascript(client, edition):
    comment = factories.reply(edition, "A first word", name="Béla")
    page = client.get(f"{edition.get_absolute_url()}?replytocom={comment.pk}").content.decode()
    assert f'Leave a Reply to <a href="#comment-{comment.pk}"><bdi>Béla</bdi></a>' in page
    assert f'<input type="hidden" name="parent" value="{comment.pk}"' in page
    assert 'content="noindex' in page


def test_drafts_and_withdrawn_and_unknown_stories_take_none(client, people, edition, action):
    from articles.publishing import editions

    editions.withdraw(edition.article, by=people["editor"])
    gone = client.post(action, TYPED)
    assert gone.status_code == 410
    assert "Well said." in gone.content.decode()
    assert client.post("/2026/01/never/reply/", TYPED).status_code == 404
    assert not Comment.objects.exists()
    with pytest.raises(ReplyRefused):
        post_reply(edition=edition, draft=Draft("a", "a@example.org", "", "b"))


def test_by_get_it_leads_to_the_form(client, action):
    answer = client.get(action)
    assert (answer.status_code, answer["Location"]) == (
        302,
        action.removesuffix("reply/") + "#respond",
    )
    assert answer["Cache-Control"] == "private, no-store"
    answer = client.put(action)
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, POST")


def test_what_is_left_of_a_removed_reply_holds_its_answers(client, people, edition):
    from comments.moderation import decisions

    first = factories.reply(edition, "A word that goes", name="Gone")
    factories.reply(edition, "An answer that stays", parent=first)
    decisions.decide([first.pk], to="spam", by=people["moderator"])
    page = client.get(edition.get_absolute_url()).content.decode()
    assert "This reply is not shown." in page
    assert "An answer that stays" in page
    assert "A word that goes" not in page
    assert '<h2 id="comments-title">1 reply</h2>' in page


def test_what_its_author_took_off_says_so(client, edition):
    first = factories.reply(edition, "A word that goes", name="Gone")
    factories.reply(edition, "An answer that stays", parent=first)
    author_actions.withdraw(first)
    page = client.get(edition.get_absolute_url()).content.decode()
    assert "Removed at its author’s wish." in page
    assert "This reply is not shown." not in page
    assert "A word that goes" not in page


def test_the_senders_network_is_cut(client, action):
    client.post(action, TYPED, REMOTE_ADDR="203.0.113.77", HTTP_X_FORWARDED_FOR="198.51.100.1")
    assert Comment.objects.get().network == "203.0.113.0/24"


def test_no_cookie_and_nothing_personal(client, edition, action):
    factories.reply(edition, email="secret@example.org")
    answer = client.post(action, TYPED)
    page = client.get(edition.get_absolute_url())
    assert not answer.cookies
    assert not page.cookies
    assert "secret@example.org" not in page.content.decode()
    assert page["Vary"] == "Accept-Encoding"


def test_naughty_words_come_through(client, people, edition, action):
    open_thread(edition, people)
    for word in material.texts():
        word = word.encode("utf-8", "replace").decode()  # no form can send half a character
        status = client.post(
            action, {**TYPED, "comment": word or "x", "name": (word or "x")[:245]}
        ).status_code
        assert status in (303, 422), word
    assert client.get(edition.get_absolute_url()).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_it_is_examined_before_its_transaction(people, edition, monkeypatch):
    """On SQLite only one thread of the machine may write, and it is not to think meanwhile."""
    within = []

    def look(draft):
        within.append(connection.in_atomic_block)
        return []

    monkeypatch.setattr(checklist, "CHECKS", (look,))
    factories.post(edition, "First words")
    assert within == [False]


def test_what_it_answers_may_go_while_it_is_examined(people, edition, monkeypatch):
    open_thread(edition, people)
    parent, of_text = factories.reply(edition), triage.of_text

    def meanwhile(text):
        decisions.decide([parent.pk], to="held", by=people["moderator"])
        return of_text(text)

    monkeypatch.setattr(triage, "of_text", meanwhile)
    draft = Draft(text="An answer", name="Ana", email="ana@example.org", website="")
    with pytest.raises(ReplyRefused, match="not to be found"):
        post_reply(edition=edition, draft=draft, parent_id=parent.pk)
    assert Comment.objects.count() == 1


# -- where it comes from, how fast, how much
# ------------------------------------------------------------------


def words_of_findings() -> list[str]:
    return Decision.objects.get().reasons


@pytest.mark.parametrize(
    ("seconds", "state"),
    [(None, "shown"), (0, "held"), (1, "held"), (2, "shown"), (3600, "shown"), (200_000, "shown")],
)
def test_nobody_writes_in_a_second(
    client, people, edition, action, typed, seconds, state, time_machine
):
    open_thread(edition, people)
    time_machine.move_to(timezone.now(), tick=False)
    if seconds is not None:
        came = timezone.now() - dt.timedelta(seconds=seconds)
        typed["key"] = form_keys.of_writer(edition.article_id, came)
    client.post(action, typed)
    assert Comment.objects.get().state == state
    assert ("haste" in [finding["code"] for finding in Decision.objects.get().findings]) == (
        state == "held"
    )


@pytest.mark.parametrize("key", ["", "x", "another story’s"])
def test_what_no_form_has_sent_is_held(client, people, edition, action, typed, key):
    open_thread(edition, people)
    other = factories.published("Another story")
    typed["key"] = form_keys.of_page(other.article_id) if key.startswith("another") else key
    assert client.post(action, typed).status_code == 303
    assert Comment.objects.get().state == "held"
    assert "Was not sent from the form under this story" in words_of_findings()


def test_the_key_on_the_page_is_the_forms_and_the_same_for_everyone(client, edition, action, typed):
    page = client.get(edition.get_absolute_url()).content.decode()
    assert f'name="key" value="{typed["key"]}"' in page
    answer = client.get(f"{action}key/")
    assert answer["Cache-Control"] == "private, no-store"
    sent = form_keys.read(answer.content.decode(), edition.article_id, timezone.now())
    assert sent.from_form
    assert sent.after < dt.timedelta(seconds=30)


FROM_OUTSIDE = {"REMOTE_ADDR": "203.0.113.77"}


def test_many_from_one_network_are_held_then_asked_to_wait(
    client, people, edition, action, typed, monkeypatch
):
    open_thread(edition, people)
    limit = rate_limits.Limit(dt.timedelta(minutes=10), holds=2, waits=4)
    monkeypatch.setitem(rate_limits.LIMITS, "network", (limit,))
    send = [
        client.post(
            action, {**typed, "comment": f"Reply {n}", "email": f"{n}@example.org"}, **FROM_OUTSIDE
        )
        for n in range(5)
    ]
    assert [answer.status_code for answer in send] == [303, 303, 303, 303, 429]
    assert list(Comment.objects.order_by("pk").values_list("state", flat=True)) == [
        "shown",
        "shown",
        "held",
        "held",
    ]
    assert (
        "3 replies from this network within 10 minutes"
        in Decision.objects.order_by("pk")[2].reasons
    )
    asked = send[-1].content.decode()
    assert "Please send yours again in 10 minutes; what you wrote stays here." in asked
    assert "Reply 4</textarea>" in asked
    assert 590 < int(send[-1]["Retry-After"]) <= 601
    again = client.post(
        action, {**typed, "comment": "Reply 1", "email": "1@example.org"}, **FROM_OUTSIDE
    )
    assert again.status_code == 303  # it is there already


def test_all_who_come_through_a_proxy_of_the_house_are_not_one(
    client, people, edition, action, typed, monkeypatch
):
    open_thread(edition, people)
    monkeypatch.setitem(
        rate_limits.LIMITS,
        "network",
        (rate_limits.Limit(dt.timedelta(minutes=10), holds=1, waits=1),),
    )
    for n in range(3):
        client.post(
            action,
            {**typed, "comment": f"Reply {n}", "email": f"{n}@example.org"},
            REMOTE_ADDR="10.1.2.3",
        )
    assert Comment.objects.shown().count() == 3


def test_many_from_one_address_are_held(client, people, edition, action, typed, monkeypatch):
    open_thread(edition, people)
    monkeypatch.setitem(
        rate_limits.LIMITS, "email", (rate_limits.Limit(dt.timedelta(minutes=10), holds=1),)
    )
    for n in range(2):
        client.post(action, {**typed, "comment": f"Reply {n}"})
    assert list(Comment.objects.order_by("pk").values_list("state", flat=True)) == ["shown", "held"]


@pytest.mark.parametrize("typed_as", ["Tr\u200boll@example.org", "\u202atroll@EXAMPLE.org\u202c"])
def test_a_ban_holds_however_the_address_is_written(client, people, edition, action, typed_as):
    sanctions.sanction(email="troll@example.org", kind="ban", by=factories.somebody("senior"))
    answer = client.post(action, {**TYPED, "email": typed_as})
    assert answer.status_code == 403


# -- the preview
# -----------------------------------------------------------------------------------------------


def test_the_preview_shows_how_it_would_look_and_keeps_all_that_was_typed(client, action, typed):
    answer = client.post(
        action, {**typed, "comment": "So *much*\n\n- one", "email": "no address", "preview": "1"}
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, max-age=0"
    assert "<p>So <em>much</em></p><ul><li>one</li></ul>" in page
    assert 'value="no address"' in page
    assert "So *much*" in page
    assert not Comment.objects.exists()


def test_what_is_too_long_is_not_even_made_up_to_be_looked_at(client, action, typed):
    text = "[a](https://xxxx… " * 50_000
    answer = client.post(action, {**typed, "comment": text, "preview": "1"})
    assert answer.status_code == 422
    assert "please keep it under 5,000" in answer.content.decode()
    assert text[-1000:].strip() in answer.content.decode()
