"""Answers that several views give."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseRedirect


class SeeOther(HttpResponseRedirect):
    """303: what was sent is done; look there, by GET (RFC 9110, section 15.4.4)."""

    status_code = 303

    def __init__(self, address: str) -> None:
        super().__init__(address, headers={"Cache-Control": "no-store"})


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asks, and not a browser that opens a page."""
    return request.headers.get("Accept", "").startswith("application/json")
