"""The head of each page of the admin: the daily work, and the settings, of whom it is shown to."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property

from articles import permissions
from comments.models import Comment

#: Up to how many waiting replies are counted.
MAX_WAITING = 99


def _writes(user) -> bool:
    return permissions.can_read(user) and permissions.can_write(user)


def _has(right: str):
    return lambda user: user.has_perm(right)


#: The daily work: its word, its page, and whom it is shown to.
DAILY = (
    ("Stories", "admin:articles_article_changelist", _has("articles.view_article")),
    ("Replies", "admin:comments_comment_changelist", _has("comments.view_comment")),
    ("Fronts", "admin:articles_front_changelist", _has("articles.change_front")),
    ("Pictures", "admin:articles_picture_changelist", _has("articles.view_picture")),
    ("Calendar", "admin:desk_calendar", _writes),
    ("Board", "admin:desk_board", _writes),
    ("Corrections", "admin:comments_feedback_changelist", _has("comments.view_feedback")),
)


@dataclass(frozen=True)
class Entry:
    """A link of the head. `here` is its aria-current: "page", "true" on pages below it, or ""."""

    label: str
    address: str
    here: str
    waiting: str = ""  # how many wait there


class Head:
    """What the head shows to whoever asks. One query, for the number of replies that wait, where
    they are allowed to see it; none before a template asks."""

    def __init__(self, request: HttpRequest, apps: list[dict]) -> None:
        self.request, self.apps = request, apps

    @cached_property
    def daily(self) -> list[Entry]:
        return [
            Entry(label, address, self._here(address), self._waiting(label))
            for label, name, may in DAILY
            if may(self.request.user)
            for address in [reverse(name)]
        ]

    @cached_property
    def is_named(self) -> bool:
        """Whether the head itself says which page this is."""
        if self.request.path == reverse("admin:index"):
            return True
        return any(entry.here == "page" for entry in self.daily)

    @cached_property
    def settings(self) -> list[tuple[str, list[dict]]]:
        """All other lists, by the part that they belong to."""
        daily = {reverse(name) for _, name, _ in DAILY}
        groups = [
            (app["name"], [each for each in app["models"] if each["admin_url"] not in daily])
            for app in self.apps
        ]
        return [(name, models) for name, models in groups if models]

    def _here(self, address: str) -> str:
        if self.request.path == address:
            return "page"
        return "true" if self.request.path.startswith(address) else ""

    def _waiting(self, label: str) -> str:
        if label != "Replies" or not self.request.user.has_perm("comments.decide_comment"):
            return ""
        count = Comment.objects.held().order_by()[: MAX_WAITING + 1].count()
        return f"{MAX_WAITING}+" if count > MAX_WAITING else f"{count or ''}"
