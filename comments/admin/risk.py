"""Risks: a page under each story on which one is set or lifted, and the list of all."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html

from articles.admin.fields import Moment
from articles.admin.read_only import ReadOnlyAdmin
from articles.models import Article
from comments import permissions
from comments.models import Mode, Risk
from comments.policies import story_risk
from newsroom.lib.times import exact

#: For how many days, from now.
PRESETS = {"1": "A day", "7": "A week", "30": "A month"}


class RiskForm(forms.Form):
    """What the risk is, what becomes of replies, and until when."""

    why = forms.ChoiceField(
        choices=Risk.Why.choices, widget=forms.RadioSelect, label="What is the risk?"
    )
    mode = forms.ChoiceField(
        choices=[(Mode.HELD, "A moderator reads each one first"), (Mode.CLOSED, "None are taken")],
        widget=forms.RadioSelect,
        initial=Mode.HELD,
        label="What becomes of new replies?",
    )
    days = forms.ChoiceField(
        choices=[*PRESETS.items(), ("", "Until a set time")],
        required=False,
        initial="7",
        widget=forms.RadioSelect,
        label="For how long?",
    )
    until = forms.DateTimeField(label="Date and time", required=False, widget=Moment)
    note = forms.CharField(
        label="Note",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="For the newsroom only. Readers are not told what the risk is.",
    )

    def clean(self) -> dict:
        given = super().clean()
        if given.get("days"):
            given["until"] = timezone.now() + dt.timedelta(days=int(given["days"]))
        elif not given.get("until") and "until" not in self.errors:
            self.add_error("until", "Give the date and time at which it ends.")
        return given


class RiskAdmin(ReadOnlyAdmin):
    list_display = ["story", "why", "what", "status", "by", "note"]
    list_filter = ["why"]
    list_select_related = ["article", "by"]
    fields = ["article", "why", "mode", "begins_at", "ends_at", "by", "note"]

    def get_urls(self) -> list:
        view = self.admin_site.admin_view
        return [
            path("story/<number:pk>/", view(self.story_view), name="comments_risk_story"),
            path("<number:pk>/lift/", view(self.lift_view), name="comments_risk_lift"),
            *super().get_urls(),
        ]

    @admin.display(description="story")
    def story(self, risk: Risk) -> str:
        return risk.article.headline

    @admin.display(description="new replies")
    def what(self, risk: Risk) -> str:
        return "Held" if risk.mode == Mode.HELD else "Closed"

    @admin.display(description="until")
    def status(self, risk: Risk) -> str:
        until = exact(risk.ends_at)
        return (
            until
            if risk.ends_at > timezone.now()
            else format_html('<span class="quiet">over, {}</span>', until)
        )

    def story_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The risk of one story: set it, change it, or lift it."""
        if not permissions.can_set_risk(request.user):
            raise PermissionDenied("Your role does not allow this.")
        article = get_object_or_404(Article, pk=pk)
        form = RiskForm(request.POST or None)
        status = 200
        if request.method == "POST":
            if form.is_valid() and self.flipped(request, article, form):
                return redirect(story_page(article))
            status = 422
        active = (
            Risk.objects.active(timezone.now()).filter(article=article).select_related("by").first()
        )
        earlier = (
            Risk.objects.filter(article=article)
            .exclude(pk=active.pk if active else None)
            .select_related("by")
        )
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Replies: risk",
            "article": article,
            "form": form,
            "active": active,
            "earlier": earlier[:10],
            "may_lift": permissions.can_lift_risk(request.user),
        }
        return TemplateResponse(request, "admin/comments/risk/story.html", context, status=status)

    def flipped(self, request: HttpRequest, article: Article, form: RiskForm) -> bool:
        given = {name: form.cleaned_data[name] for name in ("why", "mode", "until", "note")}
        try:
            risk = story_risk.set_risk(article, by=request.user, **given)
        except story_risk.RiskRefused as refusal:
            form.add_error(refusal.field, str(refusal))
            return False
        until = exact(risk.ends_at)
        done = "held" if risk.mode == Mode.HELD else "not taken"
        self.message_user(
            request, f"Replies to this story are {done} until {until}.", messages.SUCCESS
        )
        return True

    def lift_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """End a risk now."""
        if not permissions.can_lift_risk(request.user):
            raise PermissionDenied("Your role does not allow this.")
        risk = get_object_or_404(Risk.objects.select_related("article"), pk=pk)
        if request.method == "POST":
            story_risk.lift(risk, by=request.user)
            self.message_user(
                request, "Lifted. Replies are treated as everywhere else again.", messages.SUCCESS
            )
        return redirect(story_page(risk.article))


def story_page(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])
