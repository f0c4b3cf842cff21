"""While the database is away, or there is too much to do: a plain 503 that needs neither database
nor session, and that gives back what was typed.

These are the handlers of errors that nobody caught (named in newsroom/urls.py), so that views,
middleware and templates all are covered. Nothing has to be done when the database is back.
"""

from __future__ import annotations

import errno
import logging
import sys
import time
from dataclasses import dataclass

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.template.loader import get_template
from django.views import defaults

from articles.errors import NoRoom
from newsroom.serving import logs

log = logging.getLogger("newsroom.outage")

#: What the system says of a disk that takes nothing more.
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
RETRY_AFTER = 10  # seconds
TOLD_EVERY = 10.0  # seconds between two reports in the log
told_at = -TOLD_EVERY
#: The fields with which somebody proves to be who they are (newsroom/accounts/proof.py): asked for
#: again with the rest of the form, and given back to nobody.
PASSWORD_AGAIN, KEY_AGAIN = "proof_of_person", "proof_by_key"


@dataclass(frozen=True)
class Typed:
    """A field of a form that was sent."""

    name: str
    value: str

    @property
    def is_text(self) -> bool:
        return len(self.value) > 100 or "\n" in self.value


def server_error(request: HttpRequest) -> HttpResponse:
    """503 where the database is away or the disk is full, 500 otherwise."""
    error = sys.exc_info()[1]
    if is_outage(error):
        return unavailable(request, error)
    page = get_template("500.html").render({"request_id": logs.request_id()})
    return HttpResponse(page, status=500)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The same for 400, which Django answers when a session can't be saved."""
    return (
        unavailable(request, exception)
        if is_outage(exception)
        else defaults.bad_request(request, exception)
    )


def is_outage(error: BaseException | None) -> bool:
    """Whether an error comes from the database's operation, and not from a fault in what it was
    asked (PEP 249); or from a disk that takes nothing more."""
    while error:
        if isinstance(error, (OperationalError, InterfaceError, NoRoom)):
            return True
        if isinstance(error, OSError) and error.errno in FULL:
            return True
        error = error.__cause__ or error.__context__
    return False


def unavailable(request: HttpRequest, error: BaseException) -> HttpResponse:
    """Try again in a moment; a form that was sent is in the page, to be sent again."""
    tell(error)
    response = try_again(request.get_full_path(), typed_fields(request))
    response._has_been_logged = True  # by tell(): Django would print a traceback for each request
    return response


def try_again(address: str, fields: list[Typed]) -> HttpResponse:
    """503 with the form that was sent to `address`."""
    context = {
        "address": address,
        "fields": fields,
        "seconds": RETRY_AFTER,
        "request_id": logs.request_id(),
    }
    page = get_template("503.html").render(context)
    return HttpResponse(
        page, status=503, headers={"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store"}
    )


def typed_fields(request: HttpRequest) -> list[Typed]:
    """The fields of the form that was sent, but for a proof of who sent it; none where one of them
    is a password."""
    try:
        posted = request.POST
    except (UnreadablePostError, ValueError):
        return []
    if any("password" in name for name in posted):
        return []
    return [
        Typed(name, value)
        for name, values in posted.lists()
        if name not in (PASSWORD_AGAIN, KEY_AGAIN)
        for value in values
    ]


def tell(error: BaseException) -> None:
    global told_at
    now = time.monotonic()
    if now >= told_at + TOLD_EVERY:
        told_at = now
        log.error(
            "The database or the disk is away; requests are answered with 503.", exc_info=error
        )
