"""Asks Akismet about a text, and tells it where it was wrong: the protocol of its API 1.1,
form-encoded over HTTP."""

from __future__ import annotations

import http.client
from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

TIMEOUT = 10.0  # seconds
AGENT = "Newsroom/1.0"
TRUE, FALSE = "true", "false"
THANKS = "Thanks for making the web a better place."


class NoAnswer(Exception):
    """Akismet could not be reached, or did not say what it was asked."""


def is_spam(address: str, fields: Mapping[str, str], timeout: float = TIMEOUT) -> bool:
    """Whether it takes the text for spam. `address` is that of its API, `fields` hold key, blog,
    user_ip and the rest. Raises NoAnswer."""
    said, headers = _post(address, "comment-check", fields, timeout)
    if said not in (TRUE, FALSE):
        raise NoAnswer(f"Akismet said {said[:60]!r}. {_help(headers)}".strip())
    return said == TRUE


def submit(
    address: str, *, spam: bool, fields: Mapping[str, str], timeout: float = TIMEOUT
) -> None:
    """Tell it that a text was spam, or wasn't, with the same fields as it was asked with. Raises
    NoAnswer."""
    said, headers = _post(address, "submit-spam" if spam else "submit-ham", fields, timeout)
    if said != THANKS:
        raise NoAnswer(f"Akismet said {said[:60]!r}. {_help(headers)}".strip())


def _post(
    address: str, verb: str, fields: Mapping[str, str], timeout: float
) -> tuple[str, Mapping[str, str]]:
    parts = urlsplit(address)
    connect = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = connect(parts.hostname, parts.port, timeout=timeout)
    headers = {
        "Content-Type": "application/x-www-form-urlencoded; charset=utf-8",
        "User-Agent": AGENT,
    }
    try:
        connection.request(
            "POST", f"{parts.path.rstrip('/')}/{verb}", body=urlencode(fields), headers=headers
        )
        answer = connection.getresponse()
        body = answer.read(1000).decode("utf-8", "replace").strip()
    except (OSError, http.client.HTTPException) as error:
        raise NoAnswer(f"Akismet could not be reached: {error!r}") from error
    finally:
        connection.close()
    if answer.status != 200:
        raise NoAnswer(f"Akismet answered {answer.status}. {_help(answer.headers)}".strip())
    return body, answer.headers


def _help(headers: Mapping[str, str]) -> str:
    return headers.get("X-akismet-debug-help") or headers.get("X-akismet-error") or ""
