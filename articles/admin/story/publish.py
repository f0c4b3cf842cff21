"""The pages behind a story's bigger steps: publish, withdraw, take off the schedule."""

from __future__ import annotations

import re
from collections.abc import Callable

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.html import format_html

from articles import permissions
from articles.admin.story.page import Page, story_page
from articles.admin.when import WhenForm, said
from articles.checks import checklist
from articles.errors import NotAllowed, StepRefused
from articles.finding import stories
from articles.models import Article, Kind
from articles.models.stories.edition import OPEN_KINDS
from articles.publishing import editions
from articles.writing import autosave, history
from articles.writing.differences import Differences, Suggestion, differences, suggest
from newsroom.lib.text import slugs

#: Year, month and slug in the address of a story.
ADDRESS = re.compile(r"/(\d{4})/(\d{1,2})/([^/?#]+)/?")
#: Kinds of change that need no second look: one key publishes them, see panel.js.
QUICK = (Kind.SILENT, Kind.MINOR)


class PublishForm(WhenForm):
    """When, and what kind of change it is where readers have seen the story already."""

    kind = forms.ChoiceField(
        label="Kind of change",
        choices=[choice for choice in Kind.choices if choice[0] != Kind.FIRST],
        widget=forms.RadioSelect,
        help_text="Readers have seen this story. Say what is different now.",
    )
    note = forms.CharField(
        label="Note to readers",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=(
            "One sentence that stands with the story. Needed for updates, clarifications,"
            " corrections and retractions."
        ),
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, suggestion: Suggestion | None, **kwargs) -> None:
        """`suggestion` is for a story that readers have seen."""
        super().__init__(*args, **kwargs)
        if suggestion:
            self.initial.setdefault("kind", suggestion.kind)
        else:
            del self.fields["kind"], self.fields["note"]

    def clean(self) -> dict:
        given = super().clean()
        if given.get("kind") in OPEN_KINDS and not given.get("note", "").strip():
            self.add_error("note", "Say in a sentence what has changed: readers will see it.")
        return given


class Publish(Page):
    """The page on which a story is published or scheduled.

    The admin's `settles` are classes of another part that has something to settle with an edition.
    Each is made with the story, the person and what was posted, and has a `template`, and is asked
    whether it `is_valid`, for the `note`, and told what was `published`, in the same transaction.
    """

    def get_urls(self) -> list:
        return [self.path("<number:pk>/publish/", self.publish_view, "publish")]

    def publish_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        article = _story(request, pk, permissions.can_publish)
        now = timezone.now()
        found = _differences(article, now)
        suggestion = suggest(found) if found is not None else None
        initial = {"seen_version": article.version}
        form = PublishForm(
            request.POST or None,
            suggestion=suggestion,
            initial=initial,
            embargo=article.embargo_until,
            auto_id="step_%s",
            label_suffix="",
        )
        left = autosave.left_behind(request.user, article)
        also = (
            [make(article, request.user, request.POST or None) for make in self.admin.settles]
            if suggestion
            else []
        )
        if (
            request.method == "POST"
            and form.is_valid()
            and (left is None or "leave_kept" in request.POST)
            and all(each.is_valid(form.cleaned_data["at"]) for each in also)
        ):
            given = form.cleaned_data
            kind = given.get("kind", "")
            note = given.get("note", "")
            for each in also:
                note = each.note(kind, note)
            step = {
                "at": given["at"],
                "kind": kind,
                "note": note,
                "seen_version": given["seen_version"],
            }
            try:
                with transaction.atomic():
                    edition = editions.publish(article, by=request.user, **step)
                    for each in also:
                        each.published(edition, by=request.user, now=edition.created_at)
            except NotAllowed as refusal:
                raise PermissionDenied(str(refusal)) from None
            except StepRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                return self.done(request, article, _told(edition, edition.created_at))
        findings = checklist.run(article, at=now)
        context = {
            "article": article,
            "form": form,
            "title": "Publish",
            "address": _address(article, now),
            "left": left,
            "differences": found,
            "suggestion": suggestion,
            "since_approved": history.since_approved(article),
            "since_title": f"Changed since version {article.approved_version} was approved",
            "is_quick": bool(suggestion) and suggestion.kind in QUICK,
            "also": also,
            "findings": findings,
            "blocked": bool(checklist.musts(findings)),
            "story_page": story_page(article),
        }
        return self.render(request, "publish", context, status=_status(request))


