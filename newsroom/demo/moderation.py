"""What the demo's moderators have beside their queues: rules in each stage, an appeal, a notice, a
measure, a note."""

from __future__ import annotations

import datetime as dt

from comments.automod import lab, lifecycle
from comments.complaints import appeals, legal_notices
from comments.models import Comment, State
from comments.moderation import escalations, sanctions
from comments.people import notes
from newsroom.models import User

#: Rules of the desk, each with the stages through which it has come.
RULES = (
    (
        {"name": "Quick money", "kind": "words", "terms": "crypto profits\nloans", "act": "spam"},
        ("silent", "live"),
    ),
    (
        {
            "name": "Heated words",
            "kind": "words",
            "terms": "stupid\nidiots\ntraitors",
            "act": "hold",
        },
        ("silent",),
    ),
    ({"name": "More than three links", "kind": "links", "limit": 4, "act": "hold"}, ()),
)
APPEAL = (
    "I quoted the minutes of the council, word for word. If that is off the subject, then so is the"
    " story."
)
NOTE = "Writes in anger after council meetings, and apologises the next day."
WARNING = (
    "Please argue about the decision, not about the people who took it. Your next reply waits for a"
    " moderator."
)
PASSED_ON = "Four links to the council’s own pages. Are they the right ones?"
NOTICE = {
    "kind": "defamation",
    "name": "Jonas Reuter",
    "email": "jonas.reuter@example.org",
    "good_faith": True,
    "reasons": (
        "It says that I was paid for what I told your reporter. I was not, and the paper can"
        " confirm it."
    ),
}


def fill(people: dict[str, User], now: dt.datetime) -> None:
    """Make all of it by the steps that people take."""
    senior, moderator = people["senior"], people["moderator"]
    for fields, stages in RULES:
        rule = lifecycle.make(**fields, by=senior, now=now)
        if stages:
            lab.run(lab.begin(rule, days=30, by=senior, now=now).pk, now=now)
        for stage in stages:
            rule = lifecycle.move_on(rule, to=stage, by=senior, now=now)
    replies = Comment.objects.order_by("-pk")
    if rejected := replies.filter(state=State.REJECTED).first():
        appeals.appeal(rejected, APPEAL, now=now)
        notes.note(email=rejected.email, text=NOTE, by=moderator, now=now)
        sanctions.sanction(
            email=rejected.email,
            kind="warn",
            message=WARNING,
            by=moderator,
            comment=rejected,
            now=now,
        )
    if shown := replies.filter(state=State.SHOWN, user=None).first():
        legal_notices.file(article_id=shown.article_id, number=shown.pk, **NOTICE, now=now)
    if held := replies.filter(state=State.HELD, has_link=True).first():
        escalations.escalate(held.pk, to="editor", note=PASSED_ON, by=moderator, now=now)
