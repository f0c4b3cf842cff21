"""Filters of the desk: which replies of a queue are wanted, as it stands in the address."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.utils import timezone

from articles.models import Article, Section
from comments import triage
from comments.checks.checklist import LABELS
from comments.desk import search
from comments.models import Band, Comment, WatchList
from newsroom.lib.text.strings import number, storable

#: What holds a reply, by the finding's code: the newsroom's policy, a check, or what came later.
WHY = {
    "mode": "Every reply waits there",
    **LABELS,
    "pace": "Too many at once",
    triage.REPORTED: "Reports",
    triage.ARRIVED: "Came in from elsewhere",
    triage.UNCHECKED: "Could not be checked",
}
AGES = {
    "hour": ("Waits for over an hour", dt.timedelta(hours=1)),
    "day": ("Waits for over a day", dt.timedelta(days=1)),
    "week": ("Waits for over a week", dt.timedelta(days=7)),
}
LANGUAGES = {
    "en": "English", "de": "German", "fr": "French", "es": "Spanish", "it": "Italian",
    "pt": "Portuguese",
    "nl": "Dutch", "pl": "Polish", "sv": "Swedish", "da": "Danish", "no": "Norwegian",
    "fi": "Finnish",
    "cs": "Czech", "hu": "Hungarian", "ro": "Romanian", "el": "Greek", "ru": "Russian",
    "uk": "Ukrainian",
    "tr": "Turkish", "ar": "Arabic", "he": "Hebrew", "zh": "Chinese", "ja": "Japanese",
    "ko": "Korean",
    "hi": "Hindi", "th": "Thai",
}  # fmt: skip


@dataclass(frozen=True)
class Filters:
    """What is asked for; what is empty asks for nothing."""

    q: str = ""
    story: int = 0
    section: int = 0
    person: str = ""  # an email address
    why: str = ""
    band: str = ""
    language: str = ""
    link: str = ""  # "yes" or "no"
    age: str = ""
    list: int = 0  # a watch list
    by: int = 0  # who decided

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> Filters:
        """From the address; what makes no sense there asks for nothing."""
        known = {
            "why": WHY,
            "band": Band.values,
            "language": LANGUAGES,
            "link": ("yes", "no"),
            "age": AGES,
        }
        given = {}
        for field in fields(cls):
            word = storable(asked.get(field.name, "")).strip()
            if field.type == "int":
                given[field.name] = number(word)
            elif field.name not in known or word in known[field.name]:
                given[field.name] = word[:254].lower() if field.name == "person" else word[:254]
        return cls(**given)

    @property
    def given(self) -> dict[str, str | int]:
        """Those that ask for something."""
        return {field.name: value for field in fields(self) if (value := getattr(self, field.name))}

    @property
    def query(self) -> str:
        return urlencode(self.given)

    def without(self, name: str) -> Filters:
        return replace(self, **{name: 0 if isinstance(getattr(self, name), int) else ""})

    def apply(self, comments: QuerySet) -> QuerySet:
        """Those of the replies that pass. One query to search for words."""
        return (
            _matching(comments.filter(self._where(timezone.now())), self.q)
            if self.q
            else comments.filter(self._where(timezone.now()))
        )

    def _where(self, now: dt.datetime) -> Q:
        exact = {
            "story": "article",
            "person": "email",
            "why": "held_for",
            "band": "band",
            "language": "language",
        }
        where = Q(**{exact[name]: value for name, value in self.given.items() if name in exact})
        if self.section:
            where &= Q(article__in=Article.objects.filter(section=self.section).values("pk"))
        if self.list:
            stories = WatchList.articles.through.objects.filter(watchlist=self.list)
            where &= Q(article__in=stories.values("article"))
        if self.link:
            where &= Q(has_link=self.link == "yes")
        if self.age:
            where &= Q(created_at__lt=now - AGES[self.age][1])
        return where

    def words(self) -> dict[str, str]:
        """Each filter that asks for something, in words. At most three queries."""
        said = {
            "q": lambda: f"“{self.q}”",
            "story": lambda: _name(Article, self.story, "headline"),
            "section": lambda: _name(Section, self.section, "name"),
            "person": lambda: self.person,
            "why": lambda: WHY[self.why],
            "band": lambda: Band(self.band).label,
            "language": lambda: LANGUAGES[self.language],
            "link": lambda: "With a link" if self.link == "yes" else "Without a link",
            "age": lambda: AGES[self.age][0],
            "list": lambda: _name(WatchList, self.list, "name"),
            "by": lambda: "Decided by me",
        }
        return {name: said[name]() for name in self.given}

    @staticmethod
    def is_address(query: str) -> bool:
        """Whether this is a whole email address: such a one is found among all replies."""
        return bool(re.fullmatch(r"\S+@\S+\.\S+", query))


def _name(model, pk: int, field: str) -> str:
    return model.objects.filter(pk=pk).values_list(field, flat=True).first() or "Nothing known"


def _matching(comments: QuerySet[Comment], query: str) -> QuerySet:
    """Those from this email address; or those that hold these words."""
    if Filters.is_address(query):
        return comments.filter(email=query.lower())
    return search.holding(comments, query)
