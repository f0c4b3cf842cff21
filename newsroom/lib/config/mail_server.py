"""Where mail is handed over, and from whom it comes: what EMAIL_URL and NEWSROOM_MAIL_FROM say."""

from __future__ import annotations

import re
from email.utils import parseaddr
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.core.mail.message import sanitize_address

from newsroom.lib.config.env import Env

PORTS = {"smtp": 25, "smtps": 465}
MAX_LENGTH = 320  # of an address: RFC 5321, section 4.5.3.1, has 64 before the @ and 255 after it


class MailServer(NamedTuple):
    """A server and how to speak to it; an empty `host` stands for none. `tls`: from STARTTLS on,
    `ssl`: at once."""

    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    tls: bool = False
    ssl: bool = False


def mail_server(address: str) -> MailServer:
    """The server at `address`: smtp://user:password@host:587?tls=1, or smtps://host; "" for none.

    A password never goes over the line unencrypted unless the address says `tls=0`. Raises
    ImproperlyConfigured.
    """
    if not address:
        return MailServer()
    try:
        parts = urlsplit(address)
        asked = dict(parse_qsl(parts.query, keep_blank_values=True))
        port = parts.port or PORTS[parts.scheme]
        tls = Env(asked).flag("tls", bool(parts.password))
    except (KeyError, ValueError, ImproperlyConfigured):
        port = 0
    if not (port and parts.hostname) or parts.path.strip("/") or set(asked) - {"tls"}:
        raise ImproperlyConfigured(  # without repeating it: there is a password in it
            "EMAIL_URL does not name a mail server. One that does:"
            " smtp://user:password@smtp.example:587?tls=1"
        )
    user = unquote(parts.username or "")
    password = unquote(parts.password or "")
    ssl = parts.scheme == "smtps"
    return MailServer(parts.hostname, port, user, password, tls and not ssl, ssl)


def mail_sender(address: str) -> str:
    """The sender of our mail, with or without a name. Raises ImproperlyConfigured for what is no
    address."""
    try:
        bare_address(address)
    except ValueError:
        raise ImproperlyConfigured(
            f"NEWSROOM_MAIL_FROM={address!r} is no sender. One that is: The Courier"
            " <desk@paper.example>"
        ) from None
    return address


def bare_address(address: str, encoding: str = "utf-8") -> str:
    """An address without the name before it, as mail servers take it. Raises ValueError."""
    try:
        bare = parseaddr(sanitize_address(address, encoding))[1]
    except TypeError:  # Django stumbles over what looks like half an address
        bare = ""
    if not re.fullmatch(r"[^\s<>]+@[^\s<>@]+", bare) or len(bare) > MAX_LENGTH:
        raise ValueError(f"{address[:MAX_LENGTH]!r} is no address to send mail to.")
    return bare


def is_address(text: str) -> bool:
    """Whether mail can be sent there."""
    try:
        return bool(bare_address(text))
    except ValueError:
        return False
