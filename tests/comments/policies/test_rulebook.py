"""The house rules in versions: each change is one, readers can look at all, decisions and replies
name them.

Covers comments/policies/rulebook.py, comments/policies/changes.py, comments/views/house_rules.py.
"""

import pytest

from comments.checks import form_keys
from comments.models import Comment, HouseRule, RulesVersion
from comments.moderation import decisions
from comments.policies import changes
from tests import factories

pytestmark = pytest.mark.django_db
TYPED = {"comment": "Well said.", "name": "Ana", "email": "ana@example.org"}


@pytest.fixture
def edition(people):
    return factories.published("Ferry back")


def change(by, **fields):
    rule = HouseRule.objects.get(number=1)
    for name, value in fields.items():
        setattr(rule, name, value)
    return changes.save(rule, by=by)


def test_what_stood_at_first_is_version_one():
    first = RulesVersion.objects.get()
    assert first.number == 1
    assert [rule["number"] for rule in first.rules] == list(
        HouseRule.objects.values_list("number", flat=True)
    )


def test_a_change_is_a_version_and_none_is_none(people):
    change(people["chief"], text="Another text.")
    change(people["chief"], text="Another text.")
    newest = RulesVersion.objects.first()
    assert (newest.number, newest.by, newest.rules[0]["text"]) == (
        2,
        people["chief"],
        "Another text.",
    )


def test_the_page_names_the_version_and_leads_to_the_earlier(client, people):
    old = HouseRule.objects.get(number=1).text
    assert "Version 1, in force since" in client.get("/house-rules/").content.decode()
    change(people["chief"], text=old.replace("story", "subject"))
    page = client.get("/house-rules/").content.decode()
    assert "Version 2, in force since" in page
    assert 'href="/house-rules/1/"' in page
    then = client.get("/house-rules/1/").content.decode()
    assert old in then
    assert "<ins>" not in then
    now = client.get("/house-rules/2/").content.decode()
    assert "<del>" in now
    assert "subject</ins>" in now
    assert client.get("/house-rules/3/").status_code == 404


def test_an_added_rule_is_marked_whole(client, people):
    changes.save(HouseRule(number=9, title="Be <brief>", text="Short is good."), by=people["chief"])
    page = client.get("/house-rules/2/").content.decode()
    assert "Be &lt;brief&gt;</ins>" in page


def test_a_decision_names_the_version_of_its_rule(people, edition):
    comment = factories.reply(edition, state="held")
    change(people["chief"], text="Another text.")
    decisions.decide(
        [comment.pk], to="rejected", by=people["moderator"], rule=HouseRule.objects.get(number=1)
    )
    assert comment.decisions.first().rules_version == 2
    decisions.decide([comment.pk], to="shown", by=people["moderator"])
    assert comment.decisions.first().rules_version is None


class TestFirstReply:
    def post(self, client, edition, **more):
        typed = {**TYPED, "key": form_keys.of_page(edition.article_id), **more}
        return client.post(f"{edition.get_absolute_url()}reply/", typed)

    @pytest.fixture(autouse=True)
    def _open(self, people, edition):
        from comments.models import Policy

        changes.save(Policy(article=edition.article, mode="open"), by=people["editor"])

    def test_with_the_tick_it_is_shown_and_the_version_kept(self, client, edition):
        self.post(client, edition, rules_seen="1")
        comment = Comment.objects.get()
        assert (comment.state, comment.rules_seen) == ("shown", 1)

    @pytest.mark.parametrize(
        "given", [{}, {"rules_seen": ""}, {"rules_seen": "yes\x00"}, {"rules_seen": "9" * 40}]
    )
    def test_without_it_it_waits_and_the_receipt_says_why(self, client, edition, given):
        answer = self.post(client, edition, **given)
        comment = Comment.objects.get()
        assert (answer.status_code, comment.state, comment.rules_seen) == (303, "held", None)
        assert "Has not said to have seen the house rules" in comment.decisions.get().reasons
        receipt = client.get(answer["Location"]).content.decode()
        assert "please look at the" in receipt

    def test_where_there_are_no_rules_nobody_is_asked(self, client, edition):
        RulesVersion.objects.all().delete()
        self.post(client, edition)
        assert Comment.objects.get().state == "shown"
        assert "rules_seen" not in client.get(edition.get_absolute_url()).content.decode()

    def test_the_form_says_so_before(self, client, edition):
        page = client.get(edition.get_absolute_url()).content.decode()
        assert (
            "shown at once. A first one without the tick for the house rules waits for a moderator."
            in page
        )

    def test_whoever_is_known_is_not_asked(self, client, edition):
        factories.reply(edition, email="ana@example.org")
        self.post(client, edition)
        assert Comment.objects.latest("pk").state == "shown"

    def test_the_tick_stands_in_the_form_with_the_version(self, client, people, edition):
        page = client.get(edition.get_absolute_url()).content.decode()
        assert '<input type="checkbox" name="rules_seen" value="1">' in page
        change(people["chief"], text="Another text.")
        page = client.get(edition.get_absolute_url()).content.decode()
        assert '<input type="checkbox" name="rules_seen" value="2">' in page

    def test_it_stays_ticked_when_something_else_is_wrong(self, client, edition):
        answer = self.post(client, edition, rules_seen="1", name="")
        assert answer.status_code == 422
        assert (
            '<input type="checkbox" name="rules_seen" value="1" checked>' in answer.content.decode()
        )
