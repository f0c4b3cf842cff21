"""Notices about stories: who is told what, and who is not."""

import datetime as dt

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles.models import Article
from articles.publishing import editions
from articles.review import remarks
from articles.writing import save, workflow
from newsroom.models import Mail, User
from tests import factories
from tests.services import MailServer, until, worker

pytestmark = pytest.mark.django_db
WRITER, EDITOR, CHIEF = "writer@example.org", "editor@example.org", "chief@example.org"


@pytest.fixture
def people(people):
    """One person of each role, each with an address."""
    for name, user in people.items():
        user.email = f"{name}@example.org"
        user.save(update_fields=["email"])
    return people


@pytest.fixture
def story(people):
    return factories.article("The ferry is back", by=people["writer"])


def told() -> list[str]:
    """Who was written to, in the order of their addresses."""
    return sorted(address for message in mail.outbox for address in message.to)


def choose(user: User, **choices: str) -> None:
    User.objects.filter(pk=user.pk).update(**choices)


MOVES = [
    ("submit", "draft", "For review", "editor submitted “The ferry is back” for review."),
    ("take_back", "review", "Taken back", "editor took “The ferry is back” back to draft."),
    ("approve", "review", "Ready", "editor marked “The ferry is back” as ready."),
    ("send_back", "review", "Sent back", "editor sent “The ferry is back” back to draft."),
]


@pytest.mark.parametrize(("to", "state", "begins", "says"), MOVES)
def test_whose_story_it_is_hears_of_each_move_of_others(people, story, to, state, begins, says):
    Article.objects.filter(pk=story.pk).update(state=state)
    choose(people["chief"], review_mail="never")
    workflow.move(story, to=to, by=people["editor"], note="Who says so?")
    [message] = mail.outbox
    assert (message.to, message.subject) == ([WRITER], f"{begins}: The ferry is back")
    assert (
        message.body == f"{says}\n\nRemark:\nWho says so?\n\nThe story in the newsroom:"
        f" http://localhost:8000/admin/articles/article/{story.pk}/change/\n\n-- \nNewsroom, http://localhost:8000"
        "\nWhat is mailed to you, and how often, is your choice:"
        " http://localhost:8000/admin/account/\n"
    )


def test_and_of_publishing_scheduling_and_withdrawing(people, story):
    editor, soon = people["editor"], timezone.now() + dt.timedelta(days=3)
    editions.publish(story, by=editor, at=soon)
    editions.unschedule(story, by=editor)
    edition = editions.publish(story, by=editor)
    editions.publish(story, by=editor, kind="correction", note="It was Tuesday.")
    editions.withdraw(story, by=editor, note="A court says so.")
    assert told() == [WRITER] * 5
    assert [message.subject.partition(":")[0] for message in mail.outbox] == [
        "Scheduled",
        "Not scheduled any more",
        "Published",
        "Published",
        "Withdrawn",
    ]
    scheduled, unscheduled, published, changed, withdrawn = (
        message.body for message in mail.outbox
    )
    assert f"It goes live on {soon.day} {soon:%B %Y, %H:%M} (UTC)." in scheduled
    assert "on the site:" not in scheduled
    assert "goes live" not in unscheduled
    assert (
        f"The story on the site: http://localhost:8000{edition.get_absolute_url()}\n" in published
    )
    assert "Kind of change" not in published
    assert (
        "Kind of change: Correction: something was wrong\n\nNote to readers:\nIt was Tuesday.\n"
        in changed
    )
    assert "Remark:\nA court says so.\n" in withdrawn
    assert "Kind of change" not in withdrawn


def test_what_is_submitted_is_told_to_those_who_may_approve(people, story):
    User.objects.create_superuser("root", "root@example.org", "password")
    workflow.move(story, to="submit", by=people["writer"])
    assert told() == [CHIEF, EDITOR, "root@example.org"]
    assert len(mail.outbox) == 3  # each alone


def test_who_acts_is_not_told(people):
    story = factories.article(by=people["editor"])
    workflow.move(story, to="submit", by=people["editor"])
    assert told() == [CHIEF]
    editions.publish(story, by=people["editor"])
    editions.withdraw(story, by=people["editor"])
    assert told() == [CHIEF]


def test_authors_with_a_login_are_told_and_each_once(people, story):
    other = factories.person("writer", "other")
    User.objects.filter(pk=other.pk).update(email="other@example.org")
    signed = [
        factories.author("Ada Novak"),
        factories.author("Bo Lind"),
        factories.author("Cy Dahl"),
    ]
    for author, user in zip(signed, (people["writer"], other, None), strict=True):
        author.user = user
        author.save()
    save.save_article(story, by=people["editor"], authors=signed)
    workflow.move(story, to="approve", by=people["editor"])
    assert told() == ["other@example.org", WRITER]