class Confirmed(Page):
    """A step that is asked about before it is taken, on a page under the address of the story."""

    name: str
    form: type[forms.Form] = forms.Form
    title: str
    button: str
    says: str
    told: str

    def may(self, user, article: Article) -> bool:
        raise NotImplementedError

    def take(self, article: Article, **given) -> None:
        raise NotImplementedError

    def get_urls(self) -> list:
        return [self.path(f"<number:pk>/{self.name}/", self.confirm_view, self.name)]

    def confirm_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        article = _story(request, pk, self.may)
        sent = request.POST if request.method == "POST" else None
        form = self.form(sent, auto_id="step_%s", label_suffix="")
        if form.is_valid():
            try:
                self.take(article, by=request.user, **form.cleaned_data)
            except StepRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                return self.done(request, article, self.told)
        context = {
            "article": article,
            "form": form,
            "title": self.title,
            "button": self.button,
            "says": self.says,
        }
        return self.render(request, "confirm", context, status=_status(request))


class WithdrawForm(forms.Form):
    """Why, and what readers find in its place."""

    words = forms.CharField(
        label="A sentence for readers",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Its address says this. Empty: that the newsroom has withdrawn it.",
    )
    leads_to = forms.CharField(
        label="Or lead readers on to another story",
        required=False,
        max_length=500,
        help_text="The address of a live story, such as /2026/11/the-ferry-is-back/.",
    )
    note = forms.CharField(
        label="Reason, for the record",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean_leads_to(self) -> Article | None:
        typed = self.cleaned_data["leads_to"].strip()
        if not typed:
            return None
        parts = ADDRESS.search(typed)
        live = parts and stories.live_at(int(parts[1]), int(parts[2]), parts[3], timezone.now())
        if not live:
            raise forms.ValidationError("No story is live at this address.")
        return Article.objects.get(pk=live.article_id)


class Withdraw(Confirmed):
    name = "withdraw"
    form = WithdrawForm
    title = "Withdraw"
    button = "Withdraw the story"
    says = (
        "It leaves the site at once, and what waits for its time is cancelled. "
        "The working copy stays here."
    )
    told = "Withdrawn."

    def may(self, user, article: Article) -> bool:
        return permissions.can_withdraw(user, article)

    def take(self, article: Article, **given) -> None:
        editions.withdraw(article, **given)


class Unschedule(Confirmed):
    name = "unschedule"
    title = "Take off the schedule"
    button = "Take off the schedule"
    says = "It does not go live at the time that was set. What is live now stays as it is."
    told = "Taken off the schedule."

    def may(self, user, article: Article) -> bool:
        return permissions.can_unschedule(user, article)

    def take(self, article: Article, **given) -> None:
        editions.unschedule(article, **given)


def _story(request: HttpRequest, pk: int, rule: Callable) -> Article:
    article = get_object_or_404(Article.objects.select_related("section"), pk=pk)
    if not rule(request.user, article):
        raise PermissionDenied("Your role does not allow this step.")
    return article


def _status(request: HttpRequest) -> int:
    """A page that is sent and comes again was refused."""
    return 422 if request.method == "POST" else 200


def _differences(article: Article, now) -> Differences | None:
    """What readers will newly see; None where they have seen nothing of the story."""
    last = (
        article.editions.begun(now)
        .select_related("section", "lead_picture")
        .order_by("-live_from")
        .first()
    )
    if last is None:
        return None
    prefetch_related_objects([article], "lead_picture", "credits__author", "topics")
    prefetch_related_objects([last], "credits__author", "topics")
    return differences(last, article)


def _address(article: Article, now) -> str:
    """Where the story will stand, as far as it is known before it is published."""
    first = article.editions.begun(now).order_by("live_from").first()
    day = timezone.localtime(first.live_from if first else now)
    return f"/{day:%Y}/{day:%m}/{article.slug or slugs.made_of(article.headline) or 'story'}/"


def _told(edition, now) -> str:
    if edition.live_from > now:
        return f"Scheduled for {said(edition.live_from, now)}."
    return format_html(
        'Published. <a href="{}">View it on the site</a>', edition.get_absolute_url()
    )
