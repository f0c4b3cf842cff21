"""The desk beside others, in bulk, and what is passed on, kept and chosen there.

Covers comments/admin/desk/live_updates.py, comments/admin/desk/bulk.py,
comments/admin/desk/conversation.py, comments/admin/desk/decide.py,
comments/admin/desk/escalate.py, comments/admin/desk/preferences.py,
comments/admin/desk/saved_views.py, comments/admin/desk/selection.py,
comments/admin/desk/shortcuts.py, comments/desk/filters.py, comments/desk/live.py,
comments/desk/watchlists.py, comments/moderation/escalations.py, comments/models/desk.py,
comments/models/comment.py.
"""

import datetime as dt

import pytest
from django.utils import timezone

from articles.models import Record, SavedView
from comments.admin.desk import bulk
from comments.admin.desk.shortcuts import KEYS
from comments.models import (
    Comment,
    Decision,
    DeskSettings,
    Escalation,
    Feedback,
    Looking,
    WatchList,
)
from comments.moderation import decisions
from tests import factories

pytestmark = pytest.mark.django_db
DESK = "/admin/comments/comment/"
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def edition(people):
    return factories.published("Ferry back")


@pytest.fixture
def moderator(client, people):
    client.force_login(people["moderator"])
    return client


def held(edition, number=0, **more):
    ago = timezone.now() - dt.timedelta(minutes=60 - number)
    more.setdefault("email", f"r{number}@example.org")
    return factories.reply(
        edition, f"Word {number}", name=f"Reader {number}", state="held", now=ago, **more
    )


class TestScripts:
    def test_a_decision_is_answered_with_how_each_reply_stands(self, moderator, people, edition):
        first, second = held(edition, 0), held(edition, 1)
        seen = {f"seen-{reply.pk}": reply.revision for reply in (first, second)}
        decisions.decide([second.pk], to="spam", by=people["editor"])
        told = moderator.post(
            f"{DESK}decide/", {"act": "shown", "ids": [first.pk, second.pk], **seen}, **JSON
        ).json()
        [mine], [theirs] = told["decided"], told["unchanged"]
        assert (mine["pk"], mine["state"], mine["by"]) == (first.pk, "shown", "moderator")
        assert (theirs["pk"], theirs["state"], theirs["by"]) == (second.pk, "spam", "editor")
        assert told["done"] == "1 reply shown to readers."
        undone = moderator.post(f"{DESK}undo/", {"batch": "last"}, **JSON).json()
        assert undone["decided"][0]["state"] == "held"
        assert undone["decided"][0]["stand"] == Comment.objects.get(pk=first.pk).revision
        assert moderator.post(f"{DESK}undo/", {"batch": "last"}, **JSON).status_code == 422

    def test_what_can_not_be_done_is_said(self, moderator, edition):
        answer = moderator.post(f"{DESK}decide/", {"act": f"rejected:{held(edition).pk}"}, **JSON)
        assert (answer.status_code, "Choose the house rule" in answer.json()["why"]) == (422, True)
        assert (
            moderator.post(f"{DESK}pick/", {"act": held(edition, 1).pk}, **JSON).status_code == 422
        )

    def test_a_rule_comes_with_the_button(self, moderator, edition):
        reply, rule = held(edition), factories.house_rule()
        moderator.post(
            f"{DESK}decide/",
            {"act": f"rejected:{reply.pk}:{rule.pk}", f"note-{reply.pk}": "See there"},
        )
        decision = reply.decisions.first()
        assert (decision.rule, decision.note, decision.trigger) == (rule, "See there", "own")

    def test_others_see_who_looks_and_what_is_new(self, client, people, edition):
        first, second = held(edition, 0), held(edition, 1)
        client.force_login(people["editor"])
        client.post(f"{DESK}look/", {"card": first.pk, "ids": first.pk})
        client.force_login(people["moderator"])
        decisions.decide([second.pk], to="spam", by=people["editor"])
        ids = f"{first.pk},{second.pk}"
        told = client.post(
            f"{DESK}look/", {"card": second.pk, "ids": ids, "queue": "held", "newest": first.pk}
        ).json()
        assert told["looking"] == {str(first.pk): ["editor"]}
        assert told["cards"][str(second.pk)]["words"].startswith("Spam by editor")
        assert told["new"] == 0
        held(edition, 2)
        asked = {"card": "0", "ids": ids, "newest": second.pk}
        assert client.post(f"{DESK}look/", asked).json()["new"] == 1
        assert not Looking.objects.filter(person=people["moderator"]).exists()
        assert "editor looks at it" in client.get(DESK).content.decode()

    def test_a_sign_of_life_is_old_after_a_minute(self, moderator, people, edition):
        reply = held(edition)
        Looking.objects.create(
            person=people["editor"], comment=reply, at=timezone.now() - dt.timedelta(seconds=61)
        )
        assert "looks at it" not in moderator.get(DESK).content.decode()


