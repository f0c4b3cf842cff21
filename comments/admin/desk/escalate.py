"""Passing a reply on from its card: to the editor, to legal, to the corrections desk; or to a later
time."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import path, reverse

from comments import permissions
from comments.admin.desk.selection import desk_url
from comments.errors import DecisionRefused, NotAllowed
from comments.feedback import requests
from comments.models import Escalation, Wish
from comments.moderation import escalations, put_aside
from comments.views.responses import wants_json
from newsroom.lib.text.strings import number
from newsroom.lib.times import exact


class Passing:
    """Of the admin of replies."""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view
        return [
            path("pass-on/", view(self.pass_on_view), name="comments_comment_pass_on"),
            path("put-aside/", view(self.put_aside_view), name="comments_comment_put_aside"),
            path("passed-on/", view(self.passed_on_view), name="comments_comment_passed_on"),
            *super().get_urls(),
        ]

    def pass_on_view(self, request: HttpRequest) -> HttpResponse:
        """Pass the reply `pass` on (“12:legal”, “12:correction”), with the note typed on its
        card."""
        pk, _, to = request.POST.get("pass", "").partition(":")

        back = {}

        def step() -> str:
            if to in Wish.values:
                requests.move(number(pk), wish=to, by=request.user)
                return "It is on the corrections desk now."
            made = escalations.escalate(
                number(pk), to=to, by=request.user, note=request.POST.get(f"why-{pk}", "")
            )
            back["undo"] = {
                "address": reverse("admin:comments_comment_passed_on"),
                "fields": {"settle": made.pk},
            }
            return f"Passed on: {Escalation.To(made.to).label} finds it in the queue “Passed on”."

        return self.take(request, step, at=number(pk), more=back)

    def put_aside_view(self, request: HttpRequest) -> HttpResponse:
        """Put the held reply `aside` aside (“12:hour”), or bring it back (“12:back”)."""
        pk, _, choice = request.POST.get("aside", "").partition(":")
        back = {}

        def step() -> str:
            if choice == "back":
                put_aside.bring_back(number(pk), by=request.user)
                return "It waits in the queue “Held” again."
            made = put_aside.put_aside(number(pk), choice=choice, by=request.user)
            back["aside"] = f"Put aside until {exact(made.until)}"
            back["undo"] = {
                "address": reverse("admin:comments_comment_put_aside"),
                "fields": {"aside": f"{pk}:back"},
            }
            return f"{back['aside']}: it comes back by itself."

        return self.take(request, step, at=number(pk), more=back)

    def passed_on_view(self, request: HttpRequest) -> HttpResponse:
        """What was passed on has been looked at."""

        def step() -> str:
            escalations.settle(number(request.POST.get("settle")), by=request.user)
            return "Settled."

        return self.take(request, step)

    def take(
        self, request: HttpRequest, step: Callable[[], str], at: int = 0, more: dict | None = None
    ) -> HttpResponse:
        """Take a step, and go back to the desk; a script is told `more`."""
        if not permissions.can_decide(request.user):
            raise PermissionDenied
        if request.method != "POST":
            return redirect(desk_url())
        try:
            words = step()
            status = 200
        except NotAllowed as error:
            raise PermissionDenied(str(error)) from None
        except DecisionRefused as error:
            words = str(error)
            status = 422
        if wants_json(request):
            return JsonResponse(
                {"done" if status == 200 else "why": words, **(more or {})}, status=status
            )
        messages.add_message(
            request, messages.SUCCESS if status == 200 else messages.WARNING, words
        )
        return redirect(desk_url(request.POST, at=at))
