"""Measures about people: what each does to a reply, whom it meets, how it is told, ended and
undone.

Covers comments/moderation/sanctions.py, comments/moderation/sanction_form.py,
comments/checks/sender/sanctions.py, comments/admin/sanction.py, comments/people/notes.py,
comments/people/page.py, comments/people/track_record.py, comments/models/person.py.
"""

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from articles.models import Record
from comments import links
from comments.errors import DecisionRefused, NotAllowed
from comments.models import Comment, Decision, PersonNote, Policy, Sanction
from comments.moderation import decisions as decision_steps
from comments.moderation import sanctions
from comments.notifications import digest
from comments.people import notes, readers, track_record
from tests import factories

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
ANA = "ana@example.org"
PERSON = "/admin/comments/sanction/person/"


@pytest.fixture(autouse=True)
def _open(edition):
    Policy.objects.create(mode="open")


def sent(post, **more):
    """What became of a reply: its state, or the status of the refusal."""
    answer = post(**more)
    return Comment.objects.latest("pk").state if answer.status_code == 303 else answer.status_code


class TestWhatItDoes:
    #: What becomes of a reply: from an address nobody has confirmed; from a confirmed one with
    #: proof; without.
    TABLE = [
        ("message", "shown", "shown"),
        ("warn", "held", "held"),
        ("hold", "held", "held"),
        ("suspend", 403, 403),
        ("ban", 403, 403),
    ]

    @pytest.mark.parametrize(("kind", "unknown", "proven"), TABLE)
    def test_each_kind(self, post, kind, unknown, proven):
        factories.sanction(ANA, kind)
        assert sent(post) == unknown

    @pytest.mark.parametrize(("kind", "unknown", "proven"), TABLE)
    def test_each_kind_with_a_proof(self, post, kind, unknown, proven):
        reader = factories.reader(ANA)
        factories.sanction(ANA, kind)
        assert sent(post, proof=readers.proof_for(reader), name="Reader") == proven

    @pytest.mark.parametrize("kind", Sanction.Kind.values)
    def test_who_only_types_anothers_address_waits_and_learns_nothing(self, post, kind):
        factories.reader(ANA)
        factories.sanction(ANA, kind, message="You insulted the pilot.")
        answer = post(follow=True)
        reply = Comment.objects.get()
        assert (answer.status_code, reply.state) == (303, "held")
        told = any(finding["code"] == "sanction" for finding in reply.decisions.get().findings)
        assert told == (kind != "message")
        assert sanctions.told_at(reply) == []

    @pytest.mark.parametrize(
        ("kind", "changes"),
        [
            ("suspend", {"until": timezone.now() - DAY}),
            ("suspend", {"lifted_at": timezone.now()}),
            ("ban", {"lifted_at": timezone.now()}),
            ("hold", {"lifted_at": timezone.now()}),
            ("warn", {"seen_at": timezone.now()}),
            ("hold", {"until": timezone.now() - DAY}),
        ],
    )
    def test_what_is_over_has_no_effect(self, post, kind, changes):
        made = factories.sanction(ANA, kind)
        Sanction.objects.filter(pk=made.pk).update(**changes)
        assert sent(post) == "shown"

    def test_others_are_not_met(self, post):
        factories.sanction("bo@example.org", "ban")
        assert sent(post) == "shown"

    def test_a_refusal_says_until_when_and_why_and_keeps_the_text(self, post, settings):
        settings.TIME_ZONE = "UTC"
        now = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)
        made = factories.sanction(
            ANA, "suspend", rule=factories.house_rule(), message="Third time.", days=30
        )
        Sanction.objects.filter(pk=made.pk).update(
            until=timezone.now().replace(year=now.year + 1, month=3, day=5)
        )
        answer = post(comment="But I have to say this.")
        page = answer.content.decode()
        assert answer.status_code == 403
        assert "We take no replies from this address until 5 March 2027" in page
        assert "Stay on the subject" in page
        assert "Third time." in page
        assert "But I have to say this.</textarea>" in page
        assert Comment.objects.count() == 0


