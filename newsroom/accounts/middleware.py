"""What holds for everybody who is logged in, on each address under /admin/."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from newsroom.accounts import second_factor, sign_ins

#: What can be asked before a second factor is set up that is demanded, by the names of addresses.
BEFORE_SECOND_FACTOR = {
    "login",
    "logout",
    "forgotten",
    "choose_password",
    "second_factor",
    "second_factor_app",
    "second_factor_passkey",
    "jsi18n",
}


class LoggedIn:
    """Notes that a session is used. Whoever has a role that demands a second factor, and none, is
    led to set one up before anything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        if not request.path_info.startswith("/admin/") or not request.user.is_authenticated:
            return None
        # looked at anew every ten minutes: a role may have been given since, or may demand it now
        if sign_ins.touch(request) and not request.session.get(second_factor.PASSED):
            second_factor.note_due(None, request, request.user)
        due = request.session.get(second_factor.DUE)
        if not due or request.resolver_match.url_name in BEFORE_SECOND_FACTOR:
            return None
        return redirect("admin:second_factor")
