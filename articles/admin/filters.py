"""The filters beside the list of stories."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from articles.models import Article


class OnSiteFilter(admin.SimpleListFilter):
    title = "place"
    parameter_name = "site"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return [("live", "Live"), ("scheduled", "Scheduled"), ("off", "Not on the site")]

    def queryset(self, request: HttpRequest, queryset):
        facts = {"live": {"is_live": True}, "scheduled": {"is_scheduled": True}, "off": {"is_live": False}}
        return queryset.filter(**facts.get(self.value(), {}))


class MineFilter(admin.SimpleListFilter):
    title = "author"
    parameter_name = "whose"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return [("mine", "My stories")]

    def queryset(self, request: HttpRequest, queryset):
        if self.value() == "mine":
            return queryset.filter(pk__in=Article.objects.filter(created_by=request.user)) | queryset.filter(
                authors__user=request.user
            )
        return queryset
