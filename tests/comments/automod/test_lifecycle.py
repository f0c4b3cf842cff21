"""Rules of the desk: who makes them, the stages they go through, and what they do to replies at
each.

Covers comments/automod/lifecycle.py, comments/automod/active_rules.py,
comments/checks/text/desk_rules.py.
"""

import pytest

from articles.models import Record
from comments import links
from comments.automod import active_rules, lifecycle
from comments.checks import checklist
from comments.checks.checklist import examine
from comments.errors import NotAllowed
from comments.findings import Draft, Finding
from comments.models import Comment, DeskRule, Policy, RuleHit
from tests import factories

pytestmark = pytest.mark.django_db
Stage = DeskRule.Stage


def draft(text="A casino, they say", **more):
    return Draft("Ana", "ana@example.org", "", text, rules_seen=1, **more)


def found(text="A casino, they say", **more):
    return [
        finding for finding in examine(draft(text, **more)) if finding.code in ("rule", "unchecked")
    ]


class TestMaking:
    def test_it_begins_in_the_lab_and_leaves_a_record(self, people):
        rule = lifecycle.make(
            kind="words", by=people["senior"], name=" Casino ", terms="casino\r\nspins\n"
        )
        assert (rule.name, rule.terms, rule.stage, rule.version) == (
            "Casino",
            "casino\nspins",
            "lab",
            1,
        )
        record = Record.objects.get(verb="rule made")
        assert (record.by, record.subject) == (people["senior"], "Casino")

    @pytest.mark.parametrize("role", ["writer", "editor", "moderator"])
    def test_who_may_not(self, people, role):
        rule = factories.desk_rule(stage="lab")
        for step in (
            lambda by: lifecycle.make(kind="words", by=by, name="x", terms="y"),
            lambda by: lifecycle.change(rule, by=by, name="x"),
            lambda by: lifecycle.move_on(rule, to="silent", by=by),
        ):
            with pytest.raises(NotAllowed):
                step(people[role])

    @pytest.mark.parametrize(
        ("kind", "fields", "field"),
        [
            ("words", {"terms": ""}, "terms"),
            ("words", {"name": " "}, "name"),
            ("words", {"name": "x" * 101}, "name"),
            ("nothing", {}, "kind"),
            ("links", {}, "limit"),
            ("links", {"limit": 0}, "limit"),
            ("rate", {"limit": 3}, "minutes"),
            ("rate", {"limit": 1, "minutes": 5}, "limit"),
            ("rate", {"limit": 3, "minutes": 2000}, "minutes"),
            ("band", {"terms": ""}, "terms"),
            ("band", {"limit": 101}, "limit"),
            ("words", {"weight": 11}, "weight"),
            ("words", {"act": "refuse"}, "message"),
            ("words", {"act": "refuse", "message": "x" * 301}, "message"),
        ],
    )
    def test_what_cannot_be_is_refused_at_its_field(self, people, kind, fields, field):
        given = {"name": "A rule", "terms": "" if kind in ("links", "rate") else "casino"}
        given = {**given, **({"terms": ""} if kind == "band" else {}), **fields}
        with pytest.raises(lifecycle.RuleRefused) as refusal:
            lifecycle.make(kind=kind, by=people["senior"], **given)
        assert refusal.value.field == field

    def test_a_wrong_line_is_named(self, people):
        with pytest.raises(lifecycle.RuleRefused) as refusal:
            lifecycle.make(kind="pattern", by=people["senior"], name="x", terms="fine\n(open")
        assert [number for number, _ in refusal.value.lines] == [2]

    def test_two_of_a_name(self, people):
        factories.desk_rule(name="Casino")
        with pytest.raises(lifecycle.RuleRefused, match="of this name"):
            factories.desk_rule(name="Casino")

    def test_what_a_kind_does_not_go_by_is_emptied(self, people):
        rule = lifecycle.make(
            kind="links",
            by=people["senior"],
            name="x",
            terms="y",
            limit=2,
            minutes=3,
            inside_words=True,
        )
        assert (rule.terms, rule.minutes, rule.inside_words) == ("", None, False)