@pytest.mark.parametrize(
    "fields",
    [{"is_active": False}, {"email": ""}, {"email": "writer at home"}, {"story_mail": "never"}],
)
def test_who_cannot_or_will_not_be_told_is_left_alone(people, story, fields):
    choose(people["writer"], **fields)
    workflow.move(story, to="approve", by=people["editor"])
    assert told() == []


def test_its_owner_is_told(people, story):
    choose(people["chief"], review_mail="never")
    Article.objects.filter(pk=story.pk).update(owner=people["chief"])
    workflow.move(story, to="submit", by=people["editor"])
    assert told() == [CHIEF, WRITER]


def test_who_may_not_read_stories_any_more_is_not_told(people, story):
    people["writer"].groups.clear()
    workflow.move(story, to="approve", by=people["editor"])
    assert told() == []


def test_each_choice_stands_for_itself(people):
    story = factories.article(by=people["chief"])
    choose(people["chief"], story_mail="never")
    choose(people["editor"], review_mail="never")
    workflow.move(story, to="submit", by=people["editor"])
    assert told() == [CHIEF]
    workflow.move(story, to="approve", by=people["editor"])
    assert told() == [CHIEF]


def test_an_embargo_is_told(people, story):
    until = timezone.now() + dt.timedelta(days=2)
    Article.objects.filter(pk=story.pk).update(embargo_until=until)
    workflow.move(story, to="approve", by=people["editor"])
    assert f"under embargo until {until.day} {until:%B %Y, %H:%M} (UTC)." in mail.outbox[0].body


def test_a_headline_in_two_lines_makes_one_subject(people, story):
    Article.objects.filter(pk=story.pk).update(headline="The ferry\nis back & “fine”")
    workflow.move(story, to="approve", by=people["editor"])
    assert mail.outbox[0].subject == "Ready: The ferry is back & “fine”"
    assert "The ferry\nis back & “fine”" in mail.outbox[0].body


def test_an_archive_is_no_news(people, story):
    editions.publish(story, by=people["editor"], now=timezone.now() - dt.timedelta(days=2))
    assert told() == []


@pytest.mark.parametrize("count", [1, 3])
def test_more_people_cost_no_more_than_asking_who_they_are(
    people, story, settings, count, django_assert_num_queries
):
    settings.EMAIL_BACKEND = "newsroom.mail.outbox.Outbox"
    choose(people["chief"], review_mail="never")
    for number in range(1, count):
        choose(factories.person("editor", f"editor-{number}"), email=f"editor-{number}@example.org")
    with django_assert_num_queries(12 + 2 * count):  # the rights of each
        workflow.move(story, to="submit", by=people["writer"])
    assert Mail.objects.count() == count


def test_a_move_that_is_taken_back_is_not_told(people, story, settings):
    settings.EMAIL_BACKEND = "newsroom.mail.outbox.Outbox"
    with transaction.atomic():
        workflow.move(story, to="approve", by=people["editor"])
        assert Mail.objects.count() == 1
        transaction.set_rollback(True)
    assert not Mail.objects.exists()
    assert not DBTaskResult.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_from_the_button_to_the_letter_box(people, story, settings, client, tmp_path):
    """The admin, the outbox, a worker and a mail server, all real."""
    server = MailServer()
    server.start()
    settings.EMAIL_BACKEND = "newsroom.mail.outbox.Outbox"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    process = worker(tmp_path, EMAIL_URL=f"smtp://127.0.0.1:{server.port}")
    client.force_login(people["editor"])
    try:
        process.start()
        address = f"/admin/articles/article/{story.pk}/publish/"
        assert (
            client.post(address, {"when": "now", "seen_version": story.version}).status_code == 302
        )
        until(lambda: server.got)
        until(lambda: Mail.objects.get().state == "sent")
    finally:
        process.kill()
        server.stop()
    [(to, message)] = server.got
    assert (to, message["To"], message["Subject"]) == (
        WRITER,
        WRITER,
        "Published: The ferry is back",
    )
    assert "editor published “The ferry is back”." in message.get_content()


def test_a_remark_is_mailed_with_its_words_to_whom_it_concerns(people, story):
    made = factories.remark(story, "Who says so?", by=people["editor"])
    [message] = mail.outbox
    assert (message.to, message.subject) == ([WRITER], "Remark: The ferry is back")
    assert "editor remarked on “The ferry is back”:\n\nWho says so?\n" in message.body
    assert f"/change/#remark-{made.pk}\n" in message.body
    remarks.answer(made, text="The captain", by=people["writer"])
    assert mail.outbox[1].to == [people["editor"].email]
    assert "editor had said:\n> Who says so?\n\nThe captain\n" in mail.outbox[1].body
    link = factories.preview_link(story)
    factories.remark(story, "It was Tuesday", link=link, name="M. Alvarez")
    assert "M. Alvarez remarked on" in mail.outbox[2].body
    assert [message.to for message in mail.outbox[2:]] == [[WRITER], [link.made_by.email]]
