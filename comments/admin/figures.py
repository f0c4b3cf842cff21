"""The page with figures on how moderation goes."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from articles.models import Section
from comments import permissions
from comments.transparency.figures.sheet import as_csv
from comments.transparency.figures.sheet import sheet as sheet_of
from comments.transparency.figures.span import PRESETS, span_of


class Figures:
    """What the register of decisions is asked by the chief: a page beside it."""

    def figures_view(self, request: HttpRequest) -> HttpResponse:
        """?days=28, or ?from=2026-11-01&to=2026-11-30; &section=3; &csv=waiting for the numbers
        alone."""
        if not permissions.can_see_figures(request.user):
            raise PermissionDenied("Your role does not see these figures.")
        span = span_of(request.GET, timezone.now())
        sheet = sheet_of(span)
        wanted = next((figure for figure in sheet if figure.name == request.GET.get("csv")), None)
        if wanted:
            name = f"{wanted.name}-{span.first}-{span.last}.csv"
            headers = {"Content-Disposition": f'attachment; filename="{name}"'}
            return HttpResponse(
                as_csv(wanted), content_type="text/csv; charset=utf-8", headers=headers
            )
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "How moderation goes",
            "span": span,
            "figures": sheet,
            "sections": Section.objects.all(),
            "presets": PRESETS,
            "count": len(span.days),
        }
        return TemplateResponse(request, "admin/comments/decision/figures.html", context)
