"""The password again, or a passkey, before what is dangerous: roles, second factors, addresses.

It is asked once in 15 minutes, counted from the login on. What was typed goes along and is done
once the password is right.
"""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.hashers import check_password
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from newsroom.accounts import passkeys, waits
from newsroom.accounts.sign_ins import PROVED
from newsroom.accounts.waits import Counter
from newsroom.serving.outage import KEY_AGAIN, PASSWORD_AGAIN
from newsroom.serving.resubmit import fields_of

SECONDS = 15 * 60


def is_recent(request: HttpRequest) -> bool:
    """Whether whoever is logged in has proved who they are within 15 minutes."""
    # one that lies ahead is from a clock that was wrong
    return 0 <= timezone.now().timestamp() - request.session.get(PROVED, 0) < SECONDS


def note(request: HttpRequest) -> None:
    """They have proved it now."""
    request.session[PROVED] = timezone.now().timestamp()


def ask(request: HttpRequest) -> HttpResponse | None:
    """The page that asks for the password before a form is done; None where it need not be asked,
    or was right.

    403, and 429 while it has to wait.
    """
    if request.method != "POST" or is_recent(request):
        return None
    error, seconds = "", 0
    if credential := request.POST.get(KEY_AGAIN, ""):
        if passkeys.finish_login(request, credential, request.user) is not None:
            _go_on(request)
            return None
        error = passkeys.REFUSED
    elif password := request.POST.get(PASSWORD_AGAIN, "")[:1000]:
        counter = Counter("proof", str(request.user.pk))
        try:
            waits.take(counter)
            if check_password(password, request.user.password):
                waits.succeed(counter)
                _go_on(request)
                return None
            error = "That is not your password."
        except waits.TooManyAttempts as refused:
            error, seconds = str(refused), refused.seconds
    context = {
        **admin.site.each_context(request),
        "title": "Is it you?",
        "address": request.get_full_path(),
        "fields": fields_of(request),
        "field": PASSWORD_AGAIN,
        "error": error,
        "key_field": KEY_AGAIN,
        "key": passkeys.options_of_user(request, request.user),
    }
    response = TemplateResponse(
        request, "admin/accounts/proof.html", context, status=429 if seconds else 403
    )
    if seconds:
        response.headers["Retry-After"] = str(seconds)
    return response


def _go_on(request: HttpRequest) -> None:
    note(request)
    request.POST = request.POST.copy()
    for field in (PASSWORD_AGAIN, KEY_AGAIN):
        request.POST.pop(field, None)
