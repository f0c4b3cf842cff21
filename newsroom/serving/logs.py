"""The log: lines for people, or JSON for machines, each with the request that it is about.

A request has an id: of our own, or the one that the proxy in front gave it. Error pages show it,
and whoever is told it finds the lines.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import re
import secrets
from contextvars import ContextVar

#: Under which name WSGI has the header in which a proxy gives an id.
HEADER = "HTTP_X_REQUEST_ID"
GIVEN = re.compile(r"[\w.-]{8,64}", re.ASCII)
#: Maximum length of a line about something that strangers send.
MAX_LENGTH = 300

current: ContextVar[str] = ContextVar("request_id", default="")


def request_id() -> str:
    """The id of the request that is being answered; "" where there is none."""
    return current.get()


def id_for(given: str) -> str:
    """The id of a request to which a proxy gave this one, or none."""
    return given if GIVEN.fullmatch(given) else secrets.token_hex(8)


#: What stands in a log though it should not, and what is left of it: passwords in addresses, mail
#: addresses, what signed links and other keys end in.
_HIDDEN = (
    (re.compile(r"(://[^/\s:@]*:)[^@\s/]+@"), r"\1…@"),
    (re.compile(r"[^\s@<>()\[\]{}\"'`,;:=/]{1,64}@[\w.-]{3,255}"), "…@…"),
    (re.compile(
        r"(/(?:preview|password|email|notice|confirm|mail|desk|receipt|your-data)/)"
        r"[^/\s?\"']{16,}"
     ), r"\1…"),
    (re.compile(r"(?i)(\bbearer\s+)\S+"), r"\1…"),
)  # fmt: skip


def discreet(text: str) -> str:
    """The text without addresses of people, and without what opens something."""
    for pattern, left in _HIDDEN:
        text = pattern.sub(left, text)
    return text


class Line(logging.Formatter):
    """For people: lines, with the traceback below."""

    def format(self, record: logging.LogRecord) -> str:
        return discreet(super().format(record))


class WithRequest(logging.Filter):
    """Gives each record `request_id`, and `about`: the same in brackets, or nothing."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id()
        record.about = f" [{record.request_id}]" if record.request_id else ""
        return True


class OneLine(logging.Filter):
    """For what strangers can cause at will: a line, without a traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = " ".join(record.getMessage().split())[:MAX_LENGTH], ()
        record.exc_info = record.exc_text = record.stack_info = None
        return True


class Json(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        at = dt.datetime.fromtimestamp(record.created, dt.UTC)
        found = {
            "at": at.isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": discreet(record.getMessage()),
        }
        if about := getattr(record, "request_id", ""):
            found["request"] = about
        if record.exc_info:
            found["error"] = discreet(self.formatException(record.exc_info))
        if record.stack_info:
            found["stack"] = discreet(self.formatStack(record.stack_info))
        return json.dumps(found)
