"""The desk: what waits, the calendar, the board, what came out.

Covers newsroom/desk/calendar.py, newsroom/desk/output.py, newsroom/desk/today.py,
newsroom/desk/views.py, articles/publishing/dates.py, articles/publishing/planning.py,
newsroom/desk/warnings.py, newsroom/desk/lines.py, newsroom/desk/replies.py.
"""

import datetime as dt

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles.models import Article, CheckLevel
from articles.publishing import editions, planning
from articles.writing import save, workflow
from comments.complaints import reports
from newsroom.models import Chore, Heartbeat, Mail, PolicyReport
from tests import factories, tasks

pytestmark = pytest.mark.django_db
NOW = timezone.now()
HOUR = dt.timedelta(hours=1)


def line(client, name: str):
    return next(
        (line for line in client.get("/admin/").context["lines"] if line.name == name), None
    )


class TestLines:
    def test_a_story_in_review_waits_for_those_who_approve(self, browse, people):
        story = factories.article(by=people["writer"])
        workflow.move(story, to="submit", by=people["writer"])
        assert line(browse("editor"), "waiting").rows == [story]
        assert line(browse("writer"), "waiting").rows == []

    def test_what_was_sent_back_waits_for_its_writer_until_it_is_submitted_again(
        self, browse, people
    ):
        story = factories.article(by=people["writer"])
        workflow.move(story, to="submit", by=people["writer"])
        workflow.move(story, to="send_back", by=people["editor"], note="Who says so?")
        assert line(browse("writer"), "waiting").rows == [story]
        workflow.move(story, to="submit", by=people["writer"])
        assert line(browse("writer"), "waiting").rows == []

    def test_late_is_what_was_due_and_is_not_out(self, browse, people):
        late = factories.article("Late", due_at=NOW - HOUR)
        factories.article("Later", due_at=NOW + HOUR)
        factories.published("Out", due_at=NOW - HOUR)
        assert line(browse("editor"), "late").rows == [late]

    def test_the_next_24_hours(self, browse, people):
        factories.article("Due", due_at=NOW + HOUR)
        editions.publish(factories.article("Going live"), by=people["editor"], at=NOW + 2 * HOUR)
        factories.published("Expiring", expires_at=NOW + 3 * HOUR)
        factories.article("Held", embargo_until=NOW + 4 * HOUR)
        factories.article("Next week", due_at=NOW + 200 * HOUR)
        found = [(each.label, each.headline) for each in line(browse("editor"), "coming").rows]
        assert found == [
            ("Due", "Due"),
            ("Goes live", "Going live"),
            ("Expires", "Expiring"),
            ("Embargo ends", "Held"),
        ]

    def test_a_live_story_that_was_changed(self, browse, people):
        story = factories.published().article
        planned = factories.published().article
        for article, field, value in (
            (story, "headline", "Another"),
            (planned, "due_at", NOW + HOUR),
        ):
            setattr(article, field, value)
            save.save_article(article, by=people["editor"])
        assert line(browse("editor"), "changed").rows == [story]

    def test_held_replies_that_have_waited_longest_can_be_decided(self, browse):
        edition = factories.published("One")
        for number in range(5):
            factories.reply(edition, f"Held {number}", state="held", email=f"{number}@example.org")
        client = browse("editor")
        held = line(client, "held")
        assert [row.comment.text for row in held.rows] == [f"Held {number}" for number in range(4)]
        assert held.count == 5
        assert client.get("/admin/").text.count("All about it") == 4

    def test_the_newest_stories_on_the_site(self, browse):
        edition = factories.published("Out")
        live = line(browse("writer"), "live")
        assert (live.rows, live.count) == ([edition], 1)
        page = browse("writer").get("/admin/").text
        assert edition.get_absolute_url() in page
        assert "Withdraw…" not in page
        assert f"/admin/articles/article/{edition.article_id}/withdraw/" in (
            browse("editor").get("/admin/").text
        )

    def test_own_drafts_and_remarks_on_own_stories(self, browse, people):
        own = factories.article("Mine", by=people["writer"])
        other = factories.article("Theirs", by=people["editor"])
        for article in (own, other):
            factories.remark(article)
        client = browse("writer")
        assert line(client, "mine").rows == [own]
        assert [remark.article for remark in line(client, "remarks").rows] == [own]
        assert line(browse("editor"), "remarks").count == 2

    def test_what_waits_in_other_queues(self, browse):
        reply = factories.reply(factories.published())
        assert line(browse("editor"), "queues").rows == []
        reports.report(article_id=reply.article_id, number=reply.pk, who="x", reason="abuse")
        rows = line(browse("editor"), "queues").rows
        address = "/admin/comments/comment/?queue=reported"
        assert rows == [("Reported", 1, address)]
        assert browse("editor").get(address).status_code == 200

    def test_what_is_empty_says_what_to_do(self, browse):
        page = browse("editor").get("/admin/").text
        for words in ("Nothing is waiting for you.", "You have no draft.", "Nothing is late."):
            assert words in page

    def test_a_moderator_sees_replies_alone(self, browse):
        assert [line.name for line in browse("moderator").get("/admin/").context["lines"]] == [
            "held",
            "queues",
            "hints",
            "appeals",
            "notices",
            "risks",
        ]

    def test_hints_and_risks_stand_on_the_desk(self, browse):
        edition = factories.published("Ferry back")
        factories.hint(edition, "It is the other pier.")
        factories.risk(edition, mode="closed")
        client = browse("moderator")
        assert (line(client, "hints").count, line(client, "risks").count) == (1, 1)
        page = client.get("/admin/").text
        assert "It is the other pier." in page
        assert "Court case: closed until" in page

    def test_appeals_and_notices_stand_on_the_desk_while_any_is_open(self, browse, people):
        reply = factories.reply(factories.published())
        assert line(browse("moderator"), "appeals").rows == []
        appeal = factories.appeal(factories.reply(reply.edition, state="rejected"))
        notice = factories.legal_notice(reply)
        page = browse("moderator").get("/admin/").content.decode()
        assert line(browse("moderator"), "appeals").rows == [appeal]
        assert line(browse("moderator"), "notices").rows == [notice]
        assert appeal.reference in page
        assert notice.reference in page
        assert line(browse("writer"), "appeals") is None

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_number_of_queries_does_not_grow(
        self, count, browse, people, django_assert_num_queries
    ):
        for number in range(count):
            factories.article(f"Late {number}", due_at=NOW - HOUR)
            edition = factories.published(f"Out {number}")
            factories.reply(edition, state="held", email=f"{number}@example.org")
            editions.publish(
                factories.article(f"Tomorrow {number}"), by=people["editor"], at=NOW + HOUR
            )
        CheckLevel.objects.create(rule="byline", level="must")
        client = browse("chief")
        client.get("/admin/")
        with django_assert_num_queries(42):
            page = client.get("/admin/").text
        assert page.count("Nobody has signed it.") == count