class TestTaking:
    @pytest.mark.parametrize(
        ("role", "kinds"),
        [
            ("writer", set()),
            ("editor", {"message", "warn", "hold", "suspend"}),
            ("moderator", {"message", "warn", "hold", "suspend"}),
            ("senior", set(Sanction.Kind.values)),
            ("chief", set(Sanction.Kind.values)),
        ],
    )
    def test_who_may_take_which(self, people, role, kinds):
        done = set()
        for kind in Sanction.Kind.values:
            try:
                sanctions.sanction(email=ANA, kind=kind, by=people[role], message="x", days=1)
            except NotAllowed:
                continue
            done.add(kind)
        assert done == kinds

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"kind": "shout"}, "kind"),
            ({"kind": "suspend", "days": 2}, "kind"),
            ({"kind": "warn", "message": " "}, "message"),
            ({"kind": "hold", "note": "x" * 2001}, "note"),
            ({"email": " "}, "kind"),
            ({"reject_days": 7}, "rule"),
            ({"reject_days": 8}, "reject_days"),
        ],
    )
    def test_what_cannot_be_is_refused_at_its_field(self, people, given, field):
        with pytest.raises(sanctions.SanctionRefused) as refusal:
            sanctions.sanction(
                **{"email": ANA, "kind": "hold", "by": people["senior"], "message": "x", **given}
            )
        assert refusal.value.field == field
        assert Sanction.objects.count() == 0

    def test_it_is_on_record(self, people):
        factories.sanction("Ana@Example.org", "suspend", note="Third time")
        record = Record.objects.get(verb="person: suspend")
        assert (record.by, record.subject, record.note) == (people["senior"], ANA, "Third time")

    def test_with_replies_of_some_days_as_one_act_that_can_be_undone(self, people, edition):
        old = factories.published("Old", ago=60 * DAY)
        now = timezone.now()
        shown = factories.reply(edition, email=ANA)
        held = factories.reply(edition, email=ANA, state="held")
        spam = factories.reply(edition, email=ANA, state="spam")
        long_ago = factories.reply(old, email=ANA, now=now - 8 * DAY)
        other = factories.reply(edition, email="bo@example.org")
        counts, last = sanctions.counted(ANA, now)
        assert counts == {1: 2, 7: 2, 30: 3, 90: 3}
        late = factories.reply(edition, email=ANA)
        made = factories.sanction(
            ANA, "hold", reject_days=7, rule=factories.house_rule(), up_to=last
        )
        states = dict(Comment.objects.values_list("pk", "state"))
        assert [states[c.pk] for c in (shown, held, spam, long_ago, other, late)] == [
            "rejected",
            "rejected",
            "spam",
            "shown",
            "shown",
            "shown",
        ]
        decisions = Decision.objects.filter(batch=made.batch)
        assert {(each.trigger, each.rule) for each in decisions} == {
            ("sanction", factories.house_rule())
        }
        assert Record.objects.get(verb="person: hold").note == "2 replies rejected with it"
        decision_steps.undo(made.batch, by=people["senior"])
        states = dict(Comment.objects.values_list("pk", "state"))
        assert (states[shown.pk], states[held.pk]) == ("shown", "held")

    def test_lifting(self, people):
        made = factories.sanction(ANA, "ban")
        with pytest.raises(NotAllowed):
            sanctions.lift(made, by=people["moderator"])
        lifted = sanctions.lift(made, by=people["senior"])
        again = sanctions.lift(made, by=people["chief"])
        assert (again.lifted_by, again.lifted_at) == (people["senior"], lifted.lifted_at)
        assert Record.objects.filter(verb="person: lifted").count() == 1


