"""Short answers to what the gate does not let in. They need neither a thread nor the database."""

from __future__ import annotations

import functools

from csp.utils import build_policy
from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from django.template.loader import get_template

from newsroom.middleware import PERMISSIONS_POLICY
from newsroom.serving import outage
from newsroom.serving.gate.adapter import Answer, Environ

WORDS = {
    400: ("It did not come whole", "What was sent broke off. Please send it again."),
    408: ("It took too long", "What was sent did not arrive in time. Please send it again."),
    413: ("Too large", "What was sent is larger than this page takes."),
    500: ("Something went wrong", "Something went wrong on our side. Please try again."),
}


@functools.cache
def refusal(status: int) -> Answer:
    """A page of one sentence."""
    title, words = WORDS[status]
    page = get_template("refused.html").render({"title": title, "words": words})
    response = HttpResponse(page, status=status, headers={"Cache-Control": "no-store"})
    return _protected(response)


@functools.cache
def busy() -> Answer:
    """503 without a form: for those who sent nothing, or whose form can't be given back."""
    return _protected(outage.try_again("", []))


def busy_with(environ: Environ) -> Answer:
    """503 with what was typed."""
    request = WSGIRequest(environ)
    return _protected(outage.try_again(request.get_full_path(), outage.typed_fields(request)))


def _protected(response: HttpResponse) -> Answer:
    """With the headers that middleware gives to all other pages."""
    response["Content-Security-Policy"] = build_policy()
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Frame-Options"] = settings.X_FRAME_OPTIONS
    response["Referrer-Policy"] = settings.SECURE_REFERRER_POLICY
    response["Cross-Origin-Opener-Policy"] = settings.SECURE_CROSS_ORIGIN_OPENER_POLICY
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Permissions-Policy"] = PERMISSIONS_POLICY
    return Answer.of(response)
