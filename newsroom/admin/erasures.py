"""What is held about somebody who wrote replies: to download it, to erase it, and what was
erased. (The page of a person leads here.)"""

from __future__ import annotations

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import urlencode

from articles.admin.read_only import ReadOnlyAdmin
from comments import permissions
from comments.models import Erasure
from comments.people import erasing, held
from comments.people.forms import EraseForm
from comments.views.own_data import download
from newsroom.accounts import proof
from newsroom.lib.web.addresses import NotAnAddress, mail_address


class ErasureAdmin(ReadOnlyAdmin):
    """What was erased, by whom and when, without whose it was."""

    list_display = ["erasure", "asked_by", "asked_at"]
    list_display_links = None
    sortable_by = ["asked_at"]
    list_select_related = ["by"]
    fields = ["fate", "source", "by", "asked_at", "done_at", "counts"]

    def get_urls(self) -> list:
        view = self.admin_site.admin_view
        return [
            path("person/", view(self.person_view), name="comments_erasure_person"),
            path("person/file/", view(self.file_view), name="comments_erasure_file"),
            path("person/erase/", view(self.erase_view), name="comments_erasure_erase"),
            *super().get_urls(),
        ]

    @admin.display(description="erasure")
    def erasure(self, erasure: Erasure) -> str:
        return str(erasure) if erasure.done_at else f"{erasure} (goes on)"

    @admin.display(description="asked for by")
    def asked_by(self, erasure: Erasure) -> str:
        return str(erasure.by or erasure.get_source_display())

    def person_view(self, request: HttpRequest) -> HttpResponse:
        """?email=…: how much is held, and what an erasure would do: nothing is done by it."""
        if not (
            permissions.can_export_person(request.user)
            or permissions.can_erase_person(request.user)
        ):
            raise PermissionDenied
        return self._page(request, *_address(request.GET, is_needed=False))

    def file_view(self, request: HttpRequest) -> HttpResponse:
        """All that is held about `email`, as a file; it is put on record."""
        if not permissions.can_export_person(request.user):
            raise PermissionDenied
        email, error = _address(request.POST)
        if request.method != "POST" or error:
            return self._page(request, email, error, status=422 if error else 200)
        if asked := proof.ask(request):
            return asked
        held.export(email, by=request.user)
        return download(email)

    def erase_view(self, request: HttpRequest) -> HttpResponse:
        """Erase what is held about `email`, where `sure` is ticked."""
        if not permissions.can_erase_person(request.user):
            raise PermissionDenied
        email, error = _address(request.POST)
        form = EraseForm(request.POST if request.method == "POST" else None)
        if error or not form.is_valid():
            status = 422 if request.method == "POST" else 200
            return self._page(request, email, error, form=form, status=status)
        if asked := proof.ask(request):
            return asked
        erasing.begin(email, by=request.user)
        self.message_user(request, "It is erased. If there was very much, the rest follows soon.")
        return redirect("admin:comments_erasure_changelist")

    def _page(
        self, request: HttpRequest, email: str, error: str = "", *, form=None, status: int = 200
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "What is held about somebody",
            "email": email,
            "error": error,
            "form": form or EraseForm(),
            "may_export": permissions.can_export_person(request.user),
            "may_erase": permissions.can_erase_person(request.user),
            **(held.before_erasure(email) if email and not error else {}),
        }
        return TemplateResponse(
            request, "admin/comments/erasure/person.html", context, status=status
        )


def _address(asked, *, is_needed: bool = True) -> tuple[str, str]:
    """The address that was typed, in its one form, and what is wrong with it."""
    typed = asked.get("email", "")[:1000]
    try:
        address = mail_address(typed)
        return address, "" if address or not is_needed else "Name an address."
    except NotAnAddress as wrong:
        return typed[:254], str(wrong)


def person_url(email: str) -> str:
    return f"{reverse('admin:comments_erasure_person')}?{urlencode({'email': email})}"
