"""The desk's pages in the admin."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.dateparse import parse_date, parse_datetime

from articles import permissions
from articles.errors import NotAllowed, StepRefused
from articles.models import Article, State
from articles.publishing import dates, planning
from articles.writing import workflow
from newsroom.desk import calendar, find, output
from newsroom.lib.text.strings import number
from newsroom.lib.times import exact

UNDATED = 30


class Desk:
    """The pages of an admin site beside its lists: a calendar, a board, and what came out."""

    def __init__(self, site: AdminSite) -> None:
        self.site = site

    def urls(self) -> list:
        view = self.site.admin_view
        return [
            path("desk/calendar/", view(self.calendar_view), name="desk_calendar"),
            path("desk/calendar/move/", view(self.move_view), name="desk_move"),
            path("desk/board/", view(self.board_view), name="desk_board"),
            path("desk/board/step/", view(self.step_view), name="desk_step"),
            path("desk/output/", view(self.output_view), name="desk_output"),
            path("find/", view(self.find_view), name="find"),
        ]

    def calendar_view(self, request: HttpRequest) -> HttpResponse:
        """?span=month|week&day=2026-11-23"""
        _writer(request)
        now = timezone.now()
        kind = "week" if request.GET.get("span") == "week" else "month"
        day = _date(request.GET.get("day", "")) or timezone.localdate(now)
        context = {
            "title": "Calendar",
            "now": now,
            "span": calendar.read_span(kind, day, now),
            "undated": planning.undated(UNDATED),
            "may_publish": permissions.can_publish(request.user),
        }
        return self._desk_page(request, "calendar", context)

    def move_view(self, request: HttpRequest) -> HttpResponse:
        """Move what is due or scheduled to another time: article, kind, at, version."""
        _writer(request)
        back = HttpResponseRedirect(_back(request, "admin:desk_calendar"))
        if request.method != "POST":
            return back
        article = get_object_or_404(Article, pk=number(request.POST.get("article")))
        at = _moment(request.POST.get("at", ""))
        version = number(request.POST.get("version"), digits=9)
        if at is None:
            messages.add_message(request, messages.ERROR, "Give a date and time.")
            return back
        try:
            if request.POST.get("kind") == "scheduled":
                dates.reschedule(article, at, by=request.user, seen_version=article.version)
            else:
                dates.set_due(article, at, by=request.user, seen_version=version)
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from None
        except StepRefused as refusal:
            messages.add_message(request, messages.ERROR, f"“{article}” was not moved. {refusal}")
        else:
            messages.add_message(
                request,
                messages.SUCCESS,
                f"“{article}” is moved to {exact(at)}.",
            )
        return back

    def board_view(self, request: HttpRequest) -> HttpResponse:
        _writer(request)
        columns = planning.board(request.user, timezone.now())
        return self._desk_page(
            request,
            "board",
            {
                "columns": columns,
                "title": "Board",
                "now": timezone.now(),
                "moved": number(request.GET.get("moved")),
            },
        )

    def step_view(self, request: HttpRequest) -> HttpResponse:
        """Make one of the moves of the workflow, named by `step` or by the column that the card was
        brought `to`: article, step or to. What is to go live is published on its own page."""
        _writer(request)
        board = _back(request, "admin:desk_board")
        if request.method != "POST":
            return HttpResponseRedirect(board)
        article = get_object_or_404(Article, pk=number(request.POST.get("article")))
        to = request.POST.get("to", "")
        try:
            if to in ("scheduled", "live"):
                return HttpResponseRedirect(_way_to_readers(request.user, article))
            step = request.POST.get("step", "")
            if to in State.values:
                step = workflow.move_into(request.user, article, to).name
            if step not in workflow.BY_NAME:
                return HttpResponseRedirect(board)
            moved = workflow.move(article, to=step, by=request.user)
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from None
        except StepRefused as refusal:
            messages.add_message(request, messages.ERROR, f"“{article}”: {refusal}")
        else:
            words = f"“{article}” is “{moved.get_state_display()}” now."
            messages.add_message(request, messages.SUCCESS, words)
        return HttpResponseRedirect(f"{board}?moved={article.pk}")

    def output_view(self, request: HttpRequest) -> HttpResponse:
        """?by=section|author|day&from=2026-11-01&to=2026-11-30&csv=1"""
        _writer(request)
        today = timezone.localdate()
        by = request.GET.get("by") if request.GET.get("by") in output.BY else "section"
        first = _date(request.GET.get("from", "")) or today.replace(day=1)
        last = max(
            first, min(_date(request.GET.get("to", "")) or today, first + dt.timedelta(days=366))
        )
        start, end = (
            timezone.make_aware(dt.datetime.combine(day, dt.time()))
            for day in (first, last + dt.timedelta(days=1))
        )
        found = output.read_output(by, start, end)
        if "csv" in request.GET:
            name = f"output-by-{by}-{first}-{last}.csv"
            headers = {"Content-Disposition": f'attachment; filename="{name}"'}
            return HttpResponse(
                output.as_csv(by, found), content_type="text/csv; charset=utf-8", headers=headers
            )
        most = max((stories for _, stories, _ in found), default=0)
        context = {
            "title": "What came out",
            "by": by,
            "ways": {name: words for name, (words, _) in output.BY.items()},
            "first": first,
            "last": last,
            "rows": found,
            "most": most,
            "stories": sum(row[1] for row in found),
            "words": sum(row[2] for row in found),
        }
        return self._desk_page(request, "output", context)

    def find_view(self, request: HttpRequest) -> HttpResponse:
        """?q=quay&kind=story: a page for whoever comes by a link, JSON for scripts."""
        question = request.GET.get("q", "").strip()
        hits = find.find(request, self.site, question, timezone.now(), request.GET.get("kind", ""))
        if request.accepts("text/html") and request.headers.get("Accept", "*/*") != "*/*":
            response = self._desk_page(
                request, "find", {"title": "Find", "question": question, "hits": hits}
            )
        else:
            response = JsonResponse(find.as_data(hits))
        patch_vary_headers(response, ["Accept"])
        return response

    def _desk_page(self, request: HttpRequest, name: str, context: dict) -> HttpResponse:
        return TemplateResponse(
            request, f"admin/desk/{name}.html", {**self.site.each_context(request), **context}
        )


def _way_to_readers(user, article: Article) -> str:
    """Where `article` is published. Raises StepRefused where it is not ready, or `user` may not."""
    if not permissions.can_publish(user, article):
        raise StepRefused("Your role does not publish stories.")
    if article.state != State.READY:
        raise StepRefused(
            f"It is “{article.get_state_display()}”: only what is ready is published."
        )
    return reverse("admin:articles_article_publish", args=[article.pk])


def _writer(request: HttpRequest) -> None:
    """The desk is for those who work on stories."""
    if not (permissions.can_read(request.user) and permissions.can_write(request.user)):
        raise PermissionDenied("Your role does not work on stories.")


def _date(text: str) -> dt.date | None:
    try:
        found = parse_date(text)
    except ValueError:
        return None
    return found if found and 1990 <= found.year <= 2200 else None


def _moment(text: str) -> dt.datetime | None:
    """A time in the site's time zone, as a browser's field gives it."""
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    if found is None or not 1990 <= found.year <= 2200:
        return None
    return timezone.make_aware(found) if timezone.is_naive(found) else found


def _back(request: HttpRequest, name: str) -> str:
    """The page that the form stood on: this one's address, with the question that the form brought
    along."""
    question = request.POST.get("question", "")
    return f"{reverse(name)}?{question}" if question else reverse(name)
