"""The record of what was done to stories, to be read."""

from __future__ import annotations

from articles.admin.readonly import ReadOnlyAdmin


class RecordAdmin(ReadOnlyAdmin):
    list_display = ("at", "by", "verb", "subject", "note")
    list_filter = ("verb",)
    list_select_related = ("by",)
    search_fields = ("subject", "note")
    date_hierarchy = "at"
    fields = readonly_fields = ("at", "by", "verb", "subject", "article", "edition", "note")
