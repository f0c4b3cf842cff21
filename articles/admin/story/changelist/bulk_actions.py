"""What can be done with several stories at once: each takes the same step as when it is done
alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django import forms

from articles import permissions
from articles.admin.fields import people_of_the_newsroom
from articles.errors import StepRefused
from articles.models import Article, Section, State
from articles.writing import save, workflow
from newsroom.lib.times import exact

#: Maximum number of hours by which a due time is moved.
MAX_HOURS = 24 * 31


class NothingAsked(forms.Form):
    """For an act that needs no word more."""


class RemarkForm(forms.Form):
    remark = forms.CharField(
        max_length=500, widget=forms.Textarea(attrs={"rows": 2}), help_text="Each gets it."
    )


class OwnerForm(forms.Form):
    owner = forms.ModelChoiceField(people_of_the_newsroom())


class SectionForm(forms.Form):
    section = forms.ModelChoiceField(Section.objects.all())


class HoursForm(forms.Form):
    hours = forms.IntegerField(
        min_value=-MAX_HOURS, max_value=MAX_HOURS, help_text="−2 is two hours earlier."
    )


@dataclass(frozen=True)
class Act:
    """`what` tells what a story has now and would have then; `do` does it. Both may raise
    StepRefused."""

    name: str
    label: str
    form: type[forms.Form]
    what: Callable[[Article, dict, object], tuple[str, str]]
    do: Callable[[Article, dict, object], object]
    rule: Callable = lambda user: user.has_perm("articles.change_article")


def _move(name: str, label: str, form: type[forms.Form] = NothingAsked, **rule: Callable) -> Act:
    transition = workflow.BY_NAME[name]

    def what(article: Article, given: dict, user) -> tuple[str, str]:
        if article.state not in transition.sources:
            raise StepRefused(f"It is “{article.get_state_display()}”.")
        if not transition.rule(user, article):
            raise StepRefused("Your role does not allow this step.")
        return article.get_state_display(), State(transition.target).label

    def do(article: Article, given: dict, user) -> None:
        workflow.move(article, to=name, by=user, note=given.get("remark", ""))

    return Act(name, label, form, what, do, **rule)


def _change(name: str, label: str, form: type[forms.Form], field: str, then: Callable) -> Act:
    """An act that saves another value, `then(article, given)`, of a field."""

    def what(article: Article, given: dict, user) -> tuple[str, str]:
        if not permissions.can_edit(user, article):
            raise StepRefused("Your role does not allow changing this story.")
        now = getattr(article, field)
        new = then(article, given)
        if now == new:
            raise StepRefused("Nothing changes.")
        return _words(now), _words(new)

    def do(article: Article, given: dict, user) -> None:
        setattr(article, field, then(article, given))
        save.save_article(article, by=user)

    return Act(name, label, form, what, do)


def _later(article: Article, given: dict) -> dt.datetime:
    if not article.due_at:
        raise StepRefused("It has no due time.")
    return article.due_at + dt.timedelta(hours=given["hours"])


def _words(value) -> str:
    if isinstance(value, dt.datetime):
        return exact(value)
    return str(value) if value else "Nobody"


ACTS = (
    _move("submit", "Submit for review"),
    _move("approve", "Mark as ready", rule=permissions.can_approve),
    _move("send_back", "Send back to draft…", RemarkForm, rule=permissions.can_approve),
    _change("give", "Give to an owner…", OwnerForm, "owner", lambda article, given: given["owner"]),
    _change(
        "file",
        "Move to a section…",
        SectionForm,
        "section",
        lambda article, given: given["section"],
    ),
    _change("shift", "Shift the due time…", HoursForm, "due_at", _later),
)
BY_NAME = {act.name: act for act in ACTS}
