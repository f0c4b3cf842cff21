"""What readers want of the newsroom: it comes in with the reply, is worked off, and is said openly
when it is settled.

Covers comments/feedback/requests.py, comments/feedback/inbox.py, comments/admin/feedback.py,
comments/admin/policy.py, comments/admin/risk.py, comments/admin/story/publish.py,
comments/models/feedback.py.
"""

import datetime as dt

import pytest
from django.utils import timezone

from articles.models import Edition, Record
from articles.writing import save
from comments.errors import DecisionRefused, NotAllowed
from comments.feedback import inbox, requests
from comments.models import Comment, Feedback, Notice, Policy
from tests import factories

pytestmark = pytest.mark.django_db
DESK = "/admin/comments/feedback/"
TYPED = {
    "comment": "It was the other pier.",
    "name": "Ana",
    "email": "ana@example.org",
    "rules_seen": "1",
}


@pytest.fixture
def edition(people):
    return factories.published("Ferry back", authors=[factories.author()])


@pytest.fixture
def page(client, edition):
    return lambda: client.get(edition.get_absolute_url()).content.decode()


class TestComingIn:
    def post(self, client, edition, **more):
        return client.post(f"{edition.get_absolute_url()}reply/", {**TYPED, **more})

    def test_it_is_kept_with_the_reply(self, client, edition):
        self.post(client, edition, wish="correction", wants_credit="on")
        hint = Feedback.objects.get()
        assert (hint.wish, hint.wants_credit, hint.state) == ("correction", True, "open")
        assert (hint.comment, hint.article) == (Comment.objects.get(), edition.article)

    @pytest.mark.parametrize(
        "given", [{}, {"wish": ""}, {"wants_credit": "on"}, {"wish": "tip", "leave_empty": "x"}]
    )
    def test_just_a_comment_and_spam_are_none(self, client, edition, given):
        assert self.post(client, edition, **given).status_code == 303
        assert not Feedback.objects.exists()

    def test_what_is_not_to_be_chosen_is_told_and_all_stays(self, client, edition):
        answer = self.post(client, edition, wish="praise")
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Please choose one of these." in page
        assert "It was the other pier." in page

    def test_the_choice_stays_when_something_else_is_wrong(self, client, edition):
        page = self.post(client, edition, wish="typo", wants_credit="on", name="").content.decode()
        assert '<option value="typo" selected>' in page
        assert "data-newsroom open" in page

    def test_sent_twice_it_is_one(self, client, edition):
        for _ in range(2):
            self.post(client, edition, wish="typo")
        assert Feedback.objects.count() == 1


class TestSettling:
    def test_the_reader_the_record_and_the_page_are_told(self, client, people, edition, page):
        hint = factories.hint(edition)
        Comment.objects.update(reader=factories.reader(), wants_mail=True)
        assert "reply-mark" not in page()
        requests.settle(hint, to="answered", by=people["writer"], answer="  It is <pier> 4.  ")
        assert (Notice.objects.get().event, Notice.objects.get().comment) == (
            "settled",
            hint.comment,
        )
        row = Record.objects.get(verb="hint answered")
        assert (row.by, row.article, row.note) == (
            people["writer"],
            edition.article,
            "It is <pier> 4.",
        )
        assert "<strong>The newsroom answers:</strong> It is &lt;pier&gt; 4." in page()

    def test_what_is_not_followed_is_the_readers_affair(self, people, edition, page):
        requests.settle(
            factories.hint(edition), to="declined", by=people["writer"], answer="It was not."
        )
        assert "It was not." not in page()

    @pytest.mark.parametrize(
        ("to", "answer"),
        [
            ("answered", " "),
            ("declined", ""),
            ("open", "x"),
            ("praised", "x"),
            ("fixed", "x" * 2001),
        ],
    )
    def test_what_makes_no_sense_is_refused(self, people, edition, to, answer):
        hint = factories.hint(edition)
        with pytest.raises(DecisionRefused):
            requests.settle(hint, to=to, by=people["writer"], answer=answer)
        assert Feedback.objects.get().state == "open"

    def test_the_second_is_told_and_changes_nothing(self, people, edition):
        hint = factories.hint(edition)
        requests.settle(hint, to="fixed", by=people["writer"])
        with pytest.raises(DecisionRefused, match="Somebody has settled this meanwhile: fixed"):
            requests.settle(hint, to="answered", by=people["editor"], answer="x")

    def test_who_may_not(self, edition):
        stranger = factories.person("editor", "gone")
        stranger.groups.clear()
        with pytest.raises(NotAllowed):
            requests.settle(
                factories.hint(edition), to="fixed", by=type(stranger).objects.get(pk=stranger.pk)
            )