class TestTheQueue:
    def test_its_pages_are_turned_by_replies_whatever_is_decided_meanwhile(
        self, moderator, people, edition
    ):
        replies = [held(edition, number) for number in range(45)]
        first = moderator.get(DESK).content.decode()
        on = [reply for reply in replies if f'id="reply-{reply.pk}"' in first]
        assert on == replies[:20]
        decisions.decide([reply.pk for reply in replies[:20]], to="shown", by=people["moderator"])
        second = moderator.get(f"{DESK}?queue=held&after={replies[19].pk}").content.decode()
        assert [reply for reply in replies if f'id="reply-{reply.pk}"' in second] == replies[20:40]
        back = moderator.get(f"{DESK}?queue=held&before={replies[40].pk}").content.decode()
        assert [reply for reply in replies if f'id="reply-{reply.pk}"' in back] == replies[20:40]

    @pytest.mark.parametrize(
        ("order", "expected"),
        [("priority", [2, 0, 1]), ("oldest", [0, 1, 2]), ("newest", [2, 1, 0])],
    )
    def test_its_orders(self, moderator, edition, order, expected):
        replies = [held(edition, number) for number in range(3)]
        for reply, priority in zip(replies, (0.5, 0.1, 0.9), strict=True):
            Comment.objects.filter(pk=reply.pk).update(priority=priority)
        page = moderator.get(f"{DESK}?order={order}").content.decode()
        places = [page.index(f'id="reply-{reply.pk}"') for reply in replies]
        assert sorted(range(3), key=places.__getitem__) == expected
        for at, number in enumerate(expected[:2]):
            after = moderator.get(
                f"{DESK}?order={order}&after={replies[number].pk}"
            ).content.decode()
            assert [n for n in expected if f'id="reply-{replies[n].pk}"' in after] == expected[
                at + 1 :
            ]

    def test_its_filters(self, moderator, people, edition):
        sport = factories.section("Sport")
        other = factories.published("Match", section=sport)
        one = held(edition, 0)
        two = factories.reply(
            other, "See https://a.example, https://b.example", email="x@example.org", state="held"
        )
        Comment.objects.filter(pk=two.pk).update(language="de", band="doubtful")
        watched = WatchList.objects.create(
            name="Hot", owner=people["moderator"], made_at=timezone.now()
        )
        watched.articles.add(other.article)
        for query in (
            f"section={sport.pk}",
            f"story={other.article_id}",
            "person=X@example.org",
            "why=links",
            "language=de",
            "link=yes",
            "band=doubtful",
            f"list={watched.pk}",
            "q=b.example",
        ):
            page = moderator.get(f"{DESK}?queue=held&{query}").content.decode()
            assert (f'id="reply-{two.pk}"' in page, f'id="reply-{one.pk}"' in page) == (
                True,
                False,
            ), query
        assert (
            f'id="reply-{one.pk}"' in moderator.get(f"{DESK}?queue=held&link=no").content.decode()
        )
        assert "No reply matches" in moderator.get(f"{DESK}?queue=held&age=week").content.decode()

    def test_what_was_decided_lately_by_all_and_by_me(self, moderator, people, edition):
        mine, theirs = held(edition, 0), held(edition, 1)
        Decision.objects.update(by=None)
        decisions.decide([mine.pk], to="spam", by=people["moderator"])
        decisions.decide([theirs.pk], to="shown", by=people["editor"])
        page = moderator.get(f"{DESK}?queue=decided").content.decode()
        assert page.index(f'id="reply-{theirs.pk}"') < page.index(f'id="reply-{mine.pk}"')
        page = moderator.get(f"{DESK}?queue=decided&by={people['moderator'].pk}").content.decode()
        assert f'id="reply-{theirs.pk}"' not in page

    def test_a_card_marks_what_was_found_and_spells_out_links(self, moderator, edition):
        reply = factories.reply(
            edition, "[Look](https://evil.example/x) at cheap pills & more", state="held"
        )
        first = reply.decisions.order_by("pk").first()
        first.findings[0] |= {"marked": ["cheap pills", "amp"]}
        first.save()
        page = moderator.get(DESK).content.decode()
        assert "<mark>cheap pills</mark> &amp; more" in page
        assert '<span class="leads-to">→ https://evil.example/x</span>' in page


