"""The register of decisions."""

from django.contrib import admin

from articles.admin.readonly import ReadOnlyAdmin
from comments.models import Decision


class DecisionAdmin(ReadOnlyAdmin):
    list_display = ["decided_at", "comment", "from_state", "to_state", "decided_by", "rule", "note"]
    list_filter = ["to_state"]
    list_select_related = ["comment", "by", "rule"]
    search_fields = ["comment__name", "comment__email", "note"]

    @admin.display(description="decided by")
    def decided_by(self, decision: Decision) -> str:
        return str(decision.by) if decision.by else "Policy"
