"""Forgotten passwords, and those that are chosen by a link in a mail."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.forms import SetPasswordForm
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from articles.models import Record, Verb
from newsroom.accounts import devices, links, mails, sign_ins, waits
from newsroom.accounts.links import Purpose
from newsroom.accounts.views.pages import get_or_post, page, too_many
from newsroom.lib.web import network as networks
from newsroom.models import User


class ForgottenForm(forms.Form):
    name = forms.CharField(
        label="Login or email",
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )


class NewPasswordForm(SetPasswordForm):
    """A password, twice."""

    def __init__(self, user: User, *args, **kwargs) -> None:
        super().__init__(user, *args, label_suffix="", **kwargs)
        for field in self.fields.values():
            field.max_length = 1000
            field.validators.append(forms.fields.validators.MaxLengthValidator(1000))


def keep_password(form: SetPasswordForm) -> None:
    """The password alone: what somebody else has changed about the user meanwhile stays."""
    form.save(commit=False).save(update_fields=["password"])


@never_cache
@get_or_post
def forgotten(request: HttpRequest) -> HttpResponse:
    """Asks for a link by mail. Says the same whether or not there is such an account."""
    form = ForgottenForm(request.POST or None, label_suffix="")
    seconds = sent = 0
    if request.method == "POST" and form.is_valid():
        network = sign_ins.network_of(request)
        try:
            if not networks.is_ours(network):
                waits.take(waits.Counter("forgotten", network))
            mails.answer_forgotten.enqueue(form.cleaned_data["name"])
            sent = 1
        except waits.TooManyAttempts as refused:
            form.add_error(None, str(refused))
            seconds = refused.seconds
    response = page(request, "forgotten", "Forgotten password", form=form, sent=sent)
    return too_many(response, seconds) if seconds else response


@never_cache
@get_or_post
@sensitive_post_parameters()
def choose_password(request: HttpRequest, token: str) -> HttpResponse:
    """Sets a password by the link of a mail: once, then one logs in with it. 410 for a link that
    was used, or is too old."""
    if not (found := links.user_of_password_link(token)):
        return page(request, "link_gone", "This link is used up", status=410)
    user, purpose = found
    form = NewPasswordForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            User.objects.select_for_update().get(pk=user.pk)
            if not links.user_of_password_link(token):
                return page(request, "link_gone", "This link is used up", status=410)
            keep_password(form)
            logout(request)
            sign_ins.end_sessions(user)
            Record.objects.write(Verb.PASSWORD_CHANGED, by=user, subject=user, note=purpose.label)
            if purpose == Purpose.RESET:
                mails.tell_change(
                    user, "A new password was chosen by a link that we mailed to you."
                )
        messages.success(request, "Your password is set. Log in with it.")
        response = redirect("admin:login")
        devices.remember(request, response, user.pk)
        return response
    title = "Welcome" if purpose == Purpose.INVITATION else "Choose a new password"
    return page(request, "choose_password", title, form=form, person=user, purpose=purpose)