class TestMany:
    def test_what_was_found_is_frozen_counted_decided_and_told_one_by_one(
        self, moderator, people, edition
    ):
        replies = [held(edition, number) for number in range(3)]
        page = moderator.get(f"{DESK}many/?queue=held").content.decode()
        assert "3 replies: just these" in page
        assert "3 held" in page
        frozen = page.partition('name="frozen" value="')[2].partition('"')[0]
        late = held(edition, 9)
        decisions.decide([replies[0].pk], to="shown", by=people["editor"])
        answer = moderator.post(f"{DESK}decide/", {"act": "spam", "frozen": frozen}, follow=True)
        told = answer.content.decode()
        assert "2 replies marked as spam" in told
        assert "Shown by editor" in told
        assert sorted(Comment.objects.values_list("state", flat=True)) == [
            "held",
            "shown",
            "spam",
            "spam",
        ]
        late.refresh_from_db()
        assert late.state == "held"
        moderator.post(f"{DESK}undo/", {"batch": "last"})
        assert Comment.objects.filter(state="spam").count() == 0

    def test_no_more_than_so_many(self, moderator, edition, monkeypatch):
        monkeypatch.setattr(bulk, "MAX_SELECTED", 2)
        for number in range(3):
            held(edition, number)
        assert "the oldest 2 of what was found" in moderator.get(f"{DESK}many/").content.decode()

    def test_a_rejection_without_a_rule_is_asked_for_one(self, moderator, edition):
        reply = held(edition)
        answer = moderator.post(
            f"{DESK}decide/", {"act": "rejected", "frozen": f"{reply.pk} {reply.revision}"}
        )
        assert (answer.status_code, "Choose the house rule" in answer.content.decode()) == (
            422,
            True,
        )


class TestPassingOn:
    def test_to_legal_and_settled(self, moderator, people, edition):
        reply = held(edition)
        for why in ("Sounds like a threat", ""):
            told = moderator.post(
                f"{DESK}pass-on/", {"pass": f"{reply.pk}:legal", f"why-{reply.pk}": why}, **JSON
            )
            assert "Passed on" in told.json()["done"]
        made = Escalation.objects.get()
        assert (made.note, made.by) == ("Sounds like a threat", people["moderator"])
        page = moderator.get(f"{DESK}?queue=escalated").content.decode()
        assert "Passed on to legal by moderator" in page
        moderator.post(f"{DESK}passed-on/", {"settle": made.pk})
        made.refresh_from_db()
        assert made.settled_by == people["moderator"]
        assert Record.objects.filter(verb="settled: legal").count() == 1
        assert "Nothing waits" in moderator.get(f"{DESK}?queue=escalated").content.decode()

    def test_to_the_corrections_desk(self, moderator, edition):
        reply = held(edition)
        moderator.post(f"{DESK}pass-on/", {"pass": f"{reply.pk}:typo"})
        assert (Feedback.objects.get().comment, Feedback.objects.get().wish) == (reply, "typo")
        assert (
            moderator.post(f"{DESK}pass-on/", {"pass": f"{reply.pk}:tip"}, **JSON).status_code
            == 422
        )

    @pytest.mark.parametrize("to", ["nobody", ""])
    def test_to_nobody(self, moderator, edition, to):
        assert (
            moderator.post(
                f"{DESK}pass-on/", {"pass": f"{held(edition).pk}:{to}"}, **JSON
            ).status_code
            == 422
        )


