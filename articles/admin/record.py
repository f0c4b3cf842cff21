"""The record of what was done to stories, to be read."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib import admin
from django.contrib.admin.views.main import PAGE_VAR

from articles.admin.read_only import ReadOnlyAdmin
from articles.models.record import verbs_by_subject


class VerbFilter(admin.SimpleListFilter):
    """By what was done: a select, as there are some hundred verbs. Every one is offered: to ask
    which occur takes long in a long record."""

    title = "what was done"
    parameter_name = "verb"
    template = "admin/articles/record/verb_filter.html"

    def __init__(self, request, params, model, model_admin) -> None:
        super().__init__(request, params, model, model_admin)
        #: What else the list goes by, to be sent along; another choice begins on its first page.
        self.others = [
            (name, value)
            for name, values in request.GET.lists()
            if name not in (self.parameter_name, PAGE_VAR)
            for value in values
        ]

    def lookups(self, request, model_admin) -> list[tuple[str, list[str]]]:
        return [
            (subject, [verb.value for verb in verbs])
            for subject, verbs in verbs_by_subject().items()
        ]

    def choices(self, changelist) -> Iterator[tuple[str, list[str]]]:
        """The verbs under what they are about, for the template."""
        return iter(self.lookup_choices)

    def queryset(self, request, queryset):
        return queryset.filter(verb=self.value()) if self.value() else queryset


class RecordAdmin(ReadOnlyAdmin):
    list_display = ("at", "by", "verb", "subject", "note")
    empty_value_display = ""
    list_filter = ("at", VerbFilter)
    list_select_related = ("by",)
    search_fields = ("subject", "note")
    fields = readonly_fields = ("at", "by", "verb", "subject", "article", "edition", "note")
