"""Preview links of a story in the admin: made, listed with what became of them, and revoked."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from articles import permissions
from articles.admin.story.page import PART, Page
from articles.models import Article
from articles.review import preview_links
from newsroom.lib.text.strings import number
from newsroom.lib.times import exact

#: Maximum number of versions that are offered, and of links that are listed: the newest.
MAX_OFFERED = 50
MAX_LISTED = 100


class LinkForm(forms.Form):
    """For whom, of which version, and for how long."""

    for_whom = forms.CharField(
        label="For whom",
        max_length=80,
        initial="A reader outside",
        help_text="Such as “the lawyer”. Whoever opens the link reads this, too.",
    )
    version = forms.ChoiceField(label="What it shows")
    days = forms.TypedChoiceField(
        label="For how long",
        coerce=int,
        initial=7,
        widget=forms.RadioSelect,
        choices=[(days, f"{days} day{'s' if days > 1 else ''}") for days in preview_links.DAYS],
    )

    def __init__(self, article: Article, *args, **kwargs) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        revisions = article.revisions.defer("content")[:MAX_OFFERED]
        self.revisions = {str(revision.number): revision for revision in revisions}
        named = [
            (number, f"{revision}, saved {exact(revision.at)}")
            for number, revision in self.revisions.items()
        ]
        self.fields["version"].choices = [("", "Always the latest saved version"), *named]
        self.fields["version"].required = False

    def given(self) -> dict:
        """What was chosen, for the step."""
        data = self.cleaned_data
        return {
            "for_whom": data["for_whom"],
            "days": data["days"],
            "revision": self.revisions.get(data["version"]),
        }


class PreviewLinks(Page):
    """The links that show a story to people without an account."""

    def get_urls(self) -> list:
        return [
            self.path("<number:pk>/previews/", self.previews_view, "previews"),
            self.path("<number:pk>/previews/<number:number>/revoke/", self.revoke_view, "revoke"),
        ]

    def previews_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The links of a story, newest first, and the form for another."""
        article = self._previewable(request, pk)
        now = timezone.now()
        form = LinkForm(
            article, request.POST or None, initial={"version": request.GET.get("version", "")}
        )
        if request.method == "POST" and form.is_valid():
            link = preview_links.make_link(article, by=request.user, now=now, **form.given())
            if PART not in request.headers:
                told = f"Made. Send the address below to {link.for_whom}."
                self.admin.message_user(request, told, messages.SUCCESS)
            return HttpResponseRedirect(f"{request.path}?made={link.pk}#link-{link.pk}")
        links = article.previews.select_related("revision", "made_by").defer("revision__content")[
            :MAX_LISTED
        ]
        rows = [
            {
                "link": link,
                "is_open": link.is_open(now),
                "address": request.build_absolute_uri(link.get_absolute_url()),
            }
            for link in links
        ]
        context = {"article": article, "title": "Preview links", "form": form, "rows": rows}
        context["made"] = number(request.GET.get("made"), digits=9)
        status = 422 if request.method == "POST" else 200
        return self.render(request, "previews", context, status=status)

    def revoke_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """End a link at once."""
        article = self._previewable(request, pk)
        if request.method == "POST":
            link = get_object_or_404(article.previews.select_related("article"), pk=number)
            preview_links.revoke(link, by=request.user)
            if PART not in request.headers:
                told = f"Revoked. The link for {link.for_whom} shows nothing any more."
                self.admin.message_user(request, told)
        return HttpResponseRedirect(reverse("admin:articles_article_previews", args=[pk]))

    def _previewable(self, request: HttpRequest, pk: int) -> Article:
        article = get_object_or_404(Article, pk=pk)
        if not permissions.can_preview(request.user, article):
            raise PermissionDenied("Your role does not allow showing this story to others.")
        return article
