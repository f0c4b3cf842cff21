"""What browsers refused to do for pages of the site: newsroom/operations/policy_reports.py."""

from __future__ import annotations

from django.contrib import admin

from articles.admin.read_only import ReadOnlyAdmin


class PolicyReportAdmin(ReadOnlyAdmin):
    list_display = ("directive", "blocked", "page", "source", "line", "count", "last_at")
    list_filter = ("directive",)
    show_facets = admin.ShowFacets.NEVER
