"""Readers' hints on the page on which a story is published: which of them this edition mends."""

from __future__ import annotations

import datetime as dt

from articles.errors import StepRefused
from articles.models import Article, Edition
from articles.models.stories.edition import OPEN_KINDS
from comments import permissions
from comments.errors import DecisionRefused
from comments.feedback import requests
from comments.models import Feedback, FeedbackState
from newsroom.lib.text.strings import number

SHOWN = 20


class HintsMended:
    """The open hints under a story, some of them ticked: `mends` holds their numbers, `thanks` whom
    to name."""

    template = "admin/comments/feedback/_mended.html"

    def __init__(self, article: Article, user, given=None) -> None:
        """`given` is what was posted."""
        self.error = ""
        self.hints: list[Feedback] = []
        if permissions.can_settle_feedback(user):
            self.hints = list(requests.open_for(article.pk)[:SHOWN])
        self.mends = {number(word) for word in given.getlist("mends")} if given else set()
        wanted = {hint.pk for hint in self.hints if hint.wants_credit}
        self.thanks = {number(word) for word in given.getlist("thanks")} if given else wanted

    def is_valid(self, at: dt.datetime | None) -> bool:
        """Whether it goes well with an edition at that time; None for now."""
        if at and self.ticked:
            self.error = (
                "Hints are settled once readers see the change: untick them, or publish now."
            )
        return not self.error

    def note(self, kind: str, note: str) -> str:
        """The note to readers, with thanks to those who are to be named."""
        names = [hint.comment.name for hint in self.ticked if hint.pk in self.thanks]
        names = [name for name in dict.fromkeys(names) if name not in note]
        if not (names and note and kind in OPEN_KINDS):
            return note
        *others, last = names
        return f"{note.rstrip()} Thanks to {', '.join(others)}{' and ' if others else ''}{last}."

    def published(self, edition: Edition, *, by, now: dt.datetime) -> None:
        """Settle what is ticked, in the same transaction. Raises StepRefused if somebody else just
        did."""
        try:
            for hint in self.ticked:
                requests.settle(hint, to=FeedbackState.FIXED, by=by, edition=edition, now=now)
        except DecisionRefused as refusal:
            raise StepRefused(str(refusal)) from None

    @property
    def ticked(self) -> list[Feedback]:
        return [hint for hint in self.hints if hint.pk in self.mends]
