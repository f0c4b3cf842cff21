"""Asks Akismet about a text, and tells it where it was wrong: the protocol of its API 1.1,
form-encoded over HTTP."""

from __future__ import annotations

from collections.abc import Mapping

from newsroom.lib.web.form_post import NotReached, post_form

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
    try:
        answer = post_form(f"{address.rstrip('/')}/{verb}", fields, agent=AGENT, timeout=timeout)
    except NotReached as error:
        raise NoAnswer(f"Akismet could not be reached: {error}") from error
    if answer.status != 200:
        raise NoAnswer(f"Akismet answered {answer.status}. {_help(answer.headers)}".strip())
    return answer.text, answer.headers


def _help(headers: Mapping[str, str]) -> str:
    return headers.get("X-akismet-debug-help") or headers.get("X-akismet-error") or ""
