"""Stories: the list, and the page on which they are written."""

from __future__ import annotations

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django_prose_editor.fields import ProseEditorField

from articles import rules, workflow, writing
from articles.admin.byline import BylineFormSet, CreditInline
from articles.admin.editor import StoryEditorWidget, WritingMedia
from articles.admin.fields import without_detours
from articles.admin.filters import MineFilter, OnSiteFilter
from articles.admin.lists import LongListAdmin
from articles.admin.steps import StepPages
from articles.errors import NotAllowed, StepRefused
from articles.models import Article, Section, State
from newsroom.lib import html

PILLS = {State.DRAFT: "○", State.REVIEW: "◐", State.READY: "●"}


class ArticleForm(forms.ModelForm):
    """Refuses to overwrite what somebody else saved since the form was opened."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Article
        fields = (
            "kicker", "headline", "standfirst", "body", "section", "topics", "dateline",
            "lead_picture", "lead_alt", "lead_caption", "lead_credit", "slug",
        )  # fmt: skip
        labels = {"body": "Story text", "lead_picture": "Picture"}
        widgets = {
            "headline": forms.Textarea(attrs={"rows": 1}),
            "standfirst": forms.Textarea(attrs={"rows": 2}),
            "lead_alt": forms.Textarea(attrs={"rows": 2}),
            "lead_caption": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.initial["seen_version"] = self.instance.version

    def clean_headline(self) -> str:
        """One line, however it was pasted."""
        return " ".join(self.cleaned_data["headline"].split())

    def clean(self) -> dict:
        given = super().clean()
        seen = given.get("seen_version")
        stored = Article.objects.filter(pk=self.instance.pk).select_related("saved_by").first()
        if stored and seen is not None and seen != stored.version:
            at = date_format(timezone.localtime(stored.saved_at), "H:i")
            self.add_error(
                None,
                f"{stored.saved_by} saved this story at {at}, after you opened it. Nothing you typed is lost: it "
                "stands below. Look at the saved story in another window; saving again puts yours in its place.",
            )
            self.data = self.data.copy()
            self.data[self.add_prefix("seen_version")] = stored.version
        return given


class ArticleAdmin(StepPages, WritingMedia, LongListAdmin):
    form = ArticleForm
    inlines = (CreditInline,)
    formfield_overrides = {ProseEditorField: {"widget": StoryEditorWidget}}
    autocomplete_fields = ("topics", "lead_picture")
    list_display = ("story", "section", "byline", "stage", "on_site", "saved")
    list_display_links = None
    list_filter = (MineFilter, OnSiteFilter, "state", "section")
    list_per_page = 50
    search_fields = ("headline", "kicker")
    show_facets = admin.ShowFacets.NEVER
    readonly_fields = ("text", "lead_preview")

    class Media:
        js = [forms.Script("js/admin/names.js", type="module")]

    # -- who may ---------------------------------------------------------------------------------------

    def has_view_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return rules.can_read(request.user, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return rules.can_write(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        if obj is None:
            return super().has_change_permission(request)
        return rules.can_edit(request.user, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Only what was never published: the public record stays whole."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or not obj.editions.exists())

    def get_actions(self, request: HttpRequest) -> dict:
        """Without deletion in bulk: stories are withdrawn one by one."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    # -- the list --------------------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest):
        stories = super().get_queryset(request).with_status(timezone.now())
        return stories.select_related("section", "saved_by").prefetch_related("credits__author")

    @admin.display(description="story", ordering="headline")
    def story(self, article: Article) -> str:
        address = reverse("admin:articles_article_change", args=[article.pk])
        kicker = format_html('<span class="kicker">{}</span> ', article.kicker) if article.kicker else ""
        return format_html('{}<a class="headline" href="{}">{}</a>', kicker, address, article.headline)

    @admin.display(description="byline")
    def byline(self, article: Article) -> str:
        return ", ".join(author.name for author in article.bylines)

    @admin.display(description="state", ordering="state")
    def stage(self, article: Article) -> str:
        return _pill(article)

    @admin.display(description="on the site")
    def on_site(self, article: Article) -> str:
        facts = []
        if article.live_edition:
            facts.append(("live", "▶", "Live"))
        elif article.begun_edition:
            facts.append(("off", "■", "Withdrawn"))
        if article.scheduled_edition:
            facts.append(("scheduled", "◷", "Scheduled"))
        return _join(facts)

    @admin.display(description="saved", ordering="saved_at")
    def saved(self, article: Article) -> str:
        at = timezone.localtime(article.saved_at)
        return format_html(
            '<time datetime="{}">{}</time> <span class="quiet">{}</span>',
            at.isoformat(timespec="minutes"),
            date_format(at, "j M, H:i"),
            article.saved_by,
        )

    # -- the page --------------------------------------------------------------------------------------

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> list:
        mine = self.has_change_permission(request, obj) if obj else True
        picture = ("lead_preview",) if obj and obj.lead_picture_id else ()
        lead = ("lead_picture", *picture, "lead_alt", "lead_caption", "lead_credit")
        text = ("kicker", "headline", "standfirst", *(("body", "seen_version") if mine else ("text",)))
        return [
            ("Text", {"fields": text, "classes": ("writing",)}),
            ("Section and topics", {"fields": ("section", "topics"), "classes": ("rail",)}),
            ("Dateline", {"fields": ("dateline",), "classes": ("rail",)}),
            ("Lead picture", {"fields": lead, "classes": ("rail",)}),
            ("Address", {"fields": ("slug",), "classes": ("rail",)}),
        ]

    def formfield_for_dbfield(self, db_field, request: HttpRequest, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        return without_detours(field) if db_field.name in ("section", "topics", "lead_picture") else field

    def get_formset_kwargs(self, request: HttpRequest, obj: Article, inline, prefix: str) -> dict:
        """A new story is signed by who begins it, until somebody says otherwise."""
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        author = getattr(request.user, "author", None)
        if request.method == "GET" and obj.pk is None and author:
            kwargs["initial"] = [{"author": author.pk}]
        return kwargs

    @admin.display(description="Story text")
    def text(self, article: Article) -> str:
        return format_html('<div class="prose">{}</div>', html.body(article.body))

    @admin.display(description="")
    def lead_preview(self, article: Article) -> str:
        picture = article.lead_picture
        width, height = picture.size("standard", 640)
        return format_html(
            '<img src="{}" alt="{}" width="{}" height="{}" fetchpriority="low">',
            picture.address("standard", 640, "webp"), article.picture_alt, width, height,
        )  # fmt: skip

    def render_change_form(self, request: HttpRequest, context: dict, *args, **kwargs) -> HttpResponse:
        article = kwargs.get("obj")
        context["no_sections"] = not Section.objects.exists()
        context["steps"] = _steps(request.user, article)
        context["can_publish"] = rules.can_publish(request.user, article)
        context["can_add_section"] = request.user.has_perm("articles.add_section")
        if article:
            now = timezone.now()
            context["pill"] = _pill(article)
            context["live"] = article.editions.live(now).select_related("address").first()
            context["scheduled"] = article.editions.scheduled(now).first()
            context["withdrawn"] = not context["live"] and article.editions.begun(now).exists()
            newest = context["scheduled"] or context["live"]
            context["unpublished"] = bool(newest) and newest.article_version != article.version
        return super().render_change_form(request, context, *args, **kwargs)

    # -- saving ----------------------------------------------------------------------------------------

    def save_model(self, request: HttpRequest, obj: Article, form: ArticleForm, change: bool) -> None:
        try:
            writing.save_article(obj, by=request.user)
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from None

    def save_formset(self, request: HttpRequest, form: ArticleForm, formset, change: bool) -> None:
        if not isinstance(formset, BylineFormSet):
            super().save_formset(request, form, formset, change)
            return
        formset.save(commit=False)  # notes for the admin's own log what changed
        if formset.has_changed():
            writing.set_byline(form.instance, formset.bylines())

    def delete_model(self, request: HttpRequest, obj: Article) -> None:
        writing.delete_article(obj, by=request.user)

    def response_add(self, request: HttpRequest, obj: Article, post_url_continue=None) -> HttpResponse:
        return self._after_save(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        return self._after_save(request, obj) or super().response_change(request, obj)

    def _after_save(self, request: HttpRequest, article: Article) -> HttpResponse | None:
        """Where to go: on to publishing, or back to the story, with the move made that was asked for."""
        if IS_POPUP_VAR in request.POST:
            return None
        if "_publish" in request.POST:
            return HttpResponseRedirect(reverse("admin:articles_article_publish", args=[article.pk]))
        moves = [name for name in workflow.BY_NAME if f"_{name}" in request.POST]
        if moves:
            self._move(request, article, moves[0])
        else:
            self.message_user(request, "Saved.", messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))

    def _move(self, request: HttpRequest, article: Article, name: str) -> None:
        note = request.POST.get("remark", "").strip()
        try:
            moved = workflow.move(article, to=name, by=request.user, note=note)
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from None
        except StepRefused as refusal:
            self.message_user(request, f"Saved. {refusal}", messages.WARNING)
        else:
            self.message_user(request, f"Saved. It is “{moved.get_state_display()}” now.", messages.SUCCESS)


def _steps(user, article: Article | None) -> dict:
    """The one step that comes next, and the others that `user` may take: (name, words on the button)."""
    if article is None:
        moves = [move for move in workflow.TRANSITIONS if move.name == "submit"]
    else:
        moves = workflow.open_to(user, article)
    open_moves = [(move.name, move.label) for move in moves]
    if rules.can_publish(user, article):
        return {"main": ("publish", "Publish…"), "others": open_moves}
    forward = next((move for move in open_moves if move[0] in ("submit", "approve")), None)
    return {"main": forward, "others": [move for move in open_moves if move != forward]}


def _pill(article: Article) -> str:
    return format_html(
        '<span class="pill pill--{}"><span aria-hidden="true">{}</span> {}</span>',
        article.state, PILLS[State(article.state)], article.get_state_display(),
    )  # fmt: skip


def _join(facts: list[tuple[str, str, str]]) -> str:
    one = '<span class="pill pill--{}"><span aria-hidden="true">{}</span> {}</span>'
    return format_html_join(" ", one, facts)
