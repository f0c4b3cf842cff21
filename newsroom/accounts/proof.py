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

from newsroom.accounts import waits
from newsroom.accounts.models import Passkey
from newsroom.accounts.sign_ins import PROVED
from newsroom.accounts.waits import Counter
from newsroom.serving.outage import Typed

SECONDS = 15 * 60
FIELD = "proof_of_person"
LEFT_OUT = ("csrfmiddlewaretoken", FIELD)


def is_recent(request: HttpRequest) -> bool:
    """Whether whoever is logged in has proved who they are within 15 minutes."""
    return timezone.now().timestamp() - request.session.get(PROVED, 0) < SECONDS


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
    if password := request.POST.get(FIELD, "")[:1000]:
        counter = Counter("proof", str(request.user.pk))
        try:
            waits.take(counter)
            if check_password(password, request.user.password):
                waits.succeed(counter)
                note(request)
                request.POST = request.POST.copy()
                del request.POST[FIELD]
                return None
            error = "That is not your password."
        except waits.TooManyAttempts as refused:
            error, seconds = str(refused), refused.seconds
    fields = [
        Typed(name, value)
        for name, values in request.POST.lists()
        if name not in LEFT_OUT
        for value in values
    ]
    context = {
        **admin.site.each_context(request),
        "title": "Is it you?",
        "address": request.get_full_path(),
        "fields": fields,
        "field": FIELD,
        "error": error,
        "has_passkey": Passkey.objects.filter(user_id=request.user.pk).exists(),
    }
    response = TemplateResponse(
        request, "admin/accounts/proof.html", context, status=429 if seconds else 403
    )
    if seconds:
        response.headers["Retry-After"] = str(seconds)
    return response
