"""One's own account: who the newsroom takes one for, and what one wants to be told by mail."""

from __future__ import annotations

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from articles import permissions
from articles.models import Author, Record, Verb
from newsroom.accounts import second_factor, sign_ins
from newsroom.lib.config.mail_server import is_address
from newsroom.models import User


class AccountForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ("story_mail", "review_mail", "reply_mail")
        widgets = dict.fromkeys(fields, forms.RadioSelect)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        if not permissions.can_approve(self.instance):
            del self.fields["review_mail"]
        if not Author.objects.filter(user=self.instance).exists():
            del self.fields["reply_mail"]  # who signs nothing


class NameForm(forms.ModelForm):
    """One's own name, as colleagues see it."""

    class Meta:
        model = User
        fields = ("first_name", "last_name")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, label_suffix="", **kwargs)


def account(request: HttpRequest) -> HttpResponse:
    """The page of whoever is logged in."""
    person = User.objects.get(pk=request.user.pk)
    naming = "first_name" in request.POST
    form = AccountForm(None if naming else request.POST or None, instance=person)
    name_form = NameForm(request.POST if naming else None, instance=person)
    sent = name_form if naming else form
    if request.method == "POST" and sent.is_valid():
        with transaction.atomic():
            if "reply_mail" in sent.changed_data:
                person.replies_told_at = timezone.now()  # of what comes from now on
            person.save(update_fields=[*sent.fields, "replies_told_at"])
            if naming and sent.changed_data:
                Record.objects.write(Verb.NAME_CHANGED, by=person, subject=person)
        messages.success(request, "Saved.")
        return redirect("admin:account")
    context = {
        **admin.site.each_context(request),
        "title": "My account",
        "person": person,
        "form": form,
        "name_form": name_form,
        "has_factor": second_factor.has_any(person),
        "elsewhere": sign_ins.open_sessions(person, but=request.session.session_key),
        "roles": person.groups.order_by("name"),
        "reachable": is_address(person.email),
    }
    return TemplateResponse(
        request, "admin/account.html", context, status=422 if request.method == "POST" else 200
    )
