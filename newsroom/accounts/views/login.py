"""The page to log in."""

from __future__ import annotations

import unicodedata

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.views import LoginView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from newsroom.accounts import devices, second_factor, sign_ins, waits
from newsroom.accounts.views.entry import hold
from newsroom.accounts.views.pages import too_many
from newsroom.accounts.waits import Counter
from newsroom.lib.web import network as networks
from newsroom.models import User

WRONG = "Wrong name or password, or no account that may log in here."


class LoginForm(AdminAuthenticationForm):
    """Name and password, counted before they are looked at. `seconds` is how long to wait where it
    was refused for that."""

    error_messages = {**AdminAuthenticationForm.error_messages, "invalid_login": WRONG}

    def __init__(self, request: HttpRequest, *args, **kwargs) -> None:
        super().__init__(request, *args, label_suffix="", **kwargs)
        self.fields["password"].max_length = 1000
        self.fields["password"].validators.append(forms.fields.validators.MaxLengthValidator(1000))
        self.seconds = 0

    def clean(self) -> dict:
        name, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if name is None or not password:
            return self.cleaned_data
        counters = counters_for(self.request, name)
        try:
            waits.take(*counters)
        except waits.TooManyAttempts as refused:
            self.seconds = refused.seconds
            raise ValidationError(str(refused), code="wait") from None
        try:
            cleaned = super().clean()
        except ValidationError:
            if left := waits.seconds_left(*counters):
                waits.note_failures(name)
                raise ValidationError(f"{WRONG} Try again in {waits.span(left)}.") from None
            raise
        waits.succeed(*counters)
        return cleaned


class Login(LoginView):
    """Answers 429 while it has to wait."""

    authentication_form = LoginForm

    def form_valid(self, form: LoginForm) -> HttpResponse:
        user = form.get_user()
        if second_factor.has_any(user):
            return hold(self.request, user, self.get_success_url())
        response = super().form_valid(form)
        devices.remember(self.request, response, user.pk)
        return response

    def form_invalid(self, form: LoginForm) -> HttpResponse:
        response = super().form_invalid(form)
        return too_many(response, form.seconds) if form.seconds else response


def counters_for(request: HttpRequest, name: str) -> list[Counter]:
    """What an attempt to log in counts for; the account's own counter first.

    The same for a name that nobody has. Who comes with a browser that the account was logged in
    with before waits for nobody else's attempts; who comes from such a network, not for those that
    strangers make elsewhere.
    """
    account = unicodedata.normalize("NFKC", name).casefold()
    user = User.objects.filter(username=name).values_list("pk", flat=True).first()
    device = devices.read(request)
    if device.knows(user):
        return [Counter("account", f"{account}\x1fdevice {device.number}")]
    network = sign_ins.network_of(request)
    counters = [Counter("account", f"{account}\x1fnetwork {network}")]
    # a proxy that nobody has named stands for all
    if not networks.is_ours(network):
        counters.append(Counter("network", network))
    if not sign_ins.knows_network(user, network):
        counters.append(Counter("strangers", account))
    return counters