class TestCalendar:
    def test_a_front_that_is_scheduled_stands_there(self, browse):
        at = timezone.now() + HOUR
        factories.front(at=at)
        address = f"/admin/desk/calendar/?span=week&day={timezone.localdate(at)}"
        link = '<a href="/admin/articles/front/home/">Front page</a>'
        for page in (address, "/admin/"):
            assert link in browse("editor").get(page).text
            seen = browse("writer").get(page).text  # who may not compose
            assert ("Front page" in seen, link in seen) == (True, False)

    def test_a_month(self, browse, people):
        at = timezone.make_aware(dt.datetime(2027, 3, 15, 9))
        factories.article("In March", due_at=at)
        factories.article("In April", due_at=at + dt.timedelta(days=30))
        page = browse("writer").get("/admin/desk/calendar/?day=2027-03-02")
        days = [day for week in page.context["span"].weeks for day in week]
        assert (days[0].date, days[-1].date) == (dt.date(2027, 3, 1), dt.date(2027, 4, 4))
        assert [
            (day.date.day, [each.headline for each in day.happenings])
            for day in days
            if day.happenings
        ] == [(15, ["In March"])]
        assert "March 2027" in page.text

    def test_a_full_day_leads_to_its_week(self, browse):
        at = timezone.make_aware(dt.datetime(2027, 3, 15, 9))
        for number in range(8):
            factories.article(f"Story {number}", due_at=at)
        assert "2 more" in browse("writer").get("/admin/desk/calendar/?day=2027-03-02").text
        assert (
            "Story 7" in browse("writer").get("/admin/desk/calendar/?span=week&day=2027-03-15").text
        )

    def test_undated_stories_wait_in_a_tray(self, browse):
        undated = factories.article("Some day")
        factories.article("Then", due_at=NOW)
        factories.published("Out")
        assert browse("writer").get("/admin/desk/calendar/").context["undated"] == [undated]

    def test_moving_what_is_due(self, browse):
        story = factories.article(due_at=NOW)
        sent = {
            "article": story.pk,
            "kind": "due",
            "version": 1,
            "at": "2027-03-15T09:00",
            "question": "span=week",
        }
        answer = browse("editor").post("/admin/desk/calendar/move/", sent)
        assert answer["Location"] == "/admin/desk/calendar/?span=week"
        story.refresh_from_db()
        assert (timezone.localtime(story.due_at).isoformat()[:16], story.version) == (
            "2027-03-15T09:00",
            2,
        )
        assert story.records.get(verb="saved").by == factories.somebody("editor")

    def test_moving_what_is_scheduled(self, browse, people):
        story = factories.article()
        editions.publish(story, by=people["editor"], at=NOW + HOUR)
        sent = {"article": story.pk, "kind": "scheduled", "version": 1, "at": "2027-03-15T09:00"}
        browse("editor").post("/admin/desk/calendar/move/", sent)
        waiting = story.editions.scheduled(NOW).get()
        assert timezone.localtime(waiting.live_from).isoformat()[:16] == "2027-03-15T09:00"

    def test_what_was_changed_since_it_was_scheduled_is_not_published_by_moving_it(
        self, browse, people
    ):
        story = factories.article()
        editions.publish(story, by=people["editor"], at=NOW + HOUR)
        again = Article.objects.get(pk=story.pk)
        again.headline = "Not meant for readers yet"
        save.save_article(again, by=people["editor"])
        sent = {"article": story.pk, "kind": "scheduled", "version": 2, "at": "2027-03-15T09:00"}
        page = browse("editor").post("/admin/desk/calendar/move/", sent, follow=True)
        assert "The story was saved after it was scheduled." in page.text
        assert story.editions.scheduled(NOW).get().live_from == NOW + HOUR

    @pytest.mark.parametrize("at", ["", "x", "2027-02-31T09:00", "9999-01-01T00:00"])
    def test_no_time(self, at, browse):
        story = factories.article(due_at=NOW)
        sent = {"article": story.pk, "kind": "due", "version": 1, "at": at}
        assert (
            "Give a date and time."
            in browse("editor").post("/admin/desk/calendar/move/", sent, follow=True).text
        )

    def test_a_writer_moves_his_own_only(self, browse, people):
        sent = {"kind": "due", "version": 1, "at": "2027-03-15T09:00"}
        answers = [
            browse("writer").post(
                "/admin/desk/calendar/move/",
                {**sent, "article": factories.article(by=people[who]).pk},
            )
            for who in ("writer", "editor")
        ]
        assert [answer.status_code for answer in answers] == [302, 403]

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_number_of_queries_does_not_grow(self, count, browse, django_assert_num_queries):
        for number in range(count):
            factories.article(f"Due {number}", due_at=NOW)
            factories.article(f"Undated {number}")
        client = browse("editor")
        client.get("/admin/desk/calendar/")
        with django_assert_num_queries(13):
            client.get("/admin/desk/calendar/")


