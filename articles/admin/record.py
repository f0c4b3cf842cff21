"""The record of what was done to stories, to be read."""

from __future__ import annotations

from django.contrib import admin

from articles.admin.read_only import ReadOnlyAdmin
from articles.models import Verb


class VerbFilter(admin.SimpleListFilter):
    """By what was done. Every verb is offered: to ask which occur takes long in a long record."""

    title = "verb"
    parameter_name = "verb"

    def lookups(self, request, model_admin) -> list[tuple[str, str]]:
        return [(verb.value, verb.value) for verb in Verb]

    def queryset(self, request, queryset):
        return queryset.filter(verb=self.value()) if self.value() else queryset


class RecordAdmin(ReadOnlyAdmin):
    list_display = ("at", "by", "verb", "subject", "note")
    list_filter = ("at", VerbFilter)
    list_select_related = ("by",)
    search_fields = ("subject", "note")
    fields = readonly_fields = ("at", "by", "verb", "subject", "article", "edition", "note")