class TestDesk:
    @pytest.fixture
    def writer(self, client, people):
        client.force_login(people["writer"])
        return client

    def test_the_oldest_open_one_stands_first(self, writer, edition):
        now = timezone.now()
        factories.hint(
            edition, "The newer", now=now - dt.timedelta(minutes=2), email="b@example.org"
        )
        factories.hint(
            edition, "The older", now=now - dt.timedelta(minutes=9), wish="typo", credit=True
        )
        page = writer.get(DESK).content.decode()
        assert page.index("The older") < page.index("The newer")
        assert "wishes to be named" in page
        filtered = writer.get(DESK, {"wish": "typo", "story": edition.article_id}).content.decode()
        assert "The older" in filtered
        assert "The newer" not in filtered

    def test_of_what_became_spam_nothing_is_open(self, writer, people, edition):
        from comments.moderation import decisions

        hint = factories.hint(edition, "Buy now")
        decisions.decide([hint.comment_id], to="spam", by=people["moderator"])
        assert "Nothing is open. Readers have been answered." in writer.get(DESK).content.decode()

    def test_it_is_settled_there(self, writer, edition):
        hint = factories.hint(edition)
        kept = {"tab": "open", "story": edition.article_id}
        answer = writer.post(
            f"{DESK}settle/", {"hint": hint.pk, "to": "answered", "answer": "Pier 4.", **kept}
        )
        assert answer["Location"] == f"{DESK}?tab=open&story={edition.article_id}"
        assert "Pier 4." in writer.get(DESK, {"tab": "answered"}).content.decode()
        assert "Pier 4." in writer.get(DESK, {"tab": "all"}).content.decode()

    def test_what_was_typed_stays(self, writer, edition):
        hint = factories.hint(edition)
        answer = writer.post(
            f"{DESK}settle/", {"hint": hint.pk, "to": "open", "answer": "A long answer"}
        )
        assert answer.status_code == 422
        assert "A long answer" in answer.content.decode()
        assert "Choose what came of it." in answer.content.decode()

    @pytest.mark.parametrize(
        "query", [{"tab": "praise"}, {"page": "x"}, {"story": "x"}, {"wish": "x"}]
    )
    def test_odd_addresses(self, writer, query):
        assert writer.get(DESK, query).status_code == (404 if "tab" in query else 200)

    @pytest.mark.parametrize("rows", [1, 3])
    def test_the_number_of_queries_does_not_grow(
        self, writer, edition, rows, django_assert_num_queries
    ):
        for number in range(rows):
            factories.hint(edition, email=f"{number}@example.org")
        writer.get(DESK)
        with django_assert_num_queries(11):
            writer.get(DESK)

    def test_the_numbers_are_counted_so_far(self, edition, monkeypatch):
        monkeypatch.setattr(inbox, "MAX_COUNT", 1)
        for number in range(3):
            factories.hint(edition, email=f"{number}@example.org")
        assert inbox.BY_NAME["open"].counted() == "1+"

    def test_beside_the_text_of_its_story(self, writer, client, people, edition):
        factories.hint(edition, "It was the other pier.")
        client.force_login(people["editor"])
        page = client.get(f"/admin/articles/article/{edition.article_id}/change/").content.decode()
        assert "It was the other pier." in page
        assert f"/admin/comments/risk/story/{edition.article_id}/" in page


class TestPublishing:
    """The edition that mends what a reader hinted at."""

    @pytest.fixture
    def send(self, client, people, edition):
        article = edition.article
        article.refresh_from_db()
        article.headline = "Ferry back at pier 4"
        save.save_article(article, by=people["editor"])
        article.refresh_from_db()
        client.force_login(people["editor"])

        def send(**more):
            form = {
                "when": "now",
                "kind": "correction",
                "note": "The pier was wrong.",
                "seen_version": article.version,
            }
            return client.post(f"/admin/articles/article/{article.pk}/publish/", {**form, **more})

        return send

    def test_what_is_ticked_is_settled_with_it(self, client, edition, send, page):
        one, other = factories.hint(edition), factories.hint(edition, email="b@example.org")
        address = f"/admin/articles/article/{edition.article_id}/publish/"
        assert f'name="mends" value="{one.pk}"' in client.get(address).content.decode()
        assert send(mends=[one.pk]).status_code == 302
        one.refresh_from_db()
        other.refresh_from_db()
        newest = Edition.objects.latest("number")
        assert (one.state, one.edition, other.state) == ("fixed", newest, "open")
        assert newest.note == "The pier was wrong."
        assert "The newsroom has mended this." in page()

    def test_thanks_stand_in_the_note_when_the_editor_wishes(self, edition, send):
        one = factories.hint(edition, name="Ana Ruiz", credit=True)
        other = factories.hint(edition, name="Bo", credit=True, email="b@example.org")
        send(mends=[one.pk, other.pk], thanks=[one.pk, other.pk])
        assert (
            Edition.objects.latest("number").note
            == "The pier was wrong. Thanks to Ana Ruiz and Bo."
        )

    @pytest.mark.parametrize(
        ("more", "note"),
        [
            ({"thanks": []}, "The pier was wrong."),
            ({"kind": "minor", "note": ""}, ""),
            ({"note": "As Ana Ruiz noted."}, "As Ana Ruiz noted."),
        ],
    )
    def test_no_thanks_where_there_is_no_place_for_them(self, edition, send, more, note):
        hint = factories.hint(edition, name="Ana Ruiz", credit=True)
        send(**{"mends": [hint.pk], "thanks": [hint.pk], **more})
        assert Edition.objects.latest("number").note == note

    def test_for_later_it_is_refused_and_stays_ticked(self, edition, send):
        hint = factories.hint(edition)
        at = timezone.localtime() + dt.timedelta(days=1)
        answer = send(mends=[hint.pk], when="later", at=f"{at:%Y-%m-%dT%H:%M}")
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Hints are settled once readers see the change" in page
        assert f'id="mends-{hint.pk}" checked' in page
        assert Edition.objects.count() == 1

    def test_a_hint_to_another_story_is_not_touched(self, edition, send):
        foreign = factories.hint(factories.published("Another"))
        assert send(mends=[foreign.pk]).status_code == 302
        foreign.refresh_from_db()
        assert foreign.state == "open"

    def test_when_publishing_fails_nothing_is_settled(self, edition, send):
        hint = factories.hint(edition)
        assert send(mends=[hint.pk], seen_version=1).status_code == 422
        hint.refresh_from_db()
        assert hint.state == "open"


