"""Under which terms replies are taken: what is nearest counts, the clock closes, a risk goes before
all.

Covers comments/policies/policy.py, comments/policies/changes.py, comments/policies/story_risk.py,
comments/checks/sender/first_reply.py, comments/models/policy.py.
"""

import datetime as dt

import pytest
from django.utils import timezone

from articles.pages.caching import DEPENDENCIES, Dependencies
from comments.checks import form_keys
from comments.errors import NotAllowed
from comments.findings import Finding
from comments.models import Comment, Policy, State
from comments.people import readers
from comments.policies import changes, policy, story_risk
from tests import factories

pytestmark = pytest.mark.django_db
TYPED = {"comment": "Well said.", "name": "Ana", "email": "ana@example.org", "rules_seen": "1"}
DAY = dt.timedelta(days=1)


@pytest.fixture
def edition(people):
    return factories.published("Ferry back", ago=10 * DAY)


@pytest.fixture
def page(client, edition):
    return lambda: client.get(edition.get_absolute_url()).content.decode()


def settle(by, **fields):
    return changes.save(Policy(**fields), by=by)


def terms(edition, at=None):
    return policy.terms_of(edition, Dependencies(at))


class TestClosing:
    def test_what_is_nearest_counts_for_each_thing_by_itself(self, people, edition):
        settle(people["editor"], mode="open", closes_after=30, banner="Everywhere")
        settle(people["editor"], section=edition.section, mode="held", banner="In the city")
        settle(people["editor"], article=edition.article, mode="open", closes_after=20)
        found = terms(edition)
        assert (found.mode, found.banner) == ("open", "In the city")
        assert found.until == edition.first_published_at + 20 * DAY

    def test_at_the_moment_itself_form_and_posting_agree(self, people, edition):
        settle(people["editor"], mode="open", closes_after=10)
        closing = edition.first_published_at + 10 * DAY
        assert policy.mode_of(edition, closing - dt.timedelta(seconds=1)) == "open"
        assert policy.mode_of(edition, closing) == "closed"
        assert policy.mode_of(edition, closing + DAY) == "closed"

    def test_the_page_says_since_when_and_why(self, people, edition, page):
        settle(people["editor"], mode="open", closes_after=7)
        assert "They were open for 7 days after it was published, until" in page()
        assert "Leave a Reply" not in page()

    def test_a_page_in_the_cache_turns_at_that_moment(self, client, people, edition):
        settle(people["editor"], mode="open", closes_after=30)
        answer = client.get(edition.get_absolute_url())
        assert answer.wsgi_request.META[DEPENDENCIES].until == edition.first_published_at + 30 * DAY

    def test_a_reply_sent_after_closing_is_given_back(self, client, people, edition):
        settle(people["editor"], mode="open", closes_after=7)
        answer = client.post(f"{edition.get_absolute_url()}reply/", TYPED)
        assert answer.status_code == 403
        assert "Well said." in answer.content.decode()

    def test_closed_by_hand_it_says_since_when(self, people, edition, page):
        closing = settle(people["editor"], article=edition.article, mode="open")
        assert terms(edition).since is None
        closing.mode = "closed"
        changes.save(closing, by=people["editor"])
        assert "The newsroom takes none since <time" in page()

    def test_closed_before_the_story_it_says_nothing_of_time(self, people, page, edition):
        changes.save(Policy(mode="closed"), by=people["editor"], now=timezone.now() - 20 * DAY)
        assert "Replies to this story are closed. The newsroom takes none here." in page()


def test_the_banner_stands_above_the_form_as_plain_words(people, edition, page):
    settle(people["editor"], article=edition.article, banner="Be <b>kind</b> to the pilot.")
    assert '<p class="respond-banner">Be &lt;b&gt;kind&lt;/b&gt; to the pilot.</p>' in page()


