"""Campaigns: what is open, and the page on which one is looked at and decided once."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.timesince import timesince

from articles.admin.read_only import ReadOnlyAdmin
from articles.paging import page_of
from comments import permissions
from comments.errors import DecisionRefused, NotAllowed
from comments.models import Campaign, Comment, Decision, HouseRule, State
from comments.moderation import campaigns, decisions
from newsroom.lib.text import diff
from newsroom.lib.text.strings import number, storable

PER_PAGE = 20
#: What a campaign can be brought to.
TO = (State.SHOWN, State.REJECTED, State.SPAM)
#: Maximum number of a campaign's replies on its page; only those that are named there are decided.
MAX_SHOWN = 50


class CampaignAdmin(ReadOnlyAdmin):
    def get_urls(self) -> list:
        view = self.admin_site.admin_view
        return [
            path("<number:pk>/decide/", view(self.decide_view), name="comments_campaign_decide"),
            path("<number:pk>/undo/", view(self.undo_view), name="comments_campaign_undo"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        """Those that are open, or with `?settled` those that are settled, newest first. A fixed
        number of queries."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        settled = "settled" in request.GET
        found = Campaign.objects.exclude(state="open") if settled else Campaign.objects.open()
        texts = (
            Comment.objects.filter(likeness__campaign=OuterRef("pk")).order_by("pk").values("text")
        )
        found = found.select_related("decided_by").annotate(sample=Subquery(texts[:1]))
        page = page_of(found, number(request.GET.get("page")) or 1, PER_PAGE)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Campaigns",
            "page": page,
            "cards": [(campaign, span(campaign)) for campaign in page],
            "settled": settled,
        }
        return TemplateResponse(request, "admin/comments/campaign/list.html", context)

    def change_view(self, request, object_id, form_url="", extra_context=None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return self.page(request, get_object_or_404(Campaign, pk=number(object_id)))

    def decide_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Decide about all that were seen (`act`, `seen`, `rule`, `note`), or say that it is no
        campaign."""
        if not permissions.can_decide(request.user):
            raise PermissionDenied("Your role does not allow deciding about replies.")
        campaign = get_object_or_404(Campaign, pk=pk)
        to = request.POST.get("act", "")
        if request.method != "POST" or to not in {*TO, "dismiss"}:
            return redirect(page_url(pk))
        try:
            if to == "dismiss":
                campaigns.dismiss(pk, by=request.user)
                self.message_user(
                    request, "Set aside: these replies are no campaign.", messages.SUCCESS
                )
                return redirect(reverse("admin:comments_campaign_changelist"))
            outcome = self.decided(request, pk, to)
        except DecisionRefused as refusal:
            return self.page(request, campaign, 422, refused=str(refusal), typed=request.POST)
        if outcome.unchanged:
            told = (
                f"{count_of(outcome.unchanged)} left as it is: somebody else has decided about it"
                " in the meantime."
            )
            self.message_user(request, told, messages.WARNING)
        return redirect(f"{page_url(pk)}?done={outcome.batch}")

    def decided(self, request: HttpRequest, pk: int, to: str) -> decisions.Outcome:
        rule = HouseRule.objects.filter(pk=number(request.POST.get("rule"))).first()
        note = storable(request.POST.get("note", ""))[:500]
        seen = seen_of(request.POST.get("seen", ""))
        rule = rule if to == State.REJECTED else None
        return campaigns.decide(
            pk, to=to, by=request.user, rule=rule, note=note, expected_states=seen
        )

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take back one's own decision about a campaign, as one act."""
        if not permissions.can_decide(request.user):
            raise PermissionDenied("Your role does not allow deciding about replies.")
        if request.method == "POST":
            try:
                outcome = decisions.undo(batch_of(request.POST.get("batch")), by=request.user)
            except NotAllowed as refusal:
                raise PermissionDenied(str(refusal)) from None
            except DecisionRefused as refusal:
                self.message_user(request, str(refusal), messages.WARNING)
            else:
                told = f"Undone: {count_of(outcome.decided)} as before. The campaign is open again."
                self.message_user(request, told, messages.SUCCESS)
        return redirect(page_url(pk))

    def page(
        self, request: HttpRequest, campaign: Campaign, status: int = 200, **more
    ) -> HttpResponse:
        """A campaign with its replies. A fixed number of queries, however many there are."""
        members = Comment.objects.filter(likeness__campaign=campaign)
        stands = list(
            members.order_by("pk").values_list("pk", "state", "version", "decision_count")
        )
        rows = (
            members.select_related("edition__address")
            .defer("edition__body")
            .order_by("-created_at", "-pk")[:MAX_SHOWN]
        )
        rows = list(rows)
        batch = batch_of(request.GET.get("done"))
        count = (
            Decision.objects.filter(batch=batch, by=request.user, undone_by=None).count()
            if batch
            else 0
        )
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Campaign",
            "campaign": campaign,
            "span": span(campaign),
            "rows": compared(rows),
            "total": len(stands),
            "more": len(stands) - len(rows),
            "seen": ",".join(f"{pk}:{revision(*how)}" for pk, *how in stands),
            "states": counted(stands),
            "rules": HouseRule.objects.all(),
            "may_decide": permissions.can_decide(request.user),
            "done": batch if count else None,
            "count": count,
            **more,
        }
        return TemplateResponse(
            request, "admin/comments/campaign/page.html", context, status=status
        )


def batch_of(given: str | None) -> uuid.UUID | None:
    """The number of an act, as it came with an address or a form."""
    try:
        return uuid.UUID(given or "")
    except ValueError:
        return None


def count_of(things) -> str:
    return "1 reply" if len(things) == 1 else f"{len(things)} replies"


def page_url(pk: int) -> str:
    return reverse("admin:comments_campaign_change", args=[pk])


def revision(state: str, version: int, decision_count: int) -> str:
    return Comment(state=state, version=version, decision_count=decision_count).revision


def seen_of(text: str) -> dict[int, str]:
    """How each reply stood when the page was made, from `12:held,13:shown 2`."""
    seen = {}
    for word in text.split(","):
        pk, _, stood = word.partition(":")
        if pk := number(pk):
            seen[pk] = stood
    return seen


def span(campaign: Campaign) -> str:
    """From the first to the last, in words: “20 minutes”."""
    told = timesince(campaign.first_at, campaign.last_at, depth=1)
    return "at once" if told.startswith("0") else f"within {told}"


def compared(rows: list[Comment]) -> list[dict]:
    """Each reply with the words marked in which it differs from the oldest of those shown."""
    if not rows:
        return []
    oldest = rows[-1]
    return [
        {
            "comment": row,
            "runs": None if row is oldest else diff.sides(diff.words(oldest.text, row.text))[1],
        }
        for row in rows
    ]


def counted(stands: list[tuple]) -> dict[str, int]:
    states: dict[str, int] = {}
    for _, state, _, _ in stands:
        label = State(state).label.lower()
        states[label] = states.get(label, 0) + 1
    return states