class TestRiskPage:
    def address(self, edition):
        return f"/admin/comments/risk/story/{edition.article_id}/"

    def test_set_and_lifted(self, client, people, edition):
        client.force_login(people["editor"])
        given = {"why": "minor", "mode": "closed", "days": "7", "note": "A pupil"}
        answer = client.post(self.address(edition), given, follow=True)
        assert "Replies to this story are not taken until" in answer.content.decode()
        risk = edition.article.risks.get()
        assert (risk.why, risk.mode, risk.note) == ("minor", "closed", "A pupil")
        assert (
            dt.timedelta(days=6, hours=23) < risk.ends_at - timezone.now() <= dt.timedelta(days=7)
        )
        assert "Lift it now" in client.get(self.address(edition)).content.decode()
        answer = client.post(f"/admin/comments/risk/{risk.pk}/lift/", follow=True)
        assert "Lifted." in answer.content.decode()
        assert "Earlier" in client.get(self.address(edition)).content.decode()

    @pytest.mark.parametrize(
        ("more", "told"),
        [
            ({"why": ""}, "This field is required."),
            ({"days": ""}, "Give the date and time at which it ends."),
            ({"days": "", "until": "2020-01-01T10:00"}, "This time lies in the past."),
            ({"mode": "open"}, "valid choice"),
        ],
    )
    def test_what_makes_no_sense_is_told_at_its_field(self, client, people, edition, more, told):
        client.force_login(people["editor"])
        given = {"why": "court", "mode": "held", "days": "1", "note": "Typed", **more}
        answer = client.post(self.address(edition), given)
        assert answer.status_code == 422
        assert told in answer.content.decode()
        assert "Typed" in answer.content.decode()

    def test_the_list_of_all(self, client, people, edition):
        factories.risk(edition)
        client.force_login(people["moderator"])
        assert "Ferry back" in client.get("/admin/comments/risk/").content.decode()


class TestHoursPage:
    def test_a_chief_keeps_them(self, client, people):
        client.force_login(people["chief"])
        row = {"day": "0", "opens": "09:00", "closes": "12:00"}
        assert client.post("/admin/comments/deskhours/add/", row).status_code == 302
        refused = client.post("/admin/comments/deskhours/add/", {**row, "opens": "10:00"})
        assert "The desk is open then already: Monday, 09:00–12:00." in refused.content.decode()
        assert "Monday" in client.get("/admin/comments/deskhours/").content.decode()
        assert Record.objects.get(verb="hours of the desk settled").by == people["chief"]


def test_a_policy_with_all_it_says_is_set_from_the_section(client, people, edition):
    client.force_login(people["chief"])
    section = edition.section
    form = {
        "name": section.name,
        "slug": section.slug,
        "description": "",
        "position": 0,
        "reply_policy-TOTAL_FORMS": 1,
        "reply_policy-INITIAL_FORMS": 0,
        "reply_policy-0-mode": "newcomers",
        "reply_policy-0-closes_after": 30,
        "reply_policy-0-banner": "Be kind.",
        "reply_policy-0-section": section.pk,
    }
    assert client.post(f"/admin/articles/section/{section.pk}/change/", form).status_code == 302
    policy = Policy.objects.get()
    assert (policy.mode, policy.closes_after, policy.banner) == ("newcomers", 30, "Be kind.")