class TestTelling:
    @pytest.fixture
    def receipt(self, post):
        post()
        return links.receipt(Comment.objects.get()).partition("#")[0]

    def test_a_warning_stands_on_the_receipt_until_it_is_read(self, client, post, receipt):
        made = factories.sanction(
            ANA, "warn", message="Please <b>mind</b> the rules.", rule=factories.house_rule()
        )
        page = client.get(receipt).content.decode()
        assert "A warning from the moderators" in page
        assert "Please &lt;b&gt;mind&lt;/b&gt; the rules." in page
        assert sent(post, comment="Another") == "held"
        answer = client.post(f"{receipt}acknowledge/", {"message": made.pk})
        assert (answer.status_code, answer["Location"].partition("#")[0]) == (303, receipt)
        assert "You have said that you read it." in client.get(receipt).content.decode()
        assert sent(post, comment="A third") == "shown"

    def test_only_ones_own_can_be_acknowledged(self, client, receipt):
        others = factories.sanction("bo@example.org", "warn")
        for number in (others.pk, 0, "x"):
            assert client.post(f"{receipt}acknowledge/", {"message": number}).status_code == 404
        others.refresh_from_db()
        assert others.seen_at is None
        assert client.get(f"{receipt}acknowledge/").status_code == 405

    def test_an_address_that_is_confirmed_is_told_at_its_own_replies_alone(self, post):
        post()
        typed = Comment.objects.get()
        reader = factories.reader(ANA)
        post(comment="Mine", proof=readers.proof_for(reader), name="Reader")
        about, general = (
            factories.sanction(ANA, "warn", comment=typed),
            factories.sanction(ANA, "message"),
        )
        assert sanctions.told_at(typed) == [about]
        assert sanctions.told_at(Comment.objects.latest("pk")) == [general, about]

    @pytest.mark.parametrize(
        ("kind", "words"),
        [
            ("message", "write to you."),
            ("warn", "this is a warning."),
            ("suspend", "we take no replies from your address until"),
            ("ban", "we take no more replies"),
            ("hold", None),
        ],
    )
    def test_a_confirmed_reader_is_written_to(self, edition, kind, words):
        reader = factories.reader(ANA)
        reply = factories.reply(edition, email=ANA)
        Comment.objects.filter(pk=reply.pk).update(reader=reader)
        mail.outbox.clear()  # whether the reply was theirs
        factories.sanction(ANA, kind, message="Mind the pilot.")
        digest.send_some(timezone.now() + dt.timedelta(minutes=10))
        if words is None:
            assert mail.outbox == []
            return
        [message] = mail.outbox
        assert (message.to, message.subject) == ([ANA], "A message from the moderators")
        assert words in message.body
        assert "Mind the pilot." in message.body
        assert "/receipt/" in message.body

    def test_one_that_is_lifted_meanwhile_is_not_told(self, people, edition):
        reply = factories.reply(edition, email=ANA)
        Comment.objects.filter(pk=reply.pk).update(reader=factories.reader(ANA))
        mail.outbox.clear()
        sanctions.lift(factories.sanction(ANA, "ban"), by=people["senior"])
        digest.send_some(timezone.now() + dt.timedelta(minutes=10))
        assert mail.outbox == []

    def test_an_address_that_nobody_confirmed_gets_no_mail(self, edition):
        factories.reply(edition, email=ANA)
        factories.sanction(ANA, "ban")
        digest.send_some(timezone.now() + dt.timedelta(minutes=10))
        assert mail.outbox == []


class TestPeople:
    def test_what_is_known_of_many_costs_as_much_as_of_one(
        self, edition, people, django_assert_num_queries
    ):
        from comments.people.track_record import record

        for number in range(3):
            factories.reply(edition, email=f"r{number}@example.org")
            factories.sanction(f"r{number}@example.org", "hold")
            notes.note(email=f"r{number}@example.org", text="First", by=people["moderator"])
            notes.note(email=f"r{number}@example.org", text="Second", by=people["moderator"])
        for emails in (["r0@example.org"], [f"r{number}@example.org" for number in range(3)]):
            with django_assert_num_queries(3):
                found = record(emails)
                assert [
                    (p.states, p.sanctions[0].kind, p.note.text, str(p.note.by))
                    for p in found.values()
                ] == [({"shown": 1}, "hold", "Second", "moderator")] * len(emails)

    def test_nobody(self, django_assert_num_queries):
        with django_assert_num_queries(0):
            assert track_record.record(["", ""]) == {}

    def test_what_is_older_or_over_is_left_out(self, edition):
        old = factories.published("Old", ago=100 * DAY)
        factories.reply(old, email=ANA, now=timezone.now() - 91 * DAY)
        factories.sanction(ANA, "message")
        known = track_record.record([ANA])[ANA]
        assert (known.states, known.sanctions, known.note, known.total) == ({}, [], None, 0)


class TestNotes:
    def test_who_may(self, people):
        with pytest.raises(NotAllowed):
            notes.note(email=ANA, text="x", by=people["writer"])
        for text in (" ", "x" * 2001):
            with pytest.raises(DecisionRefused):
                notes.note(email=ANA, text=text, by=people["moderator"])
        notes.note(email="Ana@Example.org", text=" Kind in person. ", by=people["moderator"])
        note = PersonNote.objects.get()
        assert (note.email, note.text) == (ANA, "Kind in person.")
        assert Record.objects.filter(verb="person noted").count() == 1


