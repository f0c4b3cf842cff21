"""One's own account: who the newsroom takes one for, and what one wants to be told by mail."""

from __future__ import annotations

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from articles import permissions
from newsroom.lib.config.mail_server import is_address
from newsroom.models import User


class AccountForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ("story_mail", "review_mail")
        widgets = dict.fromkeys(fields, forms.RadioSelect)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        if not permissions.can_approve(self.instance):
            del self.fields["review_mail"]


def account(request: HttpRequest) -> HttpResponse:
    """The page of whoever is logged in."""
    person = User.objects.get(pk=request.user.pk)
    form = AccountForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        person.save(update_fields=list(form.fields))
        messages.success(request, "Saved.")
        return redirect("admin:account")
    context = {
        **admin.site.each_context(request),
        "title": "My account",
        "person": person,
        "form": form,
        "roles": person.groups.order_by("name"),
        "reachable": is_address(person.email),
    }
    return TemplateResponse(
        request, "admin/account.html", context, status=422 if request.method == "POST" else 200
    )
