"""The pages of rules of the desk.

Covers comments/admin/desk_rule.py, comments/automod/forms.py, comments/templatetags/deskrules.py,
comments/models/deskrule.py.
"""

import datetime as dt

import pytest

from comments.automod import lab
from comments.models import DeskRule, Replay, RuleHit
from tests import factories
from tests.comments.automod.test_lab import decided

pytestmark = pytest.mark.django_db
RULES = "/admin/comments/deskrule/"
AGO = dt.timedelta(days=50)
WORDS = {"name": "Casino words", "terms": "casino\r\nfree spins", "act": "hold", "weight": "1.5"}


@pytest.fixture
def senior(client, people):
    client.force_login(people["senior"])
    return client


@pytest.fixture
def moderator(client, people):
    client.force_login(people["moderator"])
    return client


class TestMaking:
    def test_first_what_it_looks_for_then_the_rest(self, senior):
        page = senior.get(f"{RULES}add/").content.decode()
        assert page.count("?kind=") == len(DeskRule.Kind.values)
        form = senior.get(f"{RULES}add/?kind=rate").content.decode()
        assert 'name="minutes"' in form
        assert 'name="inside_words"' not in form
        answer = senior.post(f"{RULES}add/?kind=words", WORDS)
        rule = DeskRule.objects.get()
        assert answer["Location"] == f"{RULES}{rule.pk}/change/"
        assert (rule.terms, rule.weight, rule.stage, rule.made_by.username) == (
            "casino\nfree spins",
            1.5,
            "lab",
            "senior",
        )

    @pytest.mark.parametrize("kind", DeskRule.Kind.values)
    def test_each_kind_can_be_made_and_shown(self, senior, kind):
        given = {
            "words": {"terms": "x"},
            "pattern": {"terms": "x+y"},
            "links": {"limit": 3},
            "linked": {"terms": "x.example"},
            "address": {"terms": "x.example"},
            "network": {"terms": "10.0.0.0/8"},
            "disposable": {"terms": "x.example"},
            "length": {"limit": 3, "terms": "at most"},
            "rate": {"limit": 3, "minutes": 5, "terms": ["address"]},
            "band": {"terms": ["doubtful", "unsure"]},
        }[kind]
        answer = senior.post(
            f"{RULES}add/?kind={kind}", {"name": kind, "act": "hold", "weight": 1, **given}
        )
        assert answer.status_code == 302
        page = senior.get(answer["Location"]).content.decode()
        assert page.count(" checked") == 1 + {"length": 1, "rate": 1, "band": 2}.get(kind, 0)
        rule = DeskRule.objects.get()
        same = {**given, "name": "Other name", "act": "hold", "weight": 1, "seen_version": 1}
        senior.post(f"{RULES}{rule.pk}/change/", same)
        rule.refresh_from_db()
        assert (rule.name, rule.version) == ("Other name", 1)

    def test_a_bad_pattern_is_named_by_its_line_and_all_is_kept(self, senior):
        answer = senior.post(
            f"{RULES}add/?kind=pattern", {**WORDS, "terms": "fine\r\n(open\r\nalso fine"}
        )
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Line 2: This is no pattern" in page
        assert "fine\r\n(open\r\nalso fine</textarea>" in page.replace("\n", "\r\n").replace(
            "\r\r", "\r"
        )
        assert 'value="Casino words"' in page

    def test_what_the_step_refuses_stands_at_its_field(self, senior):
        page = senior.post(f"{RULES}add/?kind=words", {**WORDS, "act": "refuse"}).content.decode()
        assert "nobody is refused without a word" in page

    def test_a_change_that_was_overtaken_is_kept(self, senior):
        rule = factories.desk_rule()
        answer = senior.post(
            f"{RULES}{rule.pk}/change/", {**WORDS, "terms": "mine", "seen_version": 7}
        )
        assert answer.status_code == 422
        assert "Somebody else has changed this rule" in answer.content.decode()
        assert "mine</textarea>" in answer.content.decode()


class TestReading:
    def test_a_moderator_reads_and_changes_nothing(self, moderator):
        rule = factories.desk_rule(name="Casino words")
        assert "Casino words" in moderator.get(RULES).content.decode()
        page = moderator.get(f"{RULES}{rule.pk}/change/").content.decode()
        assert "disabled" in page
        assert "Try it" not in page
        for address, sent in (
            (f"{rule.pk}/change/", WORDS),
            (f"{rule.pk}/try/", {"days": 30}),
            (f"{rule.pk}/move/", {"to": "off"}),
            ("add/?kind=words", WORDS),
        ):
            assert moderator.post(RULES + address, sent).status_code == 403
        rule.refresh_from_db()
        assert (rule.stage, DeskRule.objects.count(), rule.version) == ("live", 1, 1)

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_list_costs_so_many_queries(self, senior, django_assert_num_queries, count):
        for number in range(count):
            rule = factories.desk_rule(name=f"Rule no. {number}", section=factories.section())
            RuleHit.objects.create(rule=rule, rule_version=1, was_silent=False, at=rule.made_at)
        with django_assert_num_queries(8):
            page = senior.get(RULES).content.decode()
        assert page.count("Rule no.") == count

    @pytest.mark.parametrize("count", [1, 3])
    def test_a_rule_costs_so_many_queries(self, senior, django_assert_num_queries, count):
        story = factories.published("Ferry back", ago=AGO)
        rule = factories.desk_rule()
        for number in range(count):
            decided(story, f"casino {number}", "spam")
        lab.run(lab.begin(rule, days=30, by=factories.somebody("senior")).pk)
        with django_assert_num_queries(13):
            page = senior.get(f"{RULES}{rule.pk}/change/").content.decode()
        assert page.count("<mark>casino</mark>") == 2 * count  # an example, and a hit


class TestTheLab:
    def test_from_the_lab_to_work(self, senior, people):
        story = factories.published("Ferry back", ago=AGO)
        decided(story, "A casino for all", "spam")
        decided(story, "The old <b>casino</b> burns", "shown")
        rule = factories.desk_rule(stage="lab")
        Replay.objects.all().delete()
        page, move, attempt = (
            f"{RULES}{rule.pk}/change/",
            f"{RULES}{rule.pk}/move/",
            f"{RULES}{rule.pk}/try/",
        )
        assert "Try it in the lab first" in senior.get(page).content.decode()
        assert (
            "Try it in the lab first"
            in senior.post(move, {"to": "silent"}, follow=True).content.decode()
        )
        assert (
            "The lab is testing this rule"
            in senior.post(attempt, {"days": 30}, follow=True).content.decode()
        )
        assert "0 decisions looked at so far" in senior.get(page).content.decode()
        assert (
            "already being tested"
            in senior.post(attempt, {"days": 30}, follow=True).content.decode()
        )
        lab.run(Replay.objects.get().pk)
        shown = senior.get(page).content.decode()
        assert "<dd>1</dd>" in shown
        assert "The old &lt;b&gt;<mark>casino</mark>&lt;/b&gt; burns" in shown
        assert "<strong>50%</strong> was right" in shown
        senior.post(move, {"to": "silent"})
        senior.post(move, {"to": "live"})
        rule.refresh_from_db()
        assert rule.stage == "live"

    def test_a_get_changes_nothing(self, senior):
        rule = factories.desk_rule()
        for address in ("try", "move"):
            assert senior.get(f"{RULES}{rule.pk}/{address}/?to=off&days=30").status_code == 302
        rule.refresh_from_db()
        assert (rule.stage, rule.replays.count()) == ("live", 1)