class TestThePage:
    @pytest.fixture
    def senior(self, client, people):
        client.force_login(people["senior"])
        return client

    @pytest.fixture
    def moderator(self, client, people):
        client.force_login(people["moderator"])
        return client

    @pytest.mark.parametrize("count", [1, 3])
    def test_it_costs_so_many_queries(
        self, senior, people, edition, django_assert_num_queries, count
    ):
        for _ in range(count):
            factories.reply(edition, email=ANA)
            factories.sanction(ANA, "hold", reject_days=1, rule=factories.house_rule())
            notes.note(email=ANA, text="A note", by=people["moderator"])
        with django_assert_num_queries(16):
            page = senior.get(PERSON, {"email": ANA}).content.decode()
        assert page.count("Always hold</strong>") == count
        assert page.count("Put back 1 reply") == count
        assert page.count("A note") == count

    def test_a_measure_by_the_form(self, senior, edition):
        reply = factories.reply(edition, email=ANA)
        page = senior.get(PERSON, {"email": ANA, "comment": reply.pk}).content.decode()
        assert f'name="comment" value="{reply.pk}"' in page
        assert "1 of the last 7 days" in page
        sent = {
            "email": ANA,
            "measure": "suspend-7",
            "message": "Enough.",
            "rule": factories.house_rule().pk,
            "reject_days": "7",
            "comment": reply.pk,
            "up_to": reply.pk,
        }
        answer = senior.post(f"{PERSON}measure/", sent)
        assert answer["Location"] == f"{PERSON}?email=ana%40example.org"
        made = Sanction.objects.get()
        assert (made.kind, made.comment, (made.until - made.since).days) == ("suspend", reply, 7)
        reply.refresh_from_db()
        assert reply.state == "rejected"
        page = senior.get(answer["Location"]).content.decode()
        assert "In force" in page
        senior.post(f"/admin/comments/sanction/{made.pk}/undo/")
        reply.refresh_from_db()
        assert reply.state == "shown"
        senior.post(f"/admin/comments/sanction/{made.pk}/lift/")
        assert "lifted by senior" in senior.get(f"{PERSON}?email={ANA}").content.decode()

    def test_what_is_wrong_stands_at_its_field_and_all_is_kept(self, senior):
        answer = senior.post(
            f"{PERSON}measure/", {"email": ANA, "measure": "warn", "note": "For us"}
        )
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Write what the person is told." in page
        assert "For us</textarea>" in page
        assert 'value="warn"' in page
        assert senior.post(f"{PERSON}note/", {"email": ANA, "text": " "}).status_code == 422

    def test_a_moderator_can_not_ban_or_lift(self, moderator):
        made = factories.sanction(ANA, "ban")
        page = moderator.get(PERSON, {"email": ANA}).content.decode()
        assert "Ban:" not in page
        assert "Lift it" not in page
        assert (
            moderator.post(f"{PERSON}measure/", {"email": ANA, "measure": "ban"}).status_code == 422
        )
        assert moderator.post(f"/admin/comments/sanction/{made.pk}/lift/").status_code == 403
        assert Sanction.objects.get().lifted_at is None

    def test_somebody_elses_batch_stays(self, moderator, edition):
        factories.reply(edition, email=ANA)
        made = factories.sanction(ANA, "hold", reject_days=1, rule=factories.house_rule())
        assert "Put back" not in moderator.get(PERSON, {"email": ANA}).content.decode()
        assert moderator.post(f"/admin/comments/sanction/{made.pk}/undo/").status_code == 403

    def test_a_get_changes_nothing(self, senior):
        made = factories.sanction(ANA, "ban")
        for address in ("person/measure/", "person/note/", f"{made.pk}/lift/", f"{made.pk}/undo/"):
            assert senior.get(f"/admin/comments/sanction/{address}").status_code == 302
        made.refresh_from_db()
        assert (made.lifted_at, Sanction.objects.count(), PersonNote.objects.count()) == (
            None,
            1,
            0,
        )

    def test_by_a_script(self, senior, edition):
        factories.reply(edition, email=ANA)
        asks = {"headers": {"Accept": "application/json"}}
        assert senior.get(PERSON, {"email": ANA}, **asks).json() == {
            "email": ANA,
            "states": {"shown": 1},
            "sanctions": [],
            "note": None,
        }
        done = senior.post(f"{PERSON}measure/", {"email": ANA, "measure": "hold"}, **asks).json()
        assert done["words"] == "Always hold: done, and on record."
        assert [each["kind"] for each in done["person"]["sanctions"]] == ["hold"]
        noted = senior.post(
            f"{PERSON}note/", {"email": ANA, "text": "Knows ferries"}, **asks
        ).json()
        assert noted["person"]["note"]["text"] == "Knows ferries"
        wrong = senior.post(f"{PERSON}measure/", {"email": ANA, "measure": "warn"}, **asks)
        assert (wrong.status_code, wrong.json()["errors"]) == (
            422,
            {"message": ["Write what the person is told."]},
        )
        lifted = senior.post(
            f"/admin/comments/sanction/{Sanction.objects.get().pk}/lift/", **asks
        ).json()
        assert lifted["person"]["sanctions"] == []

    def test_nobody(self, senior):
        assert senior.get(PERSON).status_code == 404
