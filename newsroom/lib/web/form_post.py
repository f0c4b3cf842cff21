"""Posts a form to another service."""

from __future__ import annotations

import http.client
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

#: Maximum number of bytes read of an answer.
MAX_BODY = 1000


class NotReached(Exception):
    """The service could not be reached, or its answer is not HTTP."""


class Answer(NamedTuple):
    status: int
    headers: Mapping[str, str]
    text: str


def post_form(address: str, fields: Mapping[str, str], *, agent: str, timeout: float) -> Answer:
    """Post the fields, following no redirect. Raises NotReached."""
    parts = urlsplit(address)
    connect = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = connect(parts.hostname or "", parts.port, timeout=timeout)
    path = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    headers = {
        "Content-Type": "application/x-www-form-urlencoded; charset=utf-8",
        "User-Agent": agent,
    }
    try:
        connection.request("POST", path, body=urlencode(fields), headers=headers)
        answer = connection.getresponse()
        text = answer.read(MAX_BODY).decode("utf-8", "replace").strip()
        return Answer(answer.status, answer.headers, text)
    except (OSError, http.client.HTTPException) as error:
        raise NotReached(repr(error)) from error
    finally:
        connection.close()
