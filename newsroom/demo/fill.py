"""Filling a site with the demo newsroom, through the same steps that people take."""

from __future__ import annotations

import datetime as dt
import re
import secrets
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from articles import taxonomy
from articles.models import Article, Author, Picture, Publication, Section, Topic
from articles.pictures.library import keep_picture
from articles.publishing import editions
from articles.writing import save, workflow
from comments.complaints import reports
from comments.feedback import requests
from comments.findings import Draft
from comments.intake.post import post_reply
from comments.models import Comment, DeskHours, HouseRule, Policy
from comments.moderation import decisions, picks
from comments.policies import changes
from comments.thread import recommendations
from newsroom.demo import fronts, moderation, replies, rights, stories
from newsroom.models import User

#: The drawings, as files: NAME.webp.
PICTURES = Path(__file__).with_name("pictures")

LOGINS = {
    "editor": ("editor", "Ines", "Marchetti"),
    "writer": ("writer", "Tomas", "Lindqvist"),
    "moderator": ("moderator", "Noor", "Haddad"),
    "senior": ("senior", "Ilse", "Brandt"),
    "chief": ("chief", "Agnes", "Okafor"),
}


def is_filled() -> bool:
    return Article.objects.exists()


def password_file() -> Path:
    return settings.HOME / "demo-password.txt"


def kept_password() -> str:
    """The password of the demo logins, or "" where there is no demo."""
    return password_file().read_text().strip() if password_file().exists() else ""


def fill(*, say: Callable[[str], object]) -> None:
    """Make everything, in one transaction: a demo that was interrupted leaves nothing behind."""
    now = timezone.now().replace(second=0, microsecond=0)
    password = kept_password() or secrets.token_urlsafe(9)
    with transaction.atomic():
        people = _people(password)
        say("Made the logins.")
        _furnish(people)
        pictures: dict[str, Picture] = {}
        written = {}
        for story in stories.STORIES:
            written[story.key] = _story(story, people, pictures, written, now)
            say(f"Wrote “{story.headline}”")
        fronts.compose(written, people["editor"], now)
        say("Composed the fronts.")
        say("Leaving replies.")
        _replies(written, people, now)
        _policies(written, people)
        moderation.fill(people, now)
    password_file().parent.mkdir(parents=True, exist_ok=True)
    password_file().write_text(password + "\n")
    password_file().chmod(0o600)


def _people(password: str) -> dict[str, User]:
    people = {}
    for login, (role, first, last) in LOGINS.items():
        byline = next((a for a in stories.AUTHORS if a.login == login), None)
        if byline:
            first, _, last = byline.name.partition(" ")
        person = User(
            username=login,
            first_name=first,
            last_name=last,
            is_staff=True,
            email=f"{login}@example.org",
        )
        person.set_password(password)
        person.save()
        person.groups.add(Group.objects.get(name=role))
        people[login] = person
    return people


def _furnish(people: dict[str, User]) -> None:
    chief, paper = people["chief"], stories.PAPER
    current = Publication.objects.current()
    current.name, current.tagline, current.about = paper.name, paper.tagline, paper.about
    taxonomy.keep(current, by=chief)
    for position, row in enumerate(stories.SECTIONS):
        section = Section(
            name=row.name, slug=row.slug, description=row.description, position=position
        )
        taxonomy.keep(section, by=chief)
    for row in stories.TOPICS:
        taxonomy.keep(Topic(name=row.name, slug=row.slug, description=row.description), by=chief)
    for row in stories.AUTHORS:
        author = Author(
            name=row.name, slug=row.slug, role=row.role, bio=row.bio, user=people.get(row.login)
        )
        taxonomy.keep(author, by=chief)
    fronts.furnish(chief)


