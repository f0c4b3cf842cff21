"""The filters beside the list of stories."""

from __future__ import annotations

import datetime as dt

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from articles.admin.fields import people_of_the_newsroom
from articles.publishing.planning import LATE


class OwnerFilter(admin.SimpleListFilter):
    title = "owner"
    parameter_name = "owner"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return [
            ("me", "Me"),
            *((str(person.pk), str(person)) for person in people_of_the_newsroom()),
        ]

    def queryset(self, request: HttpRequest, queryset):
        value = request.user.pk if self.value() == "me" else self.value()
        return (
            queryset.filter(owner=value)
            if value in dict(self.lookup_choices) or self.value() == "me"
            else queryset
        )


class DueFilter(admin.SimpleListFilter):
    title = "due"
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return [("late", "Late"), ("today", "Today"), ("week", "This week")]

    def queryset(self, request: HttpRequest, queryset):
        now = timezone.localtime()
        today = now.replace(hour=0, minute=0, second=0, microsecond=0)
        monday = today - dt.timedelta(days=today.weekday())
        day = dt.timedelta(days=1)
        match self.value():
            case "late":
                return queryset.filter(
                    due_at__gt=now - LATE, due_at__lt=now, live_edition__isnull=True
                )
            case "today":
                return queryset.filter(due_at__gte=today, due_at__lt=today + day)
            case "week":
                return queryset.filter(due_at__gte=monday, due_at__lt=monday + 7 * day)
        return queryset


class PictureFilter(admin.SimpleListFilter):
    title = "picture"
    parameter_name = "picture"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return [("none", "Without a picture")]

    def queryset(self, request: HttpRequest, queryset):
        return queryset.filter(lead_picture__isnull=True) if self.value() == "none" else queryset
