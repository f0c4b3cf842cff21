"""Searching what readers can read. Its pages are not kept: there is no end of questions."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from articles.models import Author, Section, Topic
from articles.pages import caching
from articles.paging import Page
from articles.search import find, question
from articles.search import question as questions
from articles.search.question import Question
from newsroom.lib.text.strings import number, storable

PER_PAGE = 10
LAST = 30
#: Fewer found than this, and a word nearby is looked for.
FEW = 3


class SearchForm(forms.Form):
    """What is looked for, and what narrows it. Topics and authors come with the address of their
    pages."""

    q = forms.CharField(
        label="Words",
        required=False,
        widget=forms.TextInput(
            attrs={
                "type": "search",
                "maxlength": questions.MAX_LENGTH,
                "autocomplete": "off",
                "dir": "auto",
            }
        ),
    )
    section = forms.ModelChoiceField(
        Section.objects.all(),
        label="Section",
        required=False,
        empty_label="All sections",
        to_field_name="slug",
    )
    topic = forms.CharField(label="Topic", required=False, max_length=120)
    author = forms.CharField(label="Author", required=False, max_length=120)
    since = forms.DateField(
        label="From", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label="To", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


def results(request: HttpRequest) -> HttpResponse:
    """The form, and what it finds. Whatever is given, there is an answer."""
    now = timezone.now()
    given = {
        name: storable(request.GET.get(name, ""))[: questions.MAX_LENGTH]
        for name in SearchForm.base_fields
    }
    form = SearchForm(given, auto_id="search-%s", label_suffix="")
    form.is_valid()
    # told beside the field: a field of a date holds nothing else
    given |= dict.fromkeys(form.errors, "")
    question, unknown = _question(form.cleaned_data, now)
    page, answer = (
        _page(request, question, now) if not unknown else (Page([], 1, has_next=False), None)
    )
    context = {
        "form": form,
        "page": page,
        "asked": question.asks or bool(unknown),
        "unknown": unknown,
        "words": given["q"],
        "query": urlencode({name: value for name, value in given.items() if value}),
        "meant": _meant(question, given, now)
        if page.number == 1 and len(page.rows) < FEW and not (answer and answer.mended)
        else None,
        "mended": answer.mended.items() if answer else (),
        "partly": bool(answer and answer.partly),
        "narrowed": any(value for name, value in given.items() if name != "q"),
    }
    return caching.private(render(request, "articles/search.html", context))


def _question(given: dict, now: dt.datetime) -> tuple[Question, list[str]]:
    """What the form asks, and the topic or author that was named but isn't known."""
    subjects, unknown = {}, []
    if given.get("section"):
        subjects["section"] = given["section"].pk
    for kind, model in (("topic", Topic), ("author", Author)):
        if name := given.get(kind, ""):
            named = (
                model.objects.filter(slug=name).first()
                or model.objects.filter(name__iexact=name).first()
            )
            subjects |= {kind: named.pk} if named else {}
            unknown += [] if named else [f"{kind} “{name}”"]
    since = _midnight(given.get("since"))
    before = _midnight(given.get("until"), days=1)
    asked = question.terms(given.get("q") or "")
    filed = questions.under(**subjects) + questions.between(since, before, now)
    return Question(asked, filed, since, before), unknown


def _midnight(day: dt.date | None, days: int = 0) -> dt.datetime | None:
    """When a day begins, in the site's time zone, or so many days later; None for a year that no
    story has."""
    if not day or not 1900 <= day.year <= 2200:
        return None
    return timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=days), dt.time()))


def _page(request: HttpRequest, question: Question, now: dt.datetime) -> tuple[Page, find.Answer]:
    asked = number(request.GET.get("page", "1"))
    if not 1 <= asked <= LAST:
        raise Http404("There is no such page.")
    answer = find.answer(question, now, first=(asked - 1) * PER_PAGE, count=PER_PAGE + 1)
    found = answer.found
    if not found and asked > 1:
        raise Http404("There is no such page.")
    has_next = len(found) > PER_PAGE and asked < LAST
    return Page(found[:PER_PAGE], asked, has_next=has_next), answer


def _meant(question: Question, given: dict, now: dt.datetime) -> dict | None:
    """The question with misspelt words put right, and the address that asks it."""
    better = find.instead(question, now)
    if not better:
        return None
    words = given["q"]
    for former, word in better.items():
        words = words.replace(former, word)
    return {
        "words": words,
        "query": urlencode({k: v for k, v in {**given, "q": words}.items() if v}),
    }
