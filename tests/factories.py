"""Makers of things for tests, without randomness; they take the same steps as people do."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.utils import timezone

from articles.fronts import editing, places
from articles.fronts.slots import Slot
from articles.models import (
    Article,
    Author,
    Edition,
    FrontEdition,
    Picture,
    PreviewLink,
    Remark,
    Section,
    Series,
    Topic,
)
from articles.publishing import editions
from articles.review import preview_links, remarks
from articles.writing import save
from comments.automod import lifecycle
from comments.complaints import appeals, legal_notices
from comments.feedback import requests
from comments.findings import Draft
from comments.intake.post import post_reply
from comments.models import (
    Appeal,
    Campaign,
    Comment,
    Decision,
    DeskRule,
    Feedback,
    HouseRule,
    LegalNotice,
    Likeness,
    LikenessKey,
    Reader,
    Replay,
    Risk,
    Sanction,
    SecondLook,
    State,
    TextModel,
)
from comments.moderation import campaigns, sanctions
from comments.policies import story_risk
from comments.spam_model import seed
from newsroom.lib.learning import likeness
from newsroom.lib.learning.bands import bounds
from newsroom.lib.matching.lookalikes import skeleton
from newsroom.models import Import, ImportLine, Mail, User

serial = itertools.count(1)


def persons(*roles: str) -> dict[str, User]:
    """One person of each role, by the role's name; the password of each is "password"."""
    password = make_password("password")
    users = User.objects.bulk_create(
        User(username=role, password=password, is_staff=True) for role in roles
    )
    groups = dict(Group.objects.values_list("name", "pk"))
    belongs = User.groups.through
    belongs.objects.bulk_create(
        belongs(user_id=user.pk, group_id=groups[user.username]) for user in users
    )
    return {user.username: user for user in users}