def _story(
    story,
    people: dict[str, User],
    pictures: dict[str, Picture],
    written: dict[str, Article],
    now: dt.datetime,
) -> Article:
    editor, writer = people["editor"], people["writer"]
    first = now - story.age if story.age else now
    body = _numbered(story.body.strip(), pictures, written)
    article = Article(
        headline=story.headline,
        kicker=story.kicker,
        standfirst=story.standfirst,
        body=body,
        dateline=story.dateline,
        genre=story.genre,
        section=Section.objects.get(slug=story.section),
        slug=story.slug,
    )
    if story.state in ("draft", "review"):
        hour = now.replace(minute=0, second=0, microsecond=0)
        article.due_at = hour + dt.timedelta(hours=-2 if story.state == "draft" else 5)
    if story.picture:
        article.lead_picture = _picture(story.picture, pictures, writer)
    fronts.join_series(article, story.key)
    begun = first - dt.timedelta(hours=3)
    bylines = {author.slug: author for author in Author.objects.filter(slug__in=story.authors)}
    save.save_article(
        article,
        by=writer,
        topics=Topic.objects.filter(slug__in=story.topics),
        authors=[bylines[slug] for slug in story.authors],
        now=begun,
        roles={bylines[slug].pk: role for slug, role in story.roles},
    )
    if story.state == "draft":
        return article
    workflow.move(article, to="submit", by=writer, now=first - dt.timedelta(hours=2))
    if story.state == "review":
        return article
    workflow.move(article, to="approve", by=editor, now=first - dt.timedelta(hours=1))
    if story.state == "scheduled":
        tomorrow = dt.datetime.combine(timezone.localdate(now) + dt.timedelta(days=1), story.due)
        editions.publish(article, by=editor, at=timezone.make_aware(tomorrow), now=now)
        return article
    editions.publish(article, by=editor, at=first, now=first)
    for change in story.changes:
        article.refresh_from_db()
        body = article.body = change.applied_to(body)
        save.save_article(article, by=editor, now=first + change.after)
        editions.publish(
            article, by=editor, kind=change.kind, note=change.note, now=first + change.after
        )
    if story.state == "withdrawn":
        editions.withdraw(article, by=editor, now=first + story.withdrawn_after)
    return article


def _numbered(body: str, pictures: dict[str, Picture], written: dict[str, Article]) -> str:
    """A text with the numbers of the pictures and stories that it names."""
    made = {"picture": pictures, "story": written}
    return re.sub(
        r"\{(picture|story):([\w-]+)\}", lambda found: str(made[found[1]][found[2]].pk), body
    )


def _picture(drawn, pictures: dict[str, Picture], writer: User) -> Picture:
    if drawn.drawing not in pictures:
        name = f"{drawn.drawing}.webp"
        pictures[drawn.drawing] = keep_picture(
            by=writer,
            file=ContentFile((PICTURES / name).read_bytes(), name),
            alt=drawn.alt,
            caption=drawn.caption,
            credit=drawn.credit,
            **rights.rights_of(drawn.drawing, timezone.localdate()),
        )
    return pictures[drawn.drawing]


def _replies(written: dict[str, Article], people: dict[str, User], now: dt.datetime) -> None:
    made: dict[str, Comment] = {}
    rules = {rule.number: rule for rule in HouseRule.objects.all()}
    for row in replies.REPLIES:
        editions = written[row.story].editions
        at = editions.earliest("number").first_published_at + dt.timedelta(minutes=row.minutes)
        at = min(at, now - dt.timedelta(seconds=30))
        comment = post_reply(
            edition=editions.live(at).get(),
            draft=Draft(
                row.name,
                row.email,
                row.website,
                row.text,
                rules_seen=1,
                wish=row.wish,
                wants_credit=row.credit,
            ),
            parent_id=made[row.parent].pk if row.parent else None,
            by=people.get(row.login),
            now=at,
        ).comment
        if comment.state != row.state:
            rule = rules.get(row.rule)
            by = people["moderator"]
            later = min(at + dt.timedelta(minutes=7), now)
            decisions.decide([comment.pk], to=row.state, by=by, rule=rule, note=row.note, now=later)
        if row.answer:
            later = min(at + dt.timedelta(minutes=30), now)
            requests.settle(
                comment.feedback, to="answered", by=people["editor"], answer=row.answer, now=later
            )
        made[row.key] = comment
    _read(made, people, now)


def _read(made: dict[str, Comment], people: dict[str, User], now: dt.datetime) -> None:
    """What readers and the newsroom have made of replies."""
    for key, count in replies.RECOMMENDED.items():
        for number in range(count):
            about = {"article_id": made[key].article_id, "number": made[key].pk}
            recommendations.recommend(**about, who=f"reader {number} of the demo", now=now)
    for minutes, key in enumerate(replies.PICKED, start=-len(replies.PICKED)):
        picks.pick(made[key].pk, by=people["moderator"], now=now + dt.timedelta(minutes=minutes))
    for number, (key, reason, text) in enumerate(replies.REPORTED):
        about = {
            "article_id": made[key].article_id,
            "number": made[key].pk,
            "reason": reason,
            "text": text,
        }
        reports.report(**about, who=f"reader {number} of the demo", now=now)


def _policies(written: dict[str, Article], people: dict[str, User]) -> None:
    for story in stories.STORIES:
        if story.replies:
            policy = Policy(article=written[story.key], mode=story.replies, banner=story.banner)
            changes.save(policy, by=people["editor"])
    chief = people["chief"]
    for day, opens, closes in stories.DESK:
        changes.save(DeskHours(day=day, opens=opens, closes=closes), by=chief)
    for rule in HouseRule.objects.filter(number=stories.RULE.number):
        rule.text = stories.RULE.text
        changes.save(rule, by=chief)
