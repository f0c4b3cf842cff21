"""The publication, its sections, topics and bylines."""

from __future__ import annotations

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from articles import furniture
from articles.errors import StepRefused
from articles.models import Publication


class FurnitureAdmin(admin.ModelAdmin):
    """Saves and deletes through articles.furniture, so that pages and record follow."""

    def save_model(self, request: HttpRequest, obj, form, change: bool) -> None:
        furniture.keep(obj, by=request.user)

    def delete_model(self, request: HttpRequest, obj) -> None:
        furniture.drop(obj, by=request.user)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context=None) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, extra_context)
        except StepRefused as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return HttpResponseRedirect(request.path.removesuffix("delete/") + "change/")

    def delete_queryset(self, request: HttpRequest, queryset) -> None:
        for obj in queryset:
            try:
                furniture.drop(obj, by=request.user)
            except StepRefused as refusal:
                self.message_user(request, str(refusal), messages.ERROR)


class NamedAdmin(FurnitureAdmin):
    search_fields = ("name", "slug")
    prepopulated_fields = {"slug": ("name",)}
    view_on_site = True

    def get_prepopulated_fields(self, request: HttpRequest, obj=None) -> dict:
        """An address follows the name until it is first saved, and then stays."""
        return {} if obj else self.prepopulated_fields


class SectionAdmin(NamedAdmin):
    list_display = ("name", "slug", "description", "position")
    fields = ("name", "slug", "description", "position")


class TopicAdmin(NamedAdmin):
    list_display = ("name", "slug", "description")
    fields = ("name", "slug", "description")


class AuthorAdmin(NamedAdmin):
    list_display = ("name", "role", "slug", "user")
    list_select_related = ("user",)
    fields = ("name", "slug", "role", "bio", "user")


class PublicationAdmin(FurnitureAdmin):
    """There is one publication: it can be named, not added to nor removed."""

    list_display = ("name", "tagline")
    fields = ("name", "tagline", "about", "shows_history")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request) and not Publication.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Publication, form, change: bool) -> None:
        obj.pk = 1
        super().save_model(request, obj, form, change)
