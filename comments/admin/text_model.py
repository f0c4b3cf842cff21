"""The page of the model: its versions with their figures, which one judges, and what a wrong hold
costs."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from articles.admin.read_only import ReadOnlyAdmin
from comments import permissions
from comments.errors import DecisionRefused
from comments.models import TextModel
from comments.spam_model import train
from newsroom.lib.learning import bands, measuring
from newsroom.lib.text.strings import number

#: Maximum number of the newest versions listed.
MAX_VERSIONS = 30
#: Costs for which the page says what would have happened.
COSTS = (0.5, 1, 2, 4, 8, 16)
#: The side of the picture of the calibration, in units of its own, and its margin.
SIDE, MARGIN = 300, 48


class CostForm(forms.Form):
    cost = forms.FloatField(
        label="One wrong hold costs as much as this many missed",
        min_value=bands.MIN_COST,
        max_value=bands.MAX_COST,
        widget=forms.NumberInput(attrs={"step": "0.25", "inputmode": "decimal"}),
    )


class TextModelAdmin(ReadOnlyAdmin):
    fields = [
        "number",
        "trained_at",
        "learned_from",
        "clear_to",
        "doubt_from",
        "cost",
        "is_live",
        "by",
    ]

    def get_urls(self) -> list:
        view = self.admin_site.admin_view
        return [
            path("choose/", view(self.choose_view), name="comments_textmodel_choose"),
            path("cost/", view(self.cost_view), name="comments_textmodel_cost"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        asked = CostForm(request.GET) if "cost" in request.GET else None
        return self.page(request, asked, 200 if asked is None or asked.is_valid() else 422)

    def choose_view(self, request: HttpRequest) -> HttpResponse:
        """Have the version `number` judge."""
        if not permissions.can_steer_model(request.user):
            raise PermissionDenied("Your role does not allow this.")
        if request.method == "POST":
            try:
                version = train.choose_model(number(request.POST.get("number")), by=request.user)
            except DecisionRefused as refusal:
                self.message_user(request, str(refusal), messages.WARNING)
            else:
                self.message_user(
                    request, f"{version} judges new replies from now on.", messages.SUCCESS
                )
        return redirect(page_url())

    def cost_view(self, request: HttpRequest) -> HttpResponse:
        """Set what a wrong hold costs: `cost`."""
        if not permissions.can_steer_model(request.user):
            raise PermissionDenied("Your role does not allow this.")
        if request.method != "POST":
            return redirect(page_url())
        form = CostForm(request.POST)
        try:
            if not form.is_valid():
                return self.page(request, form, 422)
            train.set_cost(form.cleaned_data["cost"], by=request.user)
        except DecisionRefused as refusal:
            form.add_error("cost", str(refusal))
            return self.page(request, form, 422)
        self.message_user(request, "Set. New replies are judged by it.", messages.SUCCESS)
        return redirect(page_url())

    def page(self, request: HttpRequest, form: CostForm | None, status: int) -> HttpResponse:
        """Two queries, however many versions there are."""
        listed = list(
            TextModel.objects.defer("numbers")
            .select_related("by")
            .order_by("-number")[:MAX_VERSIONS]
        )
        live = next((version for version in listed if version.is_live), None)
        if live is None:
            live = TextModel.objects.defer("numbers").filter(is_live=True).first()
        form = form or CostForm(initial={"cost": live.cost if live else 1})
        costs = set(COSTS) | ({live.cost} if live else set())
        if form.is_bound and form.is_valid():
            costs.add(form.cleaned_data["cost"])
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "The model",
            "versions": listed,
            "live": live,
            "form": form,
            "least": bands.MIN_COST,
            "most": bands.MAX_COST,
            "may_steer": permissions.can_steer_model(request.user),
            "would": would(live, sorted(costs)) if live else [],
            "asked": form.cleaned_data["cost"] if form.is_bound and form.is_valid() else None,
            "points": points(live.figures.get("reliability", [])) if live else [],
            "side": SIDE,
            "margin": MARGIN,
        }
        return TemplateResponse(
            request, "admin/comments/textmodel/page.html", context, status=status
        )


def page_url() -> str:
    return reverse("admin:comments_textmodel_changelist")


def would(live: TextModel, costs: list[float]) -> list[dict]:
    """What the bands of each cost would have done with the decisions that were held out."""
    rows = []
    for cost in costs:
        clear_to, doubt_from = bands.bounds(cost, live.learned_from)
        found = measuring.bands_of(live.figures.get("histogram", []), clear_to, doubt_from)
        doubtful, clear = found["doubtful"], found["clear"]
        rows.append(
            {
                "cost": cost,
                "clear_to": clear_to,
                "doubt_from": doubt_from,
                "held": doubtful["count"],
                "wrongly": doubtful["count"] - doubtful["ones"],
                "unsure": found["unsure"]["count"],
                "clear": clear["count"],
                "missed": clear["ones"],
                "is_set": cost == live.cost,
            }
        )
    return rows


def points(reliability: list[dict]) -> list[dict]:
    """Where each tenth of the scores is drawn: what the model said across, how many were so
    upwards, as large as there are many."""
    most = max((row["count"] for row in reliability), default=1)
    return [
        {
            **row,
            "x": round(MARGIN + SIDE * row["said"], 1),
            "y": round(MARGIN + SIDE * (1 - row["are"]), 1),
            "r": round(4 + 10 * (row["count"] / most) ** 0.5, 1),
            "to": row["from"] + 0.1,
        }
        for row in reliability
    ]
