"""The bar at the foot of a story's form: where the story stands, the one next step, and the others
in a menu."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils import timezone

from articles import permissions
from articles.models import Article, State
from articles.publishing.standing import Standing, standing
from articles.writing import workflow
from newsroom.lib.times import exact

#: By the name of a standing: the pill's look, its sign, what the story is. {} is a time.
SAYS = {
    "live": ("live", "▶", "Live, no changes"),
    "changed": ("unpublished", "✎", "Live, changes not published"),
    "scheduled": ("scheduled", "◷", "Scheduled for {}"),
    "expired": ("off", "■", "Expired {}"),
    "withdrawn": ("off", "■", "Withdrawn {}"),
    "draft": ("draft", "○", "Draft"),
    "review": ("review", "◐", "In review"),
    "ready": ("ready", "●", "Ready"),
}
#: What the button is called that leads to publishing.
PUBLISH = {
    "changed": "Publish changes…",
    "live": "Publish changes…",
    "scheduled": "Reschedule…",
    "expired": "Publish again…",
    "withdrawn": "Publish again…",
}


@dataclass(frozen=True)
class Step:
    """A button: the `name` under which it is posted, and its words."""

    name: str
    label: str


@dataclass(frozen=True)
class Bar:
    """`look`, `sign` and `words` say what the story is; `now` where the changes of a live story
    stand; `main` is the next step, `once_changed` where there is none before something is typed."""

    look: str
    sign: str
    words: str
    standing: Standing
    now: str = ""
    main: Step | None = None
    once_changed: bool = False
    others: list[Step] = field(default_factory=list)


def bar_context(user, article: Article | None) -> dict:
    """What the templates of the bar need."""
    shown = bar(user, article)
    context = {"bar": shown}
    if article:
        where = shown.standing
        context |= {
            "live": where.live,
            "may_withdraw": (where.live or where.scheduled)
            and permissions.can_withdraw(user, article),
            "may_unschedule": where.scheduled and permissions.can_unschedule(user, article),
            "may_preview": permissions.can_preview(user, article),
            "sent_back": workflow.sent_back(article),
        }
    return context


def bar(user, article: Article | None) -> Bar:
    """The bar of a stored story, or of a new one, as `user` sees it."""
    where = standing(article, timezone.now()) if article else Standing("draft")
    look, sign, words = SAYS[where.name]
    if where.since:
        words = words.format(exact(where.since))
    main, others = _steps(user, article, where)
    now = ""
    if article and where.last and where.is_ahead and article.state == State.REVIEW:
        now = "Changes in review"
    is_settled = where.name in ("live", "scheduled") and not where.is_ahead
    return Bar(look, sign, words, where, now, main, where.name == "live" and is_settled, others)


def _steps(user, article: Article | None, where: Standing) -> tuple[Step | None, list[Step]]:
    """The one step that comes next, and the others that `user` may take."""
    if article is None:
        moves = [workflow.BY_NAME["submit"]]
    else:
        moves = workflow.open_to(user, article)
        if where.last and not where.is_ahead:  # nothing waits for anybody's approval
            moves = []
    found = {move.name: Step(move.name, move.label) for move in moves}
    approved = article is not None and article.is_approved
    if permissions.can_publish(user, article) and (approved or permissions.can_skip_review(user)):
        found["publish"] = Step("publish", PUBLISH.get(where.name, "Publish…"))
    main = next((found[name] for name in ("publish", "submit", "approve") if name in found), None)
    return main, [step for step in found.values() if step is not main]
