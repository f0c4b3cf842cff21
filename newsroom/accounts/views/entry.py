"""From the password to the session, with a second factor in between."""

from __future__ import annotations

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from newsroom.accounts import devices, second_factor
from newsroom.models import User

#: In the session of somebody who has given the password: who, and when.
PENDING = "second_factor_pending"
PENDING_SECONDS = 600


def hold(request: HttpRequest, user: User, then: str) -> HttpResponse:
    """The password was right, and a second factor is to come: ask for it."""
    request.session.cycle_key()
    request.session[PENDING] = [user.pk, user.password[-16:], timezone.now().timestamp(), then]
    return redirect("admin:login_code")


def enter(request: HttpRequest, user: User, then: str) -> HttpResponse:
    """Log somebody in who has given a second factor."""
    request.session.pop(PENDING, None)
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    request.session[second_factor.PASSED] = True
    home = reverse("admin:index")
    safe = url_has_allowed_host_and_scheme(then, {request.get_host()}, request.is_secure())
    response = redirect(then if safe else home)
    devices.remember(request, response, user.pk)
    return response


def pending(request: HttpRequest) -> tuple[User, str] | None:
    """Who is to give a second factor, and where to afterwards."""
    match request.session.get(PENDING):
        case [number, tail, at, then] if 0 <= timezone.now().timestamp() - at < PENDING_SECONDS:
            user = User.objects.filter(pk=number, is_active=True, is_staff=True).first()
            if user and user.password[-16:] == tail:
                return user, then
    return None