#: Who brings a card from where to where, what they are told ("": the page where it is published),
#: and how the story stands then.
MOVES = (
    ("writer", "draft", "review", "“Tram” is “In review” now.", "review"),
    (
        "writer",
        "draft",
        "ready",
        "Your role does not move a story from “Draft” to “Ready”.",
        "draft",
    ),
    ("writer", "ready", "live", "Your role does not publish stories.", "ready"),
    ("editor", "draft", "draft", "No step leads from “Draft” to “Draft”.", "draft"),
    ("editor", "ready", "review", "No step leads from “Ready” to “In review”.", "ready"),
    ("editor", "review", "live", "It is “In review”: only what is ready is published.", "review"),
    ("editor", "ready", "scheduled", "", "ready"),
    ("editor", "ready", "draft", "“Tram” is “Draft” now.", "draft"),
)


class TestBoard:
    def test_each_story_stands_once_with_the_moves_that_one_may_make(self, browse, people):
        draft = factories.article(by=people["writer"])
        review = factories.article(by=people["writer"])
        workflow.move(review, to="submit", by=people["writer"])
        scheduled = factories.article()
        editions.publish(scheduled, by=people["editor"], at=NOW + HOUR)
        live = factories.published()
        columns = browse("writer").get("/admin/desk/board/").context["columns"]
        assert [(column.name, column.cards) for column in columns] == [
            ("draft", [draft]),
            ("review", [review]),
            ("ready", []),
            ("scheduled", [scheduled]),
            ("live", [live.article]),
        ]
        assert [
            [move.name for move in card.moves] for column in columns[:2] for card in column.cards
        ] == [
            ["submit"],
            ["take_back"],
        ]

    def test_a_move(self, browse, people):
        story = factories.article()
        browse("editor").post("/admin/desk/board/step/", {"article": story.pk, "step": "approve"})
        story.refresh_from_db()
        assert story.state == "ready"

    def test_a_card_is_brought_to_a_column_by_the_steps_of_the_workflow(
        self, browse, people, subtests
    ):
        story = factories.article("Tram", by=people["writer"])
        for role, state, to, words, then in MOVES:
            Article.objects.filter(pk=story.pk).update(state=state)
            client = browse(role)
            data = {"article": story.pk, "to": to}
            answer = client.post("/admin/desk/board/step/", data)
            story.refresh_from_db()
            with subtests.test(f"{role}: {state} to {to}"):
                assert story.state == then
                if words:
                    assert words in client.get("/admin/desk/board/").text
                else:
                    assert answer.url == f"/admin/articles/article/{story.pk}/publish/"

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_number_of_queries_does_not_grow(
        self, count, browse, people, django_assert_num_queries
    ):
        for _ in range(count):
            factories.article(by=people["writer"], authors=[factories.author()])
            editions.publish(factories.article(), by=people["editor"], at=NOW + HOUR)
        client = browse("writer")
        client.get("/admin/desk/board/")
        with django_assert_num_queries(14):
            client.get("/admin/desk/board/")


