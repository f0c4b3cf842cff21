"""Stories: the list, and the page on which they are written."""

from __future__ import annotations

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django_prose_editor.fields import ProseEditorField

from articles import fields, permissions
from articles.admin.editor import StoryEditorWidget, WritingMedia
from articles.admin.fields import Finding, Moment, without_detours
from articles.admin.lists import LongListAdmin
from articles.admin.picture.admin import own_address
from articles.admin.story.changelist.bulk_pages import BulkActs
from articles.admin.story.changelist.listing import Listing
from articles.admin.story.changelist.quick_edit import QuickEdit
from articles.admin.story.changelist.saved_views import SavedViews
from articles.admin.story.form import checks, sidebar
from articles.admin.story.form.autosave import Autosaves, TakesUp, forget_typed
from articles.admin.story.form.bar import bar_context
from articles.admin.story.form.blocks import BlockNames
from articles.admin.story.form.byline import BylineFormSet, CreditInline
from articles.admin.story.form.checks import Checks
from articles.admin.story.form.collision import Collisions, collision_page
from articles.admin.story.form.form import ArticleForm
from articles.admin.story.form.live_preview import LivePreview
from articles.admin.story.form.remarks import Remarks
from articles.admin.story.history import History
from articles.admin.story.page import PART
from articles.admin.story.preview_links import PreviewLinks
from articles.admin.story.publish import Publish, Unschedule, Withdraw
from articles.errors import Collision, NotAllowed, StepRefused
from articles.models import Article, Section
from articles.pages import story_text
from articles.writing import autosave, history, save, workflow

#: Number of versions that are listed beside the story.
LATEST_VERSIONS = 6


#: In the order in which their addresses are looked for.
PAGES = (
    BlockNames,
    LivePreview,
    Autosaves,
    Collisions,
    History,
    Publish,
    Withdraw,
    Unschedule,
    Checks,
    PreviewLinks,
    Remarks,
    SavedViews,
    QuickEdit,
    BulkActs,
)


