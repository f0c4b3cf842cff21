"""What holds for everybody who is logged in, on each page of the admin."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from newsroom.accounts import second_factor, sign_ins

#: What can be asked before a second factor is set up that is demanded, by the names of addresses.
BEFORE_SECOND_FACTOR = {
    "logout",
    "second_factor",
    "second_factor_app",
    "second_factor_passkey",
    "jsi18n",
}


def lead(request: HttpRequest) -> HttpResponse | None:
    """Note that a session is used. Whoever has a role that demands a second factor, and none, is
    led to set one up before anything else.

    Both are looked at anew every ten minutes: a role may have been given since, or may demand one
    now.
    """
    session, now = request.session, timezone.now().timestamp()
    if abs(now - session.get(sign_ins.SEEN, 0)) > sign_ins.SEEN_EVERY.total_seconds():
        sign_ins.touch(request)
        if not session.get(second_factor.PASSED):
            second_factor.note_due(None, request, request.user)
    free = request.resolver_match.url_name in BEFORE_SECOND_FACTOR
    return redirect("admin:second_factor") if session.get(second_factor.DUE) and not free else None
