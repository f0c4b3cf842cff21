"""The filters beside the list of stories."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from articles.models import Article, Credit, Edition


class OnSiteFilter(admin.SimpleListFilter):
    title = "place"
    parameter_name = "site"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return [("live", "Live"), ("scheduled", "Scheduled"), ("off", "Not on the site")]

    def queryset(self, request: HttpRequest, queryset):
        scheduled = Edition.objects.scheduled(timezone.now()).values("article")  # few: found from their own index
        facts = {
            "live": {"live_edition__isnull": False},
            "scheduled": {"pk__in": scheduled},
            "off": {"live_edition__isnull": True},
        }
        return queryset.filter(**facts.get(self.value(), {}))


class MineFilter(admin.SimpleListFilter):
    title = "author"
    parameter_name = "whose"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return [("mine", "My stories")]

    def queryset(self, request: HttpRequest, queryset):
        if self.value() == "mine":
            begun = Article.objects.filter(created_by=request.user).order_by().values("pk")
            signed = Credit.objects.filter(author__user=request.user).order_by().values("article")
            return queryset.filter(pk__in=begun.union(signed))
        return queryset
