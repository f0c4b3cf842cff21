"""Fronts in the admin: the list of them, and the page on which one is composed."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseRedirect,
)
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from articles import permissions
from articles.admin.front.acts import arrange, spot_of
from articles.admin.front.forms import SlotForm, choosing
from articles.admin.front.preview import ShownPages
from articles.admin.front.publish import FrontSteps
from articles.errors import NotAllowed, StepRefused
from articles.fronts import contents, editing, places
from articles.fronts.places import Place
from articles.fronts.slots import Plan, Slot
from articles.models import Article, Edition, Front, FrontEdition, Section
from articles.search import find, question
from articles.search.question import Question

#: Stories in the list beside a front, and among how many of the newest words are looked for.
FEED, AMONG = 30, 200


class FrontAdmin(FrontSteps, ShownPages, admin.ModelAdmin):
    """Pages of our own: a front is no form of fields. Each act is a form that is sent, with the
    version seen."""

    class Media:
        js = [forms.Script(f"js/admin/{name}.js", type="module") for name in ("front", "names")]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def get_urls(self) -> list:
        view, name = self.admin_site.admin_view, "articles_front_{}".format
        return [
            path("", view(self.fronts_view), name=name("changelist")),
            path("at/", view(self.at_view), name=name("at")),
            path("<slug:place>/", view(self.compose_view), name=name("change")),
            path("<slug:place>/preview/", view(self.preview_view), name=name("preview")),
            path("<slug:place>/publish/", view(self.publish_view), name=name("publish")),
            path("<slug:place>/history/", view(self.history_view), name=name("history")),
            path("<slug:place>/compare/", view(self.compare_view), name=name("compare")),
            path(
                "<slug:place>/<number:number>/unschedule/",
                view(self.unschedule_view),
                name=name("unschedule"),
            ),
            path("<slug:place>/<number:number>/back/", view(self.back_view), name=name("back")),
        ]

    def fronts_view(self, request: HttpRequest) -> HttpResponse:
        """The home page's, each section's, and those of topics that have one; the state of each.
        Four queries."""
        self.may(request)
        now = timezone.now()
        sections = list(Section.objects.all())
        kept = {front.place: front for front in Front.objects.select_related("saved_by", "topic")}
        topics = [places.of_topic(front.topic) for front in kept.values() if front.topic]
        to_come: dict[int, list[FrontEdition]] = {}
        for edition in FrontEdition.objects.to_come(now).soonest_first():
            to_come.setdefault(edition.front_id, []).append(edition)
        rows = [
            (
                place,
                front,
                [each for each in editions if each.live_from <= now],
                [e for e in editions if e.live_from > now],
            )
            for place in (places.home(sections), *map(places.of_section, sections), *topics)
            for front in [kept.get(place.name)]
            for editions in [to_come.get(front.pk, []) if front else []]
        ]
        return self.front_page(request, None, "list", {"title": "Fronts", "rows": rows, "now": now})

    def compose_view(self, request: HttpRequest, place: str) -> HttpResponse:
        """The slots of a front as they look, and the stories to fill them with. ?slot= opens one;
        ?q= searches."""
        where = self.place(request, place)
        if request.method == "POST":
            return self._act(request, where)
        return self._compose(request, where, editing.working_copy(where))

    def _compose(
        self, request: HttpRequest, where: Place, front: Front, status: int = 200, **more
    ) -> HttpResponse:
        now = timezone.now()
        shown = contents.show(where, front.content, now)
        _with_names(shown, now)
        shown.places[0].is_first = True
        live = contents.live(where, now)
        open_slot = more.get("form") or _opened(request, where, shown)
        placed = {
            each.story.article_id: each.area.label
            for each in shown.places
            if each.story and each.story.article_id
        }
        placed |= {each.slot.story: each.area.label for each in shown.places if each.slot.story}
        context = {
            "title": f"Compose: {where.label}",
            "composing": True,
            "has_lead": bool(where.area("lead")),
            "front": front,
            "shown": shown,
            "live": live,
            "areas": [(area, shown.in_area(area.name)) for area in where.areas],
            "scheduled": list(front.editions.scheduled(now).soonest_first()) if front.pk else [],
            "unpublished": front.content != (live.content if live else {}),
            "feed": _feed(request, where, now),
            "placed": placed,
            "q": request.GET.get("q", ""),
            "targets": [
                (area, f"{area.name}-0")
                for area in where.areas
                if not area.name.startswith("band-")
            ],
            "bands": [
                (area, f"{area.name}-0") for area in where.areas if area.name.startswith("band-")
            ],
            "form": open_slot,
            "media": self.media + (open_slot.media if open_slot else forms.Media()),
            "choosing": choosing(request) if open_slot else "",
            **more,
        }
        return self.front_page(
            request, where, "compose", context, status, **{"frame-src": ["'self'"]}
        )

    def _act(self, request: HttpRequest, where: Place) -> HttpResponse:
        """One act on the working copy: 303 to where it shows; 409 with the front as it stands where
        it was second."""
        verb, *given = request.POST.get("act", "").split(":")
        version = request.POST.get("version", "")
        if not (version.isascii() and version.isdigit() and len(version) < 10):
            return HttpResponseBadRequest("Open the front again: this page was not complete.")
        form = None
        front = editing.working_copy(where)
        if verb == "fill":
            form = _form(where, spot_of(given[0] if given else ""), front, request.POST)
            if not form.is_valid():
                return self._compose(request, where, front, 422, form=form)
        goes_to: list[str] = []
        live = contents.live(where, timezone.now()) if verb == "live" else None
        seen = live.content if live else {}
        try:
            editing.change(
                where,
                lambda plan: goes_to.append(arrange(plan, verb, given, form, seen)),
                by=request.user,
                seen_version=int(version),
            )
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from None
        except editing.FrontMoved as moved:
            again = {} if form else {"again": request.POST["act"]}
            return self._compose(
                request, where, moved.front, 409, form=form, refused=str(moved), **again
            )
        except StepRefused as refusal:
            return self._compose(request, where, front, 422, form=form, refused=str(refusal))
        question = urlencode(
            {"placed": goes_to[0], **({"q": words} if (words := request.POST.get("q")) else {})}
        )
        address = reverse("admin:articles_front_change", args=[where.name])
        return HttpResponseRedirect(f"{address}?{question}#slot-{goes_to[0]}", status=303)

    # -- for all pages
    # -----------------------------------------------------------------------------------------

    def may(self, request: HttpRequest) -> None:
        if not permissions.can_compose(request.user):
            raise PermissionDenied("Your role does not allow composing fronts.")

    def place(self, request: HttpRequest, name: str) -> Place:
        self.may(request)
        where = places.named(name)
        if where is None:
            raise Http404("There is no such front.")
        return where

    def front_page(
        self,
        request: HttpRequest,
        where: Place | None,
        name: str,
        context: dict,
        status: int = 200,
        **policy,
    ) -> HttpResponse:
        base = {**self.admin_site.each_context(request), "opts": self.opts, "place": where}
        response = TemplateResponse(
            request, f"admin/articles/front/{name}.html", {**base, **context}, status=status
        )
        if policy:
            response._csp_replace = policy
        return response


def _opened(request: HttpRequest, where: Place, shown: contents.Shown) -> SlotForm | None:
    """The form of the slot that the address asks for."""
    each = next((each for each in shown.places if each.name == request.GET.get("slot")), None)
    return _made(each.area, each.number, each.slot, each.story) if each else None


def _form(where: Place, spot: tuple[str, int], front: Front, data) -> SlotForm:
    slot = Plan(where, front.content).at(*spot)
    return _made(where.area(spot[0]), spot[1], slot, None, data)


def _made(area, number: int, slot: Slot, story, data=None) -> SlotForm:
    if slot.story and getattr(story, "article_id", None) != slot.story:
        story = Article.objects.filter(pk=slot.story).first()
    form = SlotForm(data, area=area, slot=slot, story=story)
    form.name, form.number = f"{area.name}-{number}", number
    return form


def _with_names(shown: contents.Shown, now: dt.datetime) -> None:
    """Tell of stories that were placed and can't be seen what they are, and when they go live."""
    missing = {each.slot.story for each in shown.places if each.slot.story and each.why}
    stories = Article.objects.filter(pk__in=missing).with_status(now).in_bulk() if missing else {}
    waiting = Edition.objects.scheduled(now).filter(article__in=missing) if missing else ()
    begins = {edition.article_id: edition.live_from for edition in waiting}
    empty = None
    for each in shown.places:
        each.is_spare = empty == each.area and not each.story and each.slot.is_plain  # one will do
        empty = each.area if not each.story and each.slot.is_plain else None
        each.placed, each.begins = stories.get(each.slot.story), begins.get(each.slot.story)
        shown_headline = each.story.card_headline if each.story else ""
        each.title = (
            (each.placed.headline if each.placed else each.slot.headline)
            or shown_headline
            or each.area.label
        )


def _feed(request: HttpRequest, where: Place, now: dt.datetime) -> list[Edition]:
    """The newest stories that are live, or will be; of the place's subject, unless words are looked
    for."""
    words = request.GET.get("q", "").strip()
    rows = Edition.objects.live(now)
    waiting = (
        Edition.objects.scheduled(now).select_related("section").defer("body").order_by("live_from")
    )
    if words:
        found = find.standing(Question(question.terms(words), typing=True), now, most=AMONG)
        rows = rows.filter(pk__in=found).newest_first()
        waiting = waiting.filter(pk__in=found)
    else:
        rows = rows.under(where.subject) if where.subject else rows.newest_first()
    found = [*waiting[:FEED], *rows.for_lists()[:FEED]]
    for each in found:
        each.is_to_come = each.live_from > now
    return list({each.article_id: each for each in reversed(found)}.values())[::-1]