def person(role: str = "editor", username: str = "") -> User:
    """Somebody of the newsroom in that role."""
    user = User.objects.create_user(username or role, password="password", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


def somebody(role: str = "editor") -> User:
    """The one person of that role, made when first asked for."""
    return User.objects.filter(username=role).first() or person(role)


def section(name: str = "City", slug: str = "") -> Section:
    return Section.objects.get_or_create(slug=slug or name.lower(), defaults={"name": name})[0]


def topic(name: str = "Harbour") -> Topic:
    return Topic.objects.get_or_create(slug=name.lower(), defaults={"name": name})[0]


def seen(picture: Picture) -> Picture:
    """A picture that readers may fetch, as it stands for a topic."""
    Topic.objects.create(slug=f"of-{picture.pk}", name=f"Of {picture.pk}", picture=picture)
    return picture


def series(name: str = "The river") -> Series:
    return Series.objects.get_or_create(
        slug=name.lower().replace(" ", "-"), defaults={"name": name}
    )[0]


def front(
    *stories: int, place: str = "home", at=None, area: str = "lead", kicker: str = ""
) -> FrontEdition:
    """An edition of a front on which these stories are placed by hand, one below the other;
    `kicker` is that of a link at the end of the rail."""
    where = places.named(place)

    def arrange(plan) -> None:
        for slots in plan.areas.values():
            slots[:] = [Slot() for _ in slots]
        for story in reversed(stories):
            plan.place_story(story, area, 0)
        if kicker:
            plan.put(
                "rail", 3, Slot(address="https://example.org/", headline="Elsewhere", kicker=kicker)
            )

    by = somebody("editor")
    editing.change(where, arrange, by=by, seen_version=editing.working_copy(where).version)
    return editing.publish(where, by=by, at=at)


def author(name: str = "Ada Novak") -> Author:
    return Author.objects.get_or_create(
        slug=name.lower().replace(" ", "-"), defaults={"name": name}
    )[0]


def picture(**fields) -> Picture:
    """One of the library whose file is of no interest."""
    return Picture.objects.create(
        **{"original": "x.jpg", "width": 1200, "height": 800, "format": "jpeg", "alt": "A quay"}
        | fields
    )


def article(
    headline: str = "", *, by: User | None = None, topics=(), authors=(), now=None, **fields
) -> Article:
    """A draft with a text."""
    fields.setdefault("section", None)
    fields["section"] = fields["section"] or section()
    fields.setdefault("body", "<p>The text of the story.</p>")
    story = Article(headline=headline or f"Story {next(serial)}", **fields)
    save.save_article(story, by=by or somebody(), topics=topics, authors=authors, now=now)
    return story


def published(
    headline: str = "", *, ago: dt.timedelta = dt.timedelta(hours=1), **fields
) -> Edition:
    """The first edition of a story, live since `ago`."""
    now = timezone.now() - ago
    story = article(headline, now=now, **fields)
    return editions.publish(story, by=somebody("editor"), now=now)


def preview_link(
    story: Article, *, for_whom: str = "the lawyer", days: int = 7, **more
) -> PreviewLink:
    """A link to the latest version, or to a `revision`."""
    return preview_links.make_link(
        story, by=somebody("editor"), for_whom=for_whom, days=days, **more
    )


def remark(
    story: Article, text: str = "", *, at: remarks.Pin | None = None, now=None, **who
) -> Remark:
    """A remark on the story; of an editor, unless `who` is a link and a name."""
    who = who or {"by": somebody("editor")}
    pin, text = at or remarks.Pin(), text or f"Remark {next(serial)}"
    return remarks.remark(story, text=text, pin=pin, version=story.version, now=now, **who)


def reply(
    edition: Edition,
    text: str = "",
    *,
    name: str = "Reader",
    email: str = "reader@example.org",
    parent: Comment | None = None,
    state: str = State.SHOWN,
    now=None,
    website: str = "",
) -> Comment:
    """A reply in that state; it has passed the checks and a moderator's decision."""
    from comments.moderation import decisions

    draft = Draft(name, email, website, text or f"Reply {next(serial)}", rules_seen=1)
    comment = post_reply(
        edition=edition, draft=draft, parent_id=parent.pk if parent else None, now=now
    ).comment
    if comment.state != state:
        decisions.decide(
            [comment.pk], to=state, by=somebody("moderator"), rule=house_rule(), now=now
        )
        comment.refresh_from_db()
    return comment


def post(edition: Edition, text: str, **fields) -> Comment:
    """A reply as it comes from the form, with whatever the policy makes of it."""
    given = {
        "name": "Reader",
        "email": "reader@example.org",
        "website": "",
        "rules_seen": 1,
        **fields,
    }
    return post_reply(edition=edition, draft=Draft(text=text, **given)).comment


def hint(
    edition: Edition, text: str = "", *, wish: str = "correction", credit: bool = False, **fields
) -> Feedback:
    """What a reader wants of the newsroom, in a reply that is shown."""
    comment = reply(edition, text, **fields)
    return requests.keep(comment, wish=wish, wants_credit=credit)


def hints(count: int) -> list[Feedback]:
    """So many hints to what readers wrote last; nine of ten are settled."""
    now, made = timezone.now(), []
    for number, comment in enumerate(Comment.objects.order_by("-pk")[:count]):
        fate = {"state": "answered", "answer": "…", "settled_at": now} if number % 10 else {}
        made.append(
            Feedback(
                comment=comment,
                article_id=comment.article_id,
                wish="tip",
                created_at=comment.created_at,
                **fate,
            )
        )
    return Feedback.objects.bulk_create(made)


def risk(edition: Edition, *, mode: str = "held", days: int = 1) -> Risk:
    """A court case, from now on."""
    until = timezone.now() + dt.timedelta(days=days)
    return story_risk.set_risk(
        edition.article, why="court", mode=mode, until=until, by=somebody("editor")
    )


def reader(email: str = "reader@example.org", name: str = "Reader", **choices: str) -> Reader:
    """Somebody who has confirmed that address, and under that name."""
    choices.setdefault("stories_mail", "now")
    known = {
        "name": name,
        "folded_name": skeleton(name),
        "key": f"key-{email}",
        "confirmed_at": timezone.now(),
    }
    return Reader.objects.get_or_create(email=email, defaults={**known, **choices})[0]


def appeal(comment: Comment, text: str = "It was about the ferry.", **more) -> Appeal:
    """Against the decision by which a reply is rejected."""
    return appeals.appeal(comment, text, **more)


def legal_notice(
    comment: Comment, reasons: str = "It is not true, and harms me.", **more
) -> LegalNotice:
    """Somebody says that a reply is against the law."""
    said = {
        "kind": "defamation",
        "name": "Cy Roth",
        "email": "cy@example.org",
        "good_faith": True,
        **more,
    }
    return legal_notices.file(
        article_id=comment.article_id, number=comment.pk, reasons=reasons, **said
    )


def appeals_and_notices(count: int) -> None:
    """So many of each, about rejected replies and about shown ones; nine of ten are decided."""
    now = timezone.now()
    rejections = (
        Decision.objects.filter(to_state="rejected")
        .order_by("-decided_at")
        .select_related("comment")[:count]
    )
    shown = Comment.objects.shown().order_by("-pk")[:count]
    fates = [("open", None), *[("upheld", now)] * 7, *[("overturned", now)] * 2]
    Appeal.objects.bulk_create(
        Appeal(
            decision=each,
            comment=each.comment,
            article_id=each.comment.article_id,
            text="…",
            at=now,
            due_at=now,
            state=state,
            decided_at=at,
        )
        for each, (state, at) in zip(rejections, itertools.cycle(fates))
    )
    LegalNotice.objects.bulk_create(
        LegalNotice(
            reference=f"N-{number}",
            comment=comment,
            version=1,
            kind="other",
            reasons="…",
            at=now,
            due_at=now,
            idempotency_key=f"{number}",
            state="kept" if number % 10 else "open",
            decided_at=now if number % 10 else None,
        )
        for number, comment in enumerate(shown)
    )


def house_rule() -> HouseRule:
    return HouseRule.objects.get_or_create(
        number=1, defaults={"title": "Stay on the subject", "text": "…"}
    )[0]


def desk_rule(kind: str = "words", stage: str = "live", **fields) -> DeskRule:
    """A rule that looks for “casino”, unless `fields` say otherwise; it has come to its stage as
    all do."""
    by, now = somebody("senior"), timezone.now()
    fields.setdefault("name", f"Rule {next(serial)}")
    if kind == "words":
        fields.setdefault("terms", "casino")
    if fields.get("act") == "refuse":
        fields.setdefault("message", "Not here, please.")
    rule = lifecycle.make(kind=kind, by=by, **fields)
    Replay.objects.create(rule=rule, rule_version=1, by=by, at=now, days=30, done_at=now)
    for step in ("silent", "live", "off")[: ("lab", "silent", "live", "off").index(stage)]:
        rule = lifecycle.move_on(rule, to=step, by=by)
    return rule


def sanction(email: str = "reader@example.org", kind: str = "warn", **fields) -> Sanction:
    """A measure by a senior moderator."""
    fields = {
        "message": "Mind the house rules.",
        "days": 7 if kind == "suspend" else None,
        **fields,
    }
    return sanctions.sanction(email=email, kind=kind, by=somebody("senior"), **fields)


def mails(count: int) -> list[Mail]:
    """Emails to so many readers; every tenth has failed, all others were sent, one each minute."""
    now, written = timezone.now(), []
    for number in range(count):
        at = now - dt.timedelta(minutes=number)
        fate = (
            {"state": "sent", "sent_at": at}
            if number % 10
            else {"state": "failed", "error": "550 No such user"}
        )
        written.append(
            Mail(
                to=f"reader-{number}@example.org",
                subject="Hello",
                written_at=at,
                content=b"Hello",
                **fate,
            )
        )
    return Mail.objects.bulk_create(written)


def judged(
    edition: Edition, texts: list[str], to: str, *, by: User | None = None, now=None
) -> list[Comment]:
    """Replies with these texts, each brought from held to that state by a person. Without checks,
    as they are many."""
    now, by = now or timezone.now(), by or somebody("moderator")
    made = Comment.objects.bulk_create(
        Comment(
            article_id=edition.article_id,
            edition=edition,
            name="Reader",
            text=text,
            state=to,
            reviewed=True,
            created_at=now,
            shown_at=now if to == State.SHOWN else None,
            idempotency_key=f"judged-{next(serial)}",
        )
        for text in texts
    )
    for comment in made:
        comment.path = f"{comment.pk:07}"
    Comment.objects.bulk_update(made, ["path"])
    fate = {"from_state": State.HELD, "to_state": to, "by": by, "decided_at": now}
    Decision.objects.bulk_create(
        Decision(comment=comment, batch=uuid.uuid4(), **fate) for comment in made
    )
    return made


def text_model(number: int, *, learned_from: int = 500) -> TextModel:
    """A version of the model that is kept aside; it knows what the seed knows."""
    clear_to, doubt_from = bounds(1, learned_from)
    return TextModel.objects.create(
        number=number,
        trained_at=timezone.now(),
        learned_from=learned_from,
        numbers=seed.packed(),
        figures=seed.figures(),
        clear_to=clear_to,
        doubt_from=doubt_from,
    )


def campaign(
    edition: Edition,
    text: str = "The very same words that somebody sends to every story",
    count: int = 3,
):
    """So many replies with (nearly) the same text, brought together as the worker does."""
    for number in range(count):
        comment = reply(
            edition,
            f"{text} {number}",
            name=f"Name {number}",
            email=f"name-{number}@example.org",
            state="held",
        )
        found = campaigns.compare(comment.pk)
    return found


def second_look(
    edition: Edition, text: str = "", *, state: str = State.SPAM, by: User | None = None
) -> SecondLook:
    """An open one, about a decision that somebody has made."""
    [comment] = judged(edition, [text or f"Reply {next(serial)}"], state, by=by)
    return SecondLook.objects.create(decision=comment.decisions.get(), made_at=timezone.now())


def compared(count: int) -> None:
    """So many replies are compared, every tenth of them belongs to a campaign of three, of which
    few are open; and as many decisions were looked at again, but for every tenth."""
    now, sketch = timezone.now(), likeness.sketch("one two three four five six seven")
    found = Campaign.objects.bulk_create(
        Campaign(first_at=now, last_at=now, state="decided" if number % 20 else "open")
        for number in range(count)
    )
    numbers = Comment.objects.order_by("pk").values_list("pk", flat=True)[:count]
    rows = [
        Likeness(comment_id=pk, sketch=sketch, campaign=None if at % 10 else found[at // 30])
        for at, pk in enumerate(numbers)
    ]
    Likeness.objects.bulk_create(rows)
    LikenessKey.objects.bulk_create(
        LikenessKey(key=row.pk * 20 + n, likeness=row) for row in rows for n in range(17)
    )
    SecondLook.objects.bulk_create(
        SecondLook(decision_id=pk, made_at=now, done_at=now if at % 10 else None)
        for at, pk in enumerate(
            Decision.objects.order_by("pk").values_list("pk", flat=True)[:count]
        )
    )


def brought(
    story: Article | None = None,
    *,
    state: str = "done",
    lost: int = 1,
    source: str = "wordpress old.example",
) -> Import:
    """A run of an import with its report: a story that came, if one is named, and so many things
    that did not."""
    now = timezone.now()
    run = Import.objects.create(
        source=source,
        files=["export.xml"],
        state=state,
        started_at=now,
        seen_at=now,
        by=somebody("chief"),
        ended_at=None if state == "running" else now,
        summary=["Came in: 1 story (1 live)"] if state == "done" else [],
        counts=[["came", "Live", 1], ["lost", "Picture can't be had", lost]]
        if state == "done"
        else [],
    )
    came = (
        [
            ImportLine(
                run=run,
                outcome="came",
                kind="post",
                about="Live",
                subject=story.headline,
                article=story,
                words="Live since 2020-03-04 09:30",
                file="export.xml",
                line=40,
                number=7,
            )
        ]
        if story
        else []
    )
    missing = [
        ImportLine(
            run=run,
            outcome="lost",
            kind="picture",
            about="Picture can't be had",
            subject=f"Quay {n}",
            words="https://old.example/quay.jpg: quay.jpg is not in /uploads",
            file="export.xml",
            line=100 + n,
            number=50 + n,
        )
        for n in range(lost)
    ]
    ImportLine.objects.bulk_create(came + missing)
    return run