class TestStages:
    @pytest.mark.parametrize("start", Stage.values)
    @pytest.mark.parametrize("to", Stage.values)
    def test_from_each_to_each(self, people, start, to):
        rule = factories.desk_rule(stage=start)
        allowed = (start, to) in {
            (move.source.value, move.target.value) for move in lifecycle.MOVES
        }
        assert allowed == (
            (start, to)
            in {
                ("lab", "silent"),
                ("silent", "live"),
                ("live", "silent"),
                ("silent", "lab"),
                ("off", "lab"),
                ("lab", "off"),
                ("silent", "off"),
                ("live", "off"),
            }
        )
        if allowed:
            assert lifecycle.move_on(rule, to=to, by=people["senior"]).stage == to
            assert Record.objects.filter(verb=f"rule {to}", subject=rule.name).exists()
        else:
            with pytest.raises(lifecycle.RuleRefused):
                lifecycle.move_on(rule, to=to, by=people["senior"])

    def test_nothing_leaves_the_lab_untried(self, people):
        rule = lifecycle.make(kind="words", by=people["senior"], name="x", terms="casino")
        with pytest.raises(lifecycle.RuleRefused, match="Try it in the lab first"):
            lifecycle.move_on(rule, to="silent", by=people["senior"])

    @pytest.mark.parametrize(
        ("change", "version", "stage"),
        [
            ({"terms": "spins"}, 2, "lab"),
            ({"inside_words": True}, 2, "lab"),
            ({"section": "city"}, 2, "lab"),
            ({"name": "Other"}, 1, "live"),
            ({"weight": 2.0}, 1, "live"),
            ({"act": "spam"}, 1, "live"),
            ({"act": "refuse", "message": "No."}, 1, "live"),
            ({"terms": "casino\r\n"}, 1, "live"),
        ],
    )
    def test_what_looks_for_something_else_is_tried_anew(self, people, change, version, stage):
        rule = factories.desk_rule()
        if "section" in change:
            change = {"section": factories.section()}
        rule = lifecycle.change(rule, by=people["senior"], **change)
        assert (rule.version, rule.stage) == (version, stage)
        if stage == "lab":
            with pytest.raises(lifecycle.RuleRefused, match="Try it"):
                lifecycle.move_on(rule, to="silent", by=people["senior"])

    def test_two_at_once(self, people):
        rule = factories.desk_rule()
        lifecycle.change(rule, by=people["senior"], terms="spins", seen_version=1)
        with pytest.raises(lifecycle.RuleRefused, match="Somebody else"):
            lifecycle.change(rule, by=people["senior"], terms="roulette", seen_version=1)


class TestWork:
    @pytest.mark.parametrize(
        ("stage", "bites"), [("lab", False), ("silent", False), ("live", True), ("off", False)]
    )
    def test_only_live_rules_bite(self, people, stage, bites):
        factories.desk_rule(stage=stage)
        assert bool(found()) == bites

    def test_it_says_what_it_matched(self, people):
        rule = factories.desk_rule(name="Casino words", terms="casino\nfree spins", weight=2.5)
        [finding] = found("CASINO with free-spins")
        assert finding.words == "Rule “Casino words”: CASINO, free-spins"
        assert (finding.marked, finding.rule, finding.rule_version) == (
            ("CASINO", "free-spins"),
            rule.pk,
            1,
        )
        assert (finding.holds, finding.is_spam, finding.weight) == (True, False, 2.5)

    def test_spam(self, people):
        factories.desk_rule(act="spam")
        assert found()[0].is_spam

    def test_only_in_its_section(self, people):
        city, sport = (
            factories.published("One"),
            factories.published("Two", section=factories.section("Sport")),
        )
        factories.desk_rule(section=city.section)
        assert len(found(edition=city)) == 1
        assert found(edition=sport) == []

    def test_the_band_of_the_model_is_seen(self, people, monkeypatch):
        def model(draft):
            yield Finding("model", "The model doubts it", score=0.93, band="doubtful")

        monkeypatch.setattr(checklist, "CHECKS", (model, *checklist.CHECKS))
        factories.desk_rule("band", terms="doubtful", name="Model")
        assert [finding.words for finding in found()] == [
            "Rule “Model”: the model says 93%, like spam"
        ]

    def test_one_that_takes_too_long_holds_and_is_no_others_trouble(self, people):
        factories.desk_rule("pattern", name="Slow", terms=r"\w+\d@\w+\d@")
        factories.desk_rule(name="Words")
        findings = found("casino " + "a1" * 30_000 + " @")
        assert [finding.words for finding in findings] == [
            "Could not be checked: rule “Slow”",
            "Rule “Words”: casino",
        ]
        assert all(finding.holds for finding in findings)

    def test_a_change_is_known_at_once(self, people):
        rule = factories.desk_rule(terms="casino")
        assert found()
        lifecycle.move_on(rule, to="off", by=people["senior"])
        assert not found()
        factories.desk_rule(terms="say")
        assert found()