class ArticleAdmin(TakesUp, WritingMedia, Listing, Finding, LongListAdmin):
    """The list of stories and the form of one; what else is done with them has pages of its own."""

    #: What another part settles with an edition, see Publish.
    settles: tuple[type, ...] = ()
    form = ArticleForm
    inlines = (CreditInline,)
    formfield_overrides = {
        ProseEditorField: {"widget": StoryEditorWidget},
        models.DateTimeField: {"form_class": forms.DateTimeField, "widget": Moment},
    }
    autocomplete_fields = ("topics", "lead_picture", "series")
    readonly_fields = ("text", "lead_preview")

    class Media:
        modules = (
            "names",
            "autosave",
            "presence",
            "checks",
            "rail",
            "counters",
            "preview",
            "lead-picture",
            "menu",
            "story-steps",
            "remarks",
        )
        js = [forms.Script(f"js/admin/{name}.js", type="module") for name in modules]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.pages = [make(self) for make in PAGES]

    def get_urls(self) -> list:
        return [url for page in self.pages for url in page.get_urls()] + super().get_urls()

    # -- who may
    # ---------------------------------------------------------------------------------------

    def has_view_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return permissions.can_read(request.user, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return permissions.can_write(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        if obj is None:
            return super().has_change_permission(request)
        return permissions.can_edit(request.user, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Only what was never published: the public record stays whole."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or not obj.editions.exists())

    # -- the pages
    # --------------------------------------------------------------------------------------

    def changelist_view(
        self, request: HttpRequest, extra_context: dict | None = None
    ) -> HttpResponse:
        context = dict(extra_context or {})
        for page in self.pages:
            context |= page.list_context(request)
        return super().changelist_view(request, context)

    def changeform_view(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except Collision as collision:
            return collision_page(self, request, collision)
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from None

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> list:
        mine = self.has_change_permission(request, obj) if obj else True
        instead = {"body": ("body", "seen_version") if mine else ("text",)}
        if obj and obj.lead_picture_id:
            instead["lead_picture"] = ("lead_picture", "lead_preview")

        def shown(names: tuple[str, ...]) -> list[str]:
            return [each for name in names for each in instead.get(name, (name,))]

        text = shown(fields.on_tab("text"))
        return [("Text", {"fields": text, "classes": ("writing",)})] + [
            (tab.label, {"fields": shown(tab.fields), "classes": (f"rail-{tab.name}",)})
            for tab in sidebar.TABS
            if tab.fields
        ]

    def formfield_for_dbfield(self, db_field, request: HttpRequest, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        return (
            without_detours(field)
            if db_field.name in ("section", "topics", "lead_picture", "series")
            else field
        )

    def get_formset_kwargs(self, request: HttpRequest, obj: Article, inline, prefix: str) -> dict:
        """A new story is signed by who begins it, until somebody says otherwise."""
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        author = getattr(request.user, "author", None)
        if request.method == "GET" and obj.pk is None and author:
            kwargs["initial"] = [{"author": author.pk}]
        return kwargs

    @admin.display(description="Story text")
    def text(self, article: Article) -> str:
        return format_html('<div class="prose">{}</div>', story_text.Sketch().whole(article.body))

    @admin.display(description="")
    def lead_preview(self, article: Article) -> str:
        picture = article.lead_picture
        width, height = picture.size("standard", 640)
        return format_html(
            '<img src="{}" alt="{}" width="{}" height="{}" fetchpriority="low">',
            own_address(picture, "standard", 640, "webp"),
            article.picture_alt,
            width,
            height,
        )

    def render_change_form(
        self, request: HttpRequest, context: dict, *args, **kwargs
    ) -> HttpResponse:
        article = kwargs.get("obj")
        for page in self.pages:
            context |= page.form_context(request, article)
        context["no_sections"] = not Section.objects.exists()
        context["can_add_section"] = request.user.has_perm("articles.add_section")
        context |= bar_context(request.user, article)
        if article:
            context["lately"] = history.entries(article, count=LATEST_VERSIONS)
        context["rail"] = sidebar.shown(context)
        return super().render_change_form(request, context, *args, **kwargs)

    # -- saving
    # ----------------------------------------------------------------------------------------

    def save_model(
        self, request: HttpRequest, obj: Article, form: ArticleForm, change: bool
    ) -> None:
        """Nothing yet: a story is saved in one piece, see save_related."""

    def save_related(
        self, request: HttpRequest, form: ArticleForm, formsets: list, change: bool
    ) -> None:
        byline = next(formset for formset in formsets if isinstance(formset, BylineFormSet))
        byline.save(commit=False)  # notes for the admin's own log what changed
        request.saved = save.save_article(
            form.instance,
            by=request.user,
            topics=form.cleaned_data["topics"],
            authors=byline.bylines(),
            roles=byline.roles(),
        )
        for formset in formsets:
            if formset is not byline:
                self.save_formset(request, form, formset, change)
        forget_typed(request)

    def delete_model(self, request: HttpRequest, obj: Article) -> None:
        save.delete_article(obj, by=request.user)

    def response_add(
        self, request: HttpRequest, obj: Article, post_url_continue=None
    ) -> HttpResponse:
        return self._after_save(request, obj) or super().response_add(
            request, obj, post_url_continue
        )

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        return self._after_save(request, obj) or super().response_change(request, obj)

    def _after_save(self, request: HttpRequest, article: Article) -> HttpResponse | None:
        """Where to go: on to publishing, or back to the story, with the move made that was asked
        for."""
        if IS_POPUP_VAR in request.POST:
            return None
        if PART in request.headers:
            return self._saved_in_place(request, article)
        if "_publish" in request.POST:
            return HttpResponseRedirect(
                reverse("admin:articles_article_publish", args=[article.pk])
            )
        moves = [name for name in workflow.BY_NAME if f"_{name}" in request.POST]
        kept = autosave.left_behind(request.user, article) if moves else None
        if kept:
            at = date_format(timezone.localtime(kept.at), "H:i")
            told = (
                f"Saved, and that is all: you typed here until {at} in another window and did not"
                " save that. Take it up again, or discard it, then take the step."
            )
            self.message_user(request, told, messages.WARNING)
        elif moves:
            self._move(request, article, moves[0])
        else:
            merged = request.saved.note
            self.message_user(
                request, f"Saved. {merged}." if merged else "Saved.", messages.SUCCESS
            )
        checks.tell(request, article)
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))

    def _saved_in_place(self, request: HttpRequest, article: Article) -> HttpResponse:
        """What the page that sent it says now; `merged` where it is behind what is stored."""
        context = {"original": article, "change": True, "merged": bool(request.saved.note)}
        context |= bar_context(request.user, article)
        return TemplateResponse(request, "admin/articles/article/_done.html", context)

    def _move(self, request: HttpRequest, article: Article, name: str) -> None:
        note = request.POST.get("remark", "").strip()
        if name == "send_back" and not note:
            told = (
                "Saved. Say why it goes back, in the menu above “Send back”: the writer reads it."
            )
            return self.message_user(request, told, messages.WARNING)
        try:
            moved = workflow.move(article, to=name, by=request.user, note=note)
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from None
        except StepRefused as refusal:
            self.message_user(request, f"Saved. {refusal}", messages.WARNING)
        else:
            self.message_user(
                request, f"Saved. It is “{moved.get_state_display()}” now.", messages.SUCCESS
            )
