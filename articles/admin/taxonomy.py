"""The publication, its sections, topics and bylines."""

from __future__ import annotations

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from articles import permissions, taxonomy
from articles.admin.fields import Finding, without_detours
from articles.errors import StepRefused
from articles.fronts import places
from articles.models import Publication


class FurnitureAdmin(admin.ModelAdmin):
    """Saves and deletes through articles.taxonomy, so that pages and record follow."""

    def save_model(self, request: HttpRequest, obj, form, change: bool) -> None:
        taxonomy.keep(obj, by=request.user)

    def delete_model(self, request: HttpRequest, obj) -> None:
        taxonomy.drop(obj, by=request.user)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context=None) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, extra_context)
        except StepRefused as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return HttpResponseRedirect(request.path.removesuffix("delete/") + "change/")

    def delete_queryset(self, request: HttpRequest, queryset) -> None:
        for obj in queryset:
            try:
                taxonomy.drop(obj, by=request.user)
            except StepRefused as refusal:
                self.message_user(request, str(refusal), messages.ERROR)


class NamedAdmin(FurnitureAdmin):
    search_fields = ("name", "slug")
    prepopulated_fields = {"slug": ("name",)}
    view_on_site = True

    class Media:
        js = [forms.Script("js/admin/slugs.js", type="module")]

    def get_prepopulated_fields(self, request: HttpRequest, obj=None) -> dict:
        """An address follows the name until it is first saved, and then stays."""
        return {} if obj else self.prepopulated_fields


class SectionAdmin(NamedAdmin):
    list_display = ("name", "slug", "description", "position")
    fields = ("name", "slug", "description", "position")


class TopicAdmin(Finding, NamedAdmin):
    list_display = ("name", "slug", "description")
    fields = ("name", "slug", "description", "intro", "picture")
    autocomplete_fields = ("picture",)

    def formfield_for_dbfield(self, db_field, request: HttpRequest, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        return without_detours(field) if db_field.name == "picture" else field

    def render_change_form(
        self, request: HttpRequest, context: dict, *args, **kwargs
    ) -> HttpResponse:
        """With the way to what is essential to read about it."""
        topic = kwargs.get("obj")
        if topic and permissions.can_compose(request.user):
            context["compose"] = reverse(
                "admin:articles_front_change", args=[places.of_topic(topic).name]
            )
        return super().render_change_form(request, context, *args, **kwargs)


class SeriesAdmin(NamedAdmin):
    list_display = ("name", "slug", "is_closed", "description")
    fields = ("name", "slug", "description", "is_closed")


class AuthorForm(forms.ModelForm):
    """Names in the fediverse are taken as people write them."""

    def clean_fediverse(self) -> str:
        given = self.cleaned_data["fediverse"].strip().lstrip("@")
        name, _, host = given.partition("@")
        return f"@{name}@{host.lower()}" if given else ""


class AuthorAdmin(NamedAdmin):
    list_display = ("name", "role", "slug", "user")
    list_select_related = ("user",)
    fields = ("name", "slug", "role", "bio", "website", "fediverse", "user")
    form = AuthorForm


class PublicationAdmin(Finding, FurnitureAdmin):
    """There is one publication: it can be named, not added to nor removed."""

    list_display = ("name", "tagline")
    fieldsets = (
        (None, {"fields": ("name", "tagline", "about", "logo", "shows_history")}),
        ("Replies", {"fields": ("reserved_names",)}),
        ("Security", {"fields": ("security_contact",)}),
        (
            "Where the paper says how it works",
            {
                "fields": tuple(Publication.POLICIES),
                "description": (
                    "Addresses of the web, or of stories here. What is given stands at the foot of"
                    " every page, and search engines are told."
                ),
            },
        ),
    )
    autocomplete_fields = ("logo",)

    def formfield_for_dbfield(self, db_field, request: HttpRequest, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        return without_detours(field) if db_field.name == "logo" else field

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request) and not Publication.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Publication, form, change: bool) -> None:
        obj.pk = 1
        super().save_model(request, obj, form, change)