class TestOutput:
    @pytest.fixture
    def out(self, people):
        for name, text in (("City", "one two"), ("City", "one two three"), ("World", "one")):
            story = factories.article(
                section=factories.section(name), body=f"<p>{text}</p>", authors=[factories.author()]
            )
            editions.publish(story, by=people["editor"])

    def test_stories_and_words(self, browse, out):
        page = browse("chief").get("/admin/desk/output/")
        assert page.context["rows"] == [("City", 2, 5), ("World", 1, 1)]
        assert browse("chief").get("/admin/desk/output/?by=author").context["rows"] == [
            ("Ada Novak", 3, 6)
        ]
        today = str(timezone.localdate())
        assert browse("chief").get("/admin/desk/output/?by=day").context["rows"] == [(today, 3, 6)]

    def test_as_csv(self, browse, out):
        factories.section("City").__class__.objects.filter(name="World").update(name="=World")
        answer = browse("chief").get("/admin/desk/output/?csv=1")
        assert answer.text == "Section,Stories,Words\r\n'=World,1,1\r\nCity,2,5\r\n"
        assert answer["Content-Disposition"].startswith('attachment; filename="output-by-section-')

    def test_a_time_in_which_nothing_came_out(self, browse):
        assert (
            "Nothing came out"
            in browse("chief").get("/admin/desk/output/?from=2001-01-01&to=2001-02-01").text
        )


def test_late_ends_some_time():
    factories.article(due_at=NOW - planning.LATE - HOUR)
    assert list(planning.late(NOW)) == []


class TestWarnings:
    """What is amiss with the site itself."""

    GONE = "Nothing has been sent for 3 hours: the worker is not running."

    @pytest.mark.parametrize("page", ["/admin/", "/admin/comments/comment/"])
    def test_a_worker_that_is_gone(self, browse, page):
        now = timezone.now()
        client = browse("editor")
        assert self.GONE not in client.get(page).text
        beat = Heartbeat.objects.create(worker="a", started_at=now, seen_at=now - 3 * HOUR)
        assert self.GONE in client.get(page).text
        beat.seen_at = now
        beat.save()
        assert "the worker is not running" not in client.get(page).text

    def test_one_that_was_never_started(self, browse):
        tasks.note.enqueue("nowhere", 1)
        DBTaskResult.objects.update(enqueued_at=timezone.now() - 3 * HOUR)
        assert self.GONE in browse("writer").get("/admin/").text

    @pytest.mark.parametrize(("role", "is_told"), [("chief", True), ("writer", False)])
    def test_mail_and_tidying_are_for_who_sees_the_outbox(self, browse, role, is_told):
        now = timezone.now()
        Heartbeat.objects.create(worker="a", started_at=now, seen_at=now)
        Chore.objects.create(name="mails", begun_at=now, error="OSError: no")
        Mail.objects.create(
            to="a@example.org", state="waiting", written_at=now - 2 * HOUR, due_at=now, content=b""
        )
        page = browse(role).get("/admin/").text
        assert ("An email has been waiting for 2 hours." in page) == is_told
        assert ("Tidying failed last time (mails)" in page) == is_told

    @pytest.mark.parametrize(("role", "is_told"), [("chief", True), ("editor", False)])
    def test_what_browsers_refused(self, browse, role, is_told):
        now = timezone.now()
        PolicyReport.objects.create(
            directive="img-src", blocked="inline", page="/", first_at=now, last_at=now
        )
        page = browse(role).get("/admin/").text
        assert ("browsers have refused something" in page) == is_told
        PolicyReport.objects.update(last_at=now - 48 * HOUR)
        assert "browsers have refused" not in browse(role).get("/admin/").text