class TestNewcomers:
    @pytest.fixture(autouse=True)
    def _mode(self, people, edition):
        settle(people["editor"], article=edition.article, mode="newcomers")

    def test_the_first_reply_waits_and_the_next_is_shown(self, client, edition):
        action = f"{edition.get_absolute_url()}reply/"
        typed = {**TYPED, "key": form_keys.of_page(edition.article_id)}
        client.post(action, typed)
        first = Comment.objects.get()
        assert first.state == "held"
        assert first.decisions.get().reasons[0] == "Newcomers wait here"
        factories.reply(edition, email="ana@example.org")
        client.post(action, {**typed, "comment": "Anybody could type this address"})
        assert Comment.objects.latest("pk").state == "held"
        ana = factories.reader("ana@example.org", "Ana")
        Comment.objects.shown().update(reader=ana)
        client.post(action, {**typed, "comment": "Once more", "proof": readers.proof_for(ana)})
        assert Comment.objects.get(text="Once more").state == "shown"

    def test_a_check_still_holds(self):
        links = Finding("links", "Two links", holds=True)
        assert policy.decide_first("newcomers", [links]) == (State.HELD, [links])


class TestRisk:
    def flip(self, by, edition, **more):
        given = {"why": "court", "mode": "held", "until": timezone.now() + DAY, **more}
        return story_risk.set_risk(edition.article, by=by, **given)

    def test_it_goes_before_every_policy_until_it_ends(self, people, edition):
        settle(people["editor"], article=edition.article, mode="open")
        risk = self.flip(people["editor"], edition)
        assert policy.mode_of(edition, timezone.now()) == "held"
        assert policy.mode_of(edition, risk.ends_at) == "open"

    def test_it_opens_nothing_that_is_closed(self, people, edition):
        settle(people["editor"], article=edition.article, mode="closed")
        self.flip(people["editor"], edition)
        assert policy.mode_of(edition, timezone.now()) == "closed"

    def test_readers_are_not_told_why(self, client, people, edition, page):
        settle(people["editor"], article=edition.article, mode="open")
        risk = self.flip(people["editor"], edition, note="The Corbet trial")
        assert "Replies to this story are read before they are shown." in page()
        assert "A moderator reads it before it is shown" in page()
        answer = client.get(edition.get_absolute_url())
        assert answer.wsgi_request.META[DEPENDENCIES].until == risk.ends_at
        self.flip(people["editor"], edition, mode="closed")
        assert (
            "Replies to this story are closed. The newsroom takes none for the time being" in page()
        )
        for word in ("ourt", "Corbet", "risk"):
            assert word not in page()[page().index('id="comments"') :]

    def test_lifted_before_its_time(self, people, edition, page):
        settle(people["editor"], article=edition.article, mode="open")
        story_risk.lift(self.flip(people["editor"], edition), by=people["editor"])
        assert "are read before they are shown" not in page()
        assert policy.mode_of(edition, timezone.now()) == "open"
        assert [row.verb for row in edition.article.records.filter(verb__startswith="risk")] == [
            "risk lifted",
            "risk set",
        ]

    def test_a_new_one_ends_the_one_before(self, people, edition):
        first = self.flip(people["editor"], edition, mode="closed")
        self.flip(people["editor"], edition, mode="held")
        assert policy.mode_of(edition, timezone.now()) == "held"
        first.refresh_from_db()
        assert first.ends_at <= timezone.now()

    @pytest.mark.parametrize(
        "wrong",
        [
            {"mode": "open"},
            {"why": "x"},
            {"until": timezone.now() - DAY},
            {"until": timezone.now() + 800 * DAY},
        ],
    )
    def test_what_makes_no_sense_is_refused(self, people, edition, wrong):
        with pytest.raises(story_risk.RiskRefused):
            self.flip(people["editor"], edition, **wrong)

    @pytest.mark.parametrize("role", ["writer", "moderator"])
    def test_who_may_not(self, people, edition, role):
        with pytest.raises(NotAllowed):
            self.flip(people[role], edition)
        risk = self.flip(people["editor"], edition)
        with pytest.raises(NotAllowed):
            story_risk.lift(risk, by=people[role])
