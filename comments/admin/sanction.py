"""People: the page of somebody who writes replies, and the register of measures."""

from __future__ import annotations

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import urlencode

from articles.admin.read_only import ReadOnlyAdmin
from comments import permissions
from comments.errors import DecisionRefused, NotAllowed
from comments.models import Comment, Sanction
from comments.moderation import decisions, sanctions
from comments.moderation.sanction_form import SanctionForm
from comments.people import notes, track_record
from comments.people.page import as_data, known_of
from newsroom.lib.text.strings import number, storable


class SanctionAdmin(ReadOnlyAdmin):
    """Measures are taken on the page of the person. Each step answers in JSON where that is asked
    for."""

    list_display = ["person", "kind", "since", "until", "by", "lifted_at"]
    list_display_links = None
    list_filter = ["kind"]
    list_select_related = ["by"]
    search_fields = ["email", "note"]
    fields = [
        "email",
        "kind",
        "message",
        "note",
        "rule",
        "comment",
        "by",
        "since",
        "until",
        "lifted_at",
        "lifted_by",
        "seen_at",
    ]

    def get_urls(self) -> list:
        view = self.admin_site.admin_view
        return [
            path("person/", view(self.person_view), name="comments_sanction_person"),
            path("person/measure/", view(self.measure_view), name="comments_sanction_measure"),
            path("person/note/", view(self.note_view), name="comments_sanction_note"),
            path("<number:pk>/lift/", view(self.lift_view), name="comments_sanction_lift"),
            path("<number:pk>/undo/", view(self.undo_view), name="comments_sanction_undo"),
            *super().get_urls(),
        ]

    @admin.display(description="person", ordering="email")
    def person(self, sanction: Sanction) -> str:
        return format_html('<a href="{}">{}</a>', person_url(sanction.email), sanction.email)

    def person_view(self, request: HttpRequest) -> HttpResponse:
        """?email=…, and `comment` for the reply that gives rise to it."""
        if not permissions.can_see_person(request.user):
            raise PermissionDenied
        email = email_of(request.GET)
        if wants_data(request):
            return JsonResponse(
                as_data(track_record.record([email]).get(email) or track_record.Person(email))
            )
        return self._page(request, email)

    def measure_view(self, request: HttpRequest) -> HttpResponse:
        """Take a measure: `email`, and the fields of the form; 422 with all that was typed."""
        if not permissions.can_sanction(request.user):
            raise PermissionDenied
        email = email_of(request.POST)
        if request.method != "POST":
            return redirect(person_url(email))
        form = self._form(request, email, request.POST)
        if form.is_valid():
            about = Comment.objects.filter(pk=form.cleaned_data["comment"], email=email).first()
            try:
                made = sanctions.sanction(
                    email=email, by=request.user, comment=about, **form.given()
                )
            except sanctions.SanctionRefused as refusal:
                form.refuse(refusal)
            else:
                return self._done(
                    request, email, f"{made.get_kind_display()}: done, and on record."
                )
        if wants_data(request):
            return JsonResponse({"errors": form.errors}, status=422)
        return self._page(request, email, status=422, form=form)

    def note_view(self, request: HttpRequest) -> HttpResponse:
        """Note something: `email`, `text`."""
        if not permissions.can_note(request.user):
            raise PermissionDenied
        email = email_of(request.POST)
        if request.method != "POST":
            return redirect(person_url(email))
        text = request.POST.get("text", "")
        try:
            notes.note(email=email, text=text, by=request.user)
        except DecisionRefused as refusal:
            if wants_data(request):
                return JsonResponse({"errors": {"text": [str(refusal)]}}, status=422)
            return self._page(
                request, email, status=422, note={"text": text, "error": str(refusal)}
            )
        return self._done(request, email, "Noted.")

    def lift_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """End a measure."""
        if not permissions.can_lift_sanction(request.user):
            raise PermissionDenied
        found = get_object_or_404(Sanction, pk=pk)
        if request.method != "POST":
            return redirect(person_url(found.email))
        sanctions.lift(found, by=request.user)
        return self._done(request, found.email, "Lifted.")

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Put back the replies that were rejected with a measure."""
        if not permissions.can_decide(request.user):
            raise PermissionDenied
        found = get_object_or_404(Sanction, pk=pk)
        if request.method != "POST" or not found.batch:
            return redirect(person_url(found.email))
        try:
            outcome = decisions.undo(found.batch, by=request.user)
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from None
        except DecisionRefused as refusal:
            messages.warning(request, str(refusal))
            return redirect(person_url(found.email))
        count = len(outcome.decided)
        return self._done(
            request, found.email, f"{count} {'reply' if count == 1 else 'replies'} as before."
        )

    def _form(self, request: HttpRequest, email: str, data=None) -> SanctionForm:
        counts, last = sanctions.counted(email, timezone.now())
        about = {"comment": number(request.GET.get("comment")) or None, "up_to": last}
        return SanctionForm(
            data, may_ban=permissions.can_ban(request.user), counts=counts, initial=about
        )

    def _page(
        self, request: HttpRequest, email: str, status: int = 200, form=None, note=None
    ) -> HttpResponse:
        if not email:
            raise Http404("There is nobody without an address.")
        user = request.user
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": email,
            **known_of(email),
            "form": form or self._form(request, email),
            "note": note or {},
            "may_sanction": permissions.can_sanction(user),
            "may_lift": permissions.can_lift_sanction(user),
            "may_note": permissions.can_note(user),
        }
        return TemplateResponse(
            request, "admin/comments/sanction/person.html", context, status=status
        )

    def _done(self, request: HttpRequest, email: str, words: str) -> HttpResponse:
        if wants_data(request):
            return JsonResponse(
                {"words": words, "person": as_data(track_record.record([email])[email])}
            )
        messages.success(request, words)
        return redirect(person_url(email))


def wants_data(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def email_of(asked) -> str:
    return storable(asked.get("email", "")).lower()[:254]


def person_url(email: str) -> str:
    return f"{reverse('admin:comments_sanction_person')}?{urlencode({'email': email})}"
