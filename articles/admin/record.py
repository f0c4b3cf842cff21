"""The record of what was done to stories, to be read."""

from __future__ import annotations

from django.contrib import admin

from articles.admin.read_only import ReadOnlyAdmin


class VerbFilter(admin.SimpleListFilter):
    """By what was done to a story; the verbs are named here, as asking a long record for them takes
    long."""

    title = "verb"
    parameter_name = "verb"
    verbs = (
        "begun",
        "saved",
        "submit",
        "take back",
        "approve",
        "send back",
        "published",
        "scheduled",
        "unscheduled",
        "withdrawn",
        "deleted",
        "checks changed",
    )

    def lookups(self, request, model_admin) -> list[tuple[str, str]]:
        return [(verb, verb) for verb in self.verbs]

    def queryset(self, request, queryset):
        return queryset.filter(verb=self.value()) if self.value() else queryset


class RecordAdmin(ReadOnlyAdmin):
    list_display = ("at", "by", "verb", "subject", "note")
    list_filter = ("at", VerbFilter)
    list_select_related = ("by",)
    search_fields = ("subject", "note")
    fields = readonly_fields = ("at", "by", "verb", "subject", "article", "edition", "note")
