"""The outbox: what was mailed to whom, and what became of it."""

from __future__ import annotations

import email
import email.policy

from django.conf import settings
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import urlize
from django.urls import reverse
from django.utils.html import format_html

from articles.admin.read_only import ReadOnlyAdmin
from articles.errors import StepRefused
from newsroom.lib.config.mail_server import bare_address, is_address
from newsroom.lib.times import told
from newsroom.mail import outbox
from newsroom.models import Mail, MailState, User

PILLS = {
    MailState.WAITING: ("review", "◷"),
    MailState.SENT: ("ready", "●"),
    MailState.FAILED: ("warn", "✕"),
    MailState.KEPT: ("draft", "○"),
}
FACTS = (
    "to",
    "subject",
    "stage",
    "attempts",
    "error",
    "written_at",
    "sent_at",
    "due_at",
    "sender",
    "message_id",
)


class MailAdmin(ReadOnlyAdmin):
    list_display = ("mail", "fate", "last_error", "times")
    list_display_links = None
    list_filter = ("state",)
    sortable_by = ("times",)
    search_fields = ("to", "subject")
    show_facets = admin.ShowFacets.NEVER
    actions = ("send_again",)
    readonly_fields = ("stage", "text")

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).defer("content")

    def get_fields(self, request: HttpRequest, obj: Mail | None = None) -> tuple[str, ...]:
        facts = (
            "to",
            "subject",
            "stage",
            "attempts",
            "error",
            "written_at",
            "sent_at",
            "due_at",
            "sender",
            "message_id",
        )
        return (*facts, "text") if obj and may_read(request.user, obj) else facts

    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        return super().changelist_view(
            request, {**(extra_context or {}), "no_server": not settings.EMAIL_HOST}
        )

    def has_send_again_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("newsroom.change_mail")

    @admin.action(description="Send again", permissions=["send_again"])
    def send_again(self, request: HttpRequest, queryset) -> None:
        done = 0
        for mail in queryset:
            try:
                outbox.send_again(mail, by=request.user)
                done += 1
            except StepRefused as refusal:
                messages.warning(request, str(refusal))
        if done:
            messages.success(
                request,
                "1 email is on its way." if done == 1 else f"{done} emails are on their way.",
            )

    @admin.display(description="email")
    def mail(self, mail: Mail) -> str:
        address = reverse("admin:newsroom_mail_change", args=[mail.pk])
        return format_html(
            '<a class="headline" href="{}">{}</a> <span class="quiet">to {}</span>',
            address,
            mail,
            mail.to,
        )

    @admin.display(description="state")
    def stage(self, mail: Mail) -> str:
        name, sign = PILLS[MailState(mail.state)]
        return format_html(
            '<span class="pill pill--{}"><span aria-hidden="true">{}</span> {}</span>',
            name,
            sign,
            mail.get_state_display(),
        )

    @admin.display(description="state")
    def fate(self, mail: Mail) -> str:
        tried = f"{mail.attempts} attempts" if mail.attempts > 1 else ""
        return format_html('{} <span class="quiet">{}</span>', self.stage(mail), tried)

    @admin.display(description="last error", empty_value="")
    def last_error(self, mail: Mail) -> str:
        return mail.error

    @admin.display(description="written", ordering="written_at")
    def times(self, mail: Mail) -> str:
        ended = ""
        if mail.sent_at or mail.due_at:
            word = "sent" if mail.sent_at else "next attempt"
            ended = format_html("{} {}", word, told(mail.sent_at or mail.due_at))
        return format_html('{} <span class="quiet">{}</span>', told(mail.written_at), ended)

    @admin.display(description="text")
    def text(self, mail: Mail) -> str:
        return format_html('<div class="mail-text">{}</div>', urlize(plain(mail)))


def may_read(user: User, mail: Mail) -> bool:
    """What goes to its reader is read by nobody else; what is kept here can be read here and
    nowhere else.

    A superuser's mail is a superuser's business: there may be a link in it that sets a password.
    """
    if mail.state != MailState.KEPT or mail.content is None:
        return False
    theirs = User.objects.filter(is_superuser=True).values_list("email", flat=True)
    reach = {bare_address(address).lower() for address in theirs if is_address(address)}
    return user.is_superuser or mail.to.lower() not in reach


def plain(mail: Mail) -> str:
    """The plain text of a mail."""
    body = email.message_from_bytes(bytes(mail.content), policy=email.policy.default).get_body(
        ("plain",)
    )
    return body.get_content() if body else "This email has no plain text."