@pytest.mark.django_db(transaction=True)
class TestQueries:
    def test_one_where_the_rules_are_known_and_a_long_list_is_made_ready_once(
        self, people, django_assert_num_queries, monkeypatch
    ):
        from articles.pages.caching import Dependencies

        long = factories.desk_rule(terms="casino\nspins")
        active_rules.at_work(Dependencies())
        with django_assert_num_queries(1):
            assert [ready.rule.pk for ready in active_rules.at_work(Dependencies())] == [long.pk]
        other, made = factories.desk_rule("links", limit=3), []
        monkeypatch.setattr(active_rules, "made_of", lambda rule: made.append(rule.pk))
        active_rules.at_work(Dependencies())
        assert made == [other.pk]


class TestPosting:
    @pytest.fixture(autouse=True)
    def _open(self, edition):
        Policy.objects.create(mode="open")

    def test_a_live_rule_holds_and_leaves_a_hit(self, post, people):
        rule = factories.desk_rule(name="Casino words")
        post(comment="To the casino!")
        reply = Comment.objects.get()
        assert (reply.state, reply.held_for) == ("held", "rule")
        [finding] = [each for each in reply.decisions.get().findings if each["code"] == "rule"]
        assert (finding["rule"], finding["rule_version"], finding["marked"]) == (
            rule.pk,
            1,
            ["casino"],
        )
        hit = RuleHit.objects.get()
        assert (hit.rule, hit.comment, hit.matched, hit.was_silent) == (
            rule,
            reply,
            "casino",
            False,
        )

    def test_a_hit_says_what_was_matched_whatever_the_rule_is_called(self, post, people):
        factories.desk_rule(name="Say “no”: money")
        post(comment="To the casino!")
        assert RuleHit.objects.get().matched == "casino"

    def test_a_silent_rule_leaves_a_hit_and_nothing_else(self, post, people):
        factories.desk_rule(stage="silent", act="refuse", message="No.")
        post(comment="To the casino!")
        reply = Comment.objects.get()
        assert (reply.state, reply.held_for) == ("shown", "")
        assert not any(finding["code"] == "rule" for finding in reply.decisions.get().findings)
        assert RuleHit.objects.get().was_silent

    def test_nothing_found_leaves_nothing(self, post, people):
        factories.desk_rule(stage="silent")
        factories.desk_rule()
        post()
        assert RuleHit.objects.count() == 0

    def test_refused_with_a_message_the_form_is_there_with_all_that_was_typed(self, post, people):
        rule = factories.desk_rule(act="refuse", message="Please leave out advertising.")
        answer = post(comment="My casino is great.", name="Ana Bo", wants_mail="on")
        page = answer.content.decode()
        assert answer.status_code == 422
        assert 'role="alert"' in page
        assert "Please leave out advertising." in page
        assert "My casino is great.</textarea>" in page
        assert 'value="Ana Bo"' in page
        assert Comment.objects.count() == 0
        hit = RuleHit.objects.get()
        assert (hit.rule, hit.comment, hit.matched) == (rule, None, "casino")

    def test_a_change_of_ones_reply_is_looked_at_too(self, client, post, people):
        rule = factories.desk_rule(name="Casino words")
        refusing = factories.desk_rule(
            act="refuse", terms="roulette", message="No roulette, please."
        )
        post(comment="To the theatre!")
        reply = Comment.objects.get()
        receipt = links.receipt(reply).partition("#")[0]
        page = client.post(f"{receipt}edit/", {"text": "To the roulette!"})
        assert page.status_code == 422
        assert "No roulette, please." in page.content.decode()
        assert "To the roulette!</textarea>" in page.content.decode()
        assert not RuleHit.objects.filter(rule=refusing).exists()
        client.post(f"{receipt}edit/", {"text": "To the casino!"})
        reply.refresh_from_db()
        assert (reply.text, reply.state) == ("To the casino!", "held")
        assert RuleHit.objects.get().rule == rule

    def test_a_fault_in_the_counting_takes_no_reply_down(self, post, people, monkeypatch):
        factories.desk_rule(stage="silent")
        monkeypatch.setattr("comments.automod.hits._in_silence", lambda *_: 1 / 0)
        assert post(comment="casino").status_code == 303
        assert Comment.objects.get().state == "shown"

    def test_the_newsroom_is_not_looked_at(self, people, edition):
        from comments.intake.post import post_reply

        factories.desk_rule(act="refuse")
        post_reply(edition=edition, draft=draft(), by=people["moderator"])
        assert RuleHit.objects.count() == 0
