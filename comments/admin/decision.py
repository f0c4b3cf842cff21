"""The register of decisions."""

from django.contrib import admin
from django.urls import path

from articles.admin.read_only import ReadOnlyAdmin
from comments.admin.figures import Figures
from comments.models import Decision


class DecisionAdmin(Figures, ReadOnlyAdmin):
    list_display = ["decided_at", "comment", "from_state", "to_state", "decided_by", "rule", "note"]
    list_filter = ["to_state"]
    list_select_related = ["comment", "by", "rule"]
    search_fields = ["comment__name", "comment__email", "note"]

    def get_urls(self) -> list:
        figures = self.admin_site.admin_view(self.figures_view)
        return [path("figures/", figures, name="comments_decision_figures"), *super().get_urls()]

    @admin.display(description="decided by")
    def decided_by(self, decision: Decision) -> str:
        return str(decision.by) if decision.by else "Policy"
