"""The reports of imports: what came in, what did not and why, line by line."""

from __future__ import annotations

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode

from articles.admin.read_only import ReadOnlyAdmin
from newsroom.lib.text.html import moment
from newsroom.models import Import, ImportLine, Outcome, RunState

RUNS = {
    RunState.RUNNING: ("review", "◷"),
    RunState.DONE: ("ready", "●"),
    RunState.STOPPED: ("warn", "✕"),
}
LINES = {Outcome.LOST: ("warn", "✕"), Outcome.DOUBT: ("review", "?"), Outcome.CAME: ("ready", "●")}
#: What the three kinds of lines are called above their reasons.
HEADS = {
    Outcome.LOST: "Did not come",
    Outcome.DOUBT: "Came, and is worth a look",
    Outcome.CAME: "Came in",
}


def pill(name: str, sign: str, words: str) -> str:
    return format_html(
        '<span class="pill pill--{}"><span aria-hidden="true">{}</span> {}</span>',
        name,
        sign,
        words,
    )


class ImportAdmin(ReadOnlyAdmin):
    """The runs; the page of one is its report."""

    list_display = ("site", "stage", "begun", "by")
    list_display_links = None
    list_filter = ("state",)
    list_select_related = ("by",)
    show_facets = admin.ShowFacets.NEVER
    sortable_by = ("begun",)

    @admin.display(description="import")
    def site(self, run: Import) -> str:
        address = reverse("admin:newsroom_import_change", args=[run.pk])
        return format_html(
            '<a class="headline" href="{}">{}</a> <span class="quiet">{}</span>',
            address,
            run,
            ", ".join(run.files),
        )

    @admin.display(description="state")
    def stage(self, run: Import) -> str:
        return pill(*RUNS[RunState(run.state)], run.get_state_display())

    @admin.display(description="started", ordering="started_at")
    def begun(self, run: Import) -> str:
        return moment(run.started_at)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context=None
    ) -> HttpResponse:
        """The report of a run. Its figures are counted when it ends, however many lines it has."""
        run = self.get_object(request, object_id)
        if run is None:
            raise Http404
        if not self.has_view_permission(request, run):
            return super().change_view(request, object_id, form_url, extra_context)
        groups = [
            (head, lines_of(run, outcome=kind), reasons(run, kind)) for kind, head in HEADS.items()
        ]
        context = {
            **self.admin_site.each_context(request),
            "title": str(run),
            "run": run,
            "stage": self.stage(run),
            "groups": groups,
            "all": lines_of(run),
        }
        return TemplateResponse(request, "admin/newsroom/import/report.html", context)


def reasons(run: Import, outcome: str) -> list[tuple[str, int, str]]:
    """Why, how often, and where the lines are."""
    return [
        (about, count, lines_of(run, outcome=outcome, about=about))
        for kind, about, count in run.counts
        if kind == outcome
    ]


def lines_of(run: Import, **narrowed: str) -> str:
    """The address of the lines of a run, of one outcome or reason."""
    query = {"run__id__exact": run.pk} | {
        f"{name}__exact": value for name, value in narrowed.items()
    }
    return f"{reverse('admin:newsroom_importline_changelist')}?{urlencode(query)}"


class ImportLineAdmin(ReadOnlyAdmin):
    """The lines, of one run where one comes from its report."""

    list_display = ("outcome_in_a_word", "thing", "why", "where")
    list_display_links = None
    list_filter = ("outcome",)
    search_fields = ("subject", "words")
    empty_value_display = ""
    show_facets = admin.ShowFacets.NEVER
    sortable_by = ()
    ordering = ("id",)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        return lookup in ("run__id__exact", "about__exact") or super().lookup_allowed(
            lookup, value, request
        )

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).select_related("article", "picture")

    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        number = request.GET.get("run__id__exact", "")
        run = (
            Import.objects.filter(pk=number).first()
            if number.isascii() and number.isdigit()
            else None
        )
        told = {"run": run, "about": request.GET.get("about__exact", "")}
        return super().changelist_view(request, told | (extra_context or {}))

    @admin.display(description="what came of it")
    def outcome_in_a_word(self, line: ImportLine) -> str:
        return pill(*LINES[Outcome(line.outcome)], line.get_outcome_display())

    @admin.display(description="what")
    def thing(self, line: ImportLine) -> str:
        subject = line.subject or line.kind
        address = ""
        if line.article:
            address = reverse("admin:articles_article_change", args=[line.article_id])
        elif line.picture:
            address = reverse("admin:articles_picture_change", args=[line.picture_id])
        name = format_html("<bdi>{}</bdi>", subject)
        named = (
            format_html('<a class="headline" href="{}">{}</a>', address, name) if address else name
        )
        number = f" {line.number}" if line.number else ""
        return format_html('{} <span class="quiet">{}{}</span>', named, line.kind, number)

    @admin.display(description="why")
    def why(self, line: ImportLine) -> str:
        return format_html(
            '<span class="import-why">{}</span> <span class="quiet">{}</span>',
            line.words,
            line.about,
        )

    @admin.display(description="where")
    def where(self, line: ImportLine) -> str:
        return f"{line.file}, line {line.line}" if line.line else line.file
