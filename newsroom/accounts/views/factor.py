"""The pages of the second factor: to log in with it, and to set it up."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from newsroom.accounts import devices, passkeys, proof, second_factor, waits
from newsroom.accounts.models import AuthenticatorApp
from newsroom.accounts.views.entry import enter, pending
from newsroom.accounts.views.pages import get_or_post, page, too_many
from newsroom.accounts.waits import Counter
from newsroom.models import User

#: In the session of somebody who sets up an app: the secret that it is shown.
SECRET = "second_factor_secret"  # noqa: S105 - a key, not what it holds


class CodeForm(forms.Form):
    code = forms.CharField(
        label="Code",
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "autofocus": True}
        ),
    )


@never_cache
@get_or_post
def login_code(request: HttpRequest) -> HttpResponse:
    """Asks for the code of the app, or a recovery code. 410 where no password was given before."""
    if not (found := pending(request)):
        return page(request, "login_again", "Log in again", status=410)
    user, then = found
    if credential := request.POST.get("credential", ""):
        if passkeys.finish_login(request, credential, user) is not None:
            return enter(request, user, then)
        form = CodeForm(label_suffix="")
        return show_code(request, user, form, error=passkeys.REFUSED)
    form, seconds = CodeForm(request.POST or None, label_suffix=""), 0
    if request.method == "POST" and form.is_valid():
        counter = counter_for(request, user)
        try:
            waits.take(counter)
            if second_factor.check(user, form.cleaned_data["code"]):
                waits.succeed(counter)
                return enter(request, user, then)
            form.add_error("code", "This code is not right, or it was used already.")
        except waits.TooManyAttempts as refused:
            form.add_error("code", str(refused))
            seconds = refused.seconds
    response = show_code(request, user, form)
    return too_many(response, seconds) if seconds else response


def counter_for(request: HttpRequest, user: User) -> Counter:
    """What a code counts for. Whoever knows the password keeps nobody out who comes with a browser
    that the account was logged in with before."""
    device = devices.read(request)
    known = f"\x1fdevice {device.number}" if device.knows(user.pk) else ""
    return Counter("code", f"{user.pk}{known}")


def show_code(request: HttpRequest, user: User, form: CodeForm, *, error="") -> HttpResponse:
    """The page that asks for a code, or a passkey."""
    context = {
        "form": form,
        "error": error,
        "has_app": AuthenticatorApp.objects.filter(user=user).exists(),
        "key": passkeys.options_of_user(request, user),
    }
    return page(request, "login_code", "One more step", **context)


@never_cache
@get_or_post
def overview(request: HttpRequest) -> HttpResponse:
    """What somebody logs in with, and what they can do about it."""
    user = User.objects.get(pk=request.user.pk)
    codes: list[str] = []
    if request.method == "POST":
        if asked := proof.ask(request):
            return asked
        if "codes" in request.POST and second_factor.has_any(user):
            codes = second_factor.renew_codes(user)
        else:
            if "app" in request.POST:
                second_factor.remove(user, by=user, app=True)
            elif (key := request.POST.get("passkey", "")).isdecimal() and len(key) < 19:
                second_factor.remove(user, by=user, passkey=int(key))
            if not second_factor.has_any(user):
                request.session.pop(second_factor.PASSED, None)
                second_factor.note_due(None, request, user)
            messages.success(request, "Saved.")
            return redirect("admin:second_factor")
    return show(request, user, codes)


@never_cache
@get_or_post
def set_up_app(request: HttpRequest) -> HttpResponse:
    """Shows the secret as a QR code and in letters, until a code proves that the app has it."""
    if asked := proof.ask(request):
        return asked
    secret = request.session.setdefault(SECRET, second_factor.new_secret())
    form = CodeForm(request.POST or None, label_suffix="")
    if request.method == "POST" and form.is_valid():
        codes = second_factor.add_app(request, secret, form.cleaned_data["code"])
        if codes is not None:
            del request.session[SECRET]
            return show(request, User.objects.get(pk=request.user.pk), codes)
        form.add_error("code", "This is not the code of now. Is the clock of your phone right?")
    address = second_factor.app_address(request.user, secret)
    letters = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    context = {"qr": second_factor.qr_code(address), "letters": letters, "address": address}
    return page(request, "set_up_app", "Authenticator app", form=form, **context)


def show(request: HttpRequest, user: User, codes: list[str]) -> HttpResponse:
    """The overview; with codes that are shown this once."""
    context = {
        "app": AuthenticatorApp.objects.filter(user=user).first(),
        "passkeys": user.passkeys.order_by("added_at"),
        "codes": codes,
        "left": user.recovery_codes.count(),
        "demanded": second_factor.must_set_up(user),
    }
    return page(request, "second_factor", "Second factor", **context)
