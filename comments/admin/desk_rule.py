"""Rules of the desk: their list, and a page for each with its lab and its figures."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from articles.admin.read_only import ReadOnlyAdmin
from comments import permissions
from comments.automod import lab, lifecycle, outcomes
from comments.automod.forms import ABOUT, ReplayForm, RuleForm
from comments.errors import DecisionRefused
from comments.models import DeskRule, RuleHit
from newsroom.lib.text.strings import number

Stage = DeskRule.Stage
#: Maximum number of its newest hits on a rule's page.
MAX_HITS = 20
#: Most urgent first.
ORDER = (Stage.LIVE, Stage.SILENT, Stage.LAB, Stage.OFF)


class DeskRuleAdmin(ReadOnlyAdmin):
    """Nothing is deleted: a rule is switched off, as replies and hits name it."""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view
        return [
            path("<number:pk>/try/", view(self.try_view), name="comments_deskrule_try"),
            path("<number:pk>/move/", view(self.move_view), name="comments_deskrule_move"),
            *super().get_urls(),
        ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return permissions.can_edit_rules(request.user)

    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        """All rules with their stage and figures. As many queries for any number of them."""
        self._reader(request)
        found = sorted(
            DeskRule.objects.select_related("section").defer("terms"),
            key=lambda rule: ORDER.index(rule.stage),
        )
        figures = outcomes.of(found, timezone.now())
        context = {
            "title": "Rules of the desk",
            "rows": [(rule, figures[rule.pk]) for rule in found],
        }
        return self._page(request, "list", context)

    def add_view(self, request: HttpRequest, form_url="", extra_context=None) -> HttpResponse:
        """First what it looks for (?kind=), then the rest."""
        if not permissions.can_edit_rules(request.user):
            raise PermissionDenied
        kind = request.GET.get("kind", "")
        if kind not in DeskRule.Kind.values:
            kinds = [(value, label, ABOUT[value]) for value, label in DeskRule.Kind.choices]
            return self._page(request, "kinds", {"title": "New rule", "kinds": kinds})
        form = RuleForm(request.POST or None, kind=kind)
        if request.method == "POST" and form.is_valid():
            try:
                rule = lifecycle.make(kind=kind, by=request.user, **form.given())
            except lifecycle.RuleRefused as refusal:
                form.refuse(refusal)
            else:
                messages.success(
                    request, "It is in the lab now: try it on what moderators have decided."
                )
                return redirect(rule_url(rule))
        title = f"New rule: {DeskRule.Kind(kind).label.lower()}"
        return self._page(
            request, "add", {"title": title, "form": form}, status=422 if form.is_bound else 200
        )

    def change_view(
        self, request: HttpRequest, object_id: str, form_url="", extra_context=None
    ) -> HttpResponse:
        """A rule with all that is known of it; a POST changes it."""
        self._reader(request)
        rule = get_object_or_404(
            DeskRule.objects.select_related("section", "made_by"), pk=number(object_id)
        )
        form = RuleForm.of(rule)
        status = 200
        if request.method == "POST":
            if not permissions.can_edit_rules(request.user):
                raise PermissionDenied
            form = RuleForm(request.POST, kind=rule.kind)
            status = 422
            if form.is_valid() and self._changed(request, rule, form):
                return redirect(rule_url(rule))
        return self._page(request, "rule", {**self._known_of(rule), "form": form}, status=status)

    def _changed(self, request: HttpRequest, rule: DeskRule, form: RuleForm) -> bool:
        try:
            changed = lifecycle.change(
                rule,
                by=request.user,
                seen_version=form.cleaned_data["seen_version"],
                **form.given(),
            )
        except lifecycle.RuleRefused as refusal:
            form.refuse(refusal)
            return False
        back = changed.version != rule.version
        messages.success(
            request, "Saved. It is in the lab again: try it anew." if back else "Saved."
        )
        return True

    def _known_of(self, rule: DeskRule) -> dict:
        replay = rule.replays.filter(rule_version=rule.version).first()
        hits = RuleHit.objects.filter(rule=rule).select_related("comment__edition__address")
        return {
            "title": rule.name,
            "rule": rule,
            "about": ABOUT[rule.kind],
            "moves": lifecycle.moves_of(rule),
            "is_tried": lifecycle.is_tried(rule),
            "replay": replay,
            "replay_form": ReplayForm(label_suffix=""),
            "result": outcomes.result_of(replay) if replay and replay.done_at else None,
            "figures": outcomes.of([rule], timezone.now())[rule.pk],
            "days": outcomes.DAYS,
            "hits": hits.defer("comment__edition__body").order_by("-at", "-pk")[:MAX_HITS],
        }

    def try_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Have the lab try a rule."""
        return self._step(
            request, pk, self._try, "The lab is testing this rule. This page shows how far it is."
        )

    def _try(self, request: HttpRequest, rule: DeskRule) -> None:
        lab.begin(rule, days=number(request.POST.get("days"), digits=4), by=request.user)

    def move_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Bring a rule to another stage."""
        return self._step(request, pk, self._move, "Done.")

    def _move(self, request: HttpRequest, rule: DeskRule) -> None:
        lifecycle.move_on(rule, to=request.POST.get("to", ""), by=request.user)

    def _step(self, request: HttpRequest, pk: int, step, done: str) -> HttpResponse:
        if not permissions.can_edit_rules(request.user):
            raise PermissionDenied
        rule = get_object_or_404(DeskRule, pk=pk)
        if request.method == "POST":
            try:
                step(request, rule)
            except DecisionRefused as refusal:
                messages.warning(request, str(refusal))
            else:
                messages.success(request, done)
        return redirect(rule_url(rule))

    def _reader(self, request: HttpRequest) -> None:
        if not permissions.can_see_rules(request.user):
            raise PermissionDenied

    def _page(
        self, request: HttpRequest, name: str, context: dict, status: int = 200
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "may_rule": permissions.can_edit_rules(request.user),
            **context,
        }
        return TemplateResponse(
            request, f"admin/comments/deskrule/{name}.html", context, status=status
        )


def rule_url(rule: DeskRule) -> str:
    return reverse("admin:comments_deskrule_change", args=[rule.pk])
