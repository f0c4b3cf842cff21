"""The pages of passkeys. They need scripts; all else of logging in does not."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from newsroom.accounts import passkeys, proof, sign_ins, waits
from newsroom.accounts.views.entry import enter
from newsroom.accounts.views.factor import show
from newsroom.accounts.views.pages import get_or_post, page, too_many
from newsroom.accounts.waits import Counter
from newsroom.lib.web import network as networks
from newsroom.models import User


class NameForm(forms.Form):
    name = forms.CharField(
        max_length=60, help_text="So that you know it again: My phone, Office computer."
    )


@never_cache
@require_POST
def login_passkey(request: HttpRequest) -> HttpResponse:
    """Logs in with a passkey alone: the first request is answered with a challenge, as JSON, and
    counted, as it is good once and writes a session; the second brings the answer to it."""
    network = sign_ins.network_of(request)
    counters = [] if networks.is_ours(network) else [Counter("network", network)]
    answer = request.POST.get("credential", "")
    if not answer:
        try:
            waits.take(*counters)
        except waits.TooManyAttempts as refused:
            response = page(request, "passkey_refused", "Passkey", error=str(refused))
            return too_many(response, refused.seconds)
        options = passkeys.options_to_log_in(request)
        return HttpResponse(options, content_type="application/json")
    user = passkeys.finish_login(request, answer)
    if user is None:
        return page(request, "passkey_refused", "Passkey", status=403, error=passkeys.REFUSED)
    waits.give_back(*counters)
    return enter(request, user, request.POST.get("next", ""))


@never_cache
@get_or_post
def add(request: HttpRequest) -> HttpResponse:
    """Adds a passkey to one's own account."""
    if asked := proof.ask(request):
        return asked
    form = NameForm(request.POST or None, label_suffix="")
    if request.method == "POST" and form.is_valid():
        answer = request.POST.get("credential", "")
        codes = passkeys.add(request, answer, form.cleaned_data["name"])
        if codes:
            return show(request, User.objects.get(pk=request.user.pk), codes)
        if codes is not None:
            messages.success(request, "The passkey is added.")
            return redirect("admin:second_factor")
        form.add_error(None, "No passkey was added. Try again; it needs scripts, and a device.")
    key = passkeys.options_to_add(request)
    return page(request, "add_passkey", "Add a passkey", form=form, key=key)
