"""The record of what was done to stories, to be read."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest


class RecordAdmin(admin.ModelAdmin):
    list_display = ("at", "by", "verb", "subject", "note")
    list_filter = ("verb",)
    list_select_related = ("by",)
    search_fields = ("subject", "note")
    date_hierarchy = "at"
    fields = readonly_fields = ("at", "by", "verb", "subject", "article", "edition", "note")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False