class TestKeeping:
    def test_a_view_is_kept_offered_and_removed(self, moderator, people, edition):
        held(edition)
        given = {"name": "Links", "query": "queue=held&why=links&after=7&nonsense=1"}
        answer = moderator.post(f"{DESK}views/keep/", given)
        view = SavedView.objects.get()
        assert (view.query, view.of) == ("queue=held&why=links", "replies")
        assert answer["Location"].endswith(view.query)
        page = moderator.get(f"{DESK}?{view.query}").content.decode()
        assert f'<a href="{DESK}?queue=held&amp;why=links" aria-current="true">Links</a>' in page
        assert "Links" not in moderator.get("/admin/articles/article/").content.decode()
        moderator.post(f"{DESK}views/{view.pk}/remove/")
        assert not SavedView.objects.exists()

    def test_stories_are_watched_as_one_queue(self, moderator, people, edition):
        assert (
            "Ferry back"
            in moderator.get(f"{DESK}watched/?story={edition.article_id}").content.decode()
        )
        moderator.post(f"{DESK}watch/", {"story": edition.article_id, "name": "Hot"})
        made = WatchList.objects.get()
        assert list(made.articles.all()) == [edition.article]
        assert (
            f'href="{DESK}?queue=held&amp;list={made.pk}"' in moderator.get(DESK).content.decode()
        )
        moderator.post(f"{DESK}unwatch/", {"list": made.pk, "story": edition.article_id})
        assert not made.articles.exists()
        moderator.post(f"{DESK}unwatch/", {"list": made.pk})
        assert not WatchList.objects.exists()

    def test_a_list_of_somebody_else_is_left(self, client, people, edition):
        theirs = WatchList.objects.create(
            name="Hot", owner=people["editor"], is_shared=True, made_at=timezone.now()
        )
        client.force_login(people["moderator"])
        assert "Hot" in client.get(DESK).content.decode()
        assert client.post(f"{DESK}unwatch/", {"list": theirs.pk}).status_code == 403


class TestChoices:
    def given(self, **more):
        return {
            "mail": "digest",
            "keys_on": "on",
            **{f"key_{act}": key for act, (key, _) in KEYS.items()},
            **more,
        }

    def test_mail_and_keys_are_ones_own(self, moderator, people):
        assert moderator.post(f"{DESK}mine/", self.given(key_approve="y")).status_code == 302
        own = DeskSettings.objects.get()
        assert (own.person, own.mail, own.keys, own.keys_on) == (
            people["moderator"],
            "digest",
            {"approve": "y"},
            True,
        )
        assert own.mailed_at
        page = moderator.get(f"{DESK}mine/").content.decode()
        assert 'name="key_approve" value="y"' in page

    @pytest.mark.parametrize("key", ["", "1", "g", "s", " "])
    def test_a_key_that_can_not_be_is_said(self, moderator, key):
        page = moderator.post(f"{DESK}mine/", self.given(key_approve=key))
        assert page.status_code == 422
        assert not DeskSettings.objects.exists()

    def test_keys_are_switched_off(self, moderator, edition):
        held(edition)
        given = self.given()
        del given["keys_on"]
        moderator.post(f"{DESK}mine/", given)
        assert "data-keys-off" in moderator.get(DESK).content.decode()


def test_the_conversation_shows_what_readers_do_not_see(moderator, edition):
    parent = factories.reply(edition, "A question")
    answer = factories.reply(
        edition, "A hidden answer", parent=parent, email="b@example.org", state="rejected"
    )
    factories.reply(edition, "Buy now", parent=parent, email="c@example.org", state="spam")
    page = moderator.get(f"{DESK}{answer.pk}/conversation/").content.decode()
    assert "A question" in page
    assert "A hidden answer" in page
    assert "Buy now" not in page
