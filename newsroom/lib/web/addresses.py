"""Addresses of the web and of mail that people type or bring along: what is one, and the one form
in which it is kept and compared."""

from __future__ import annotations

import functools
import hashlib
import re
import unicodedata
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

#: RFC 5321, section 4.5.3.1.
MAX_MAIL = 254
#: RFC 1035, section 2.3.4. What is longer is not encoded either, which takes the square of it.
MAX_LABEL = 63

NO_WEB_ADDRESS = "This is not a web address. One looks like https://example.org."
NO_MAIL_ADDRESS = "This does not look like an email address. One looks like name@example.org."
NOT_BY_OUR_SERVER = (
    "We can’t send mail to an address with these letters before the @. Please give another one."
)

_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_NEVER = re.compile(r"[\s<>\"\\^`{|}]")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:(?!\d)", re.IGNORECASE)


class NotAnAddress(ValueError):
    """Says to whoever typed it what an address looks like."""


def seen(text: str) -> str:
    """The text without what can't be seen: controls, marks of direction, joiners, spaces around."""
    return "".join(
        character for character in text if unicodedata.category(character) not in ("Cc", "Cf", "Co")
    ).strip()


def web_address(text: str) -> str:
    """An http(s) address as it is kept; where the scheme was left away, https is meant. Of nothing
    comes "".

    Raises NotAnAddress: another scheme, somebody's name or password in it, no name of a host.
    """
    address = seen(text)
    if not address or address.lower() in ("http://", "https://"):
        return ""
    if not _SCHEME.match(address) and not address.startswith("//"):
        address = f"https://{address}"
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise NotAnAddress(NO_WEB_ADDRESS) from None
    is_web = parts.scheme in ("http", "https") and "@" not in parts.netloc
    if not is_web or _NEVER.search(address) or not _is_host(host):
        raise NotAnAddress(NO_WEB_ADDRESS)
    return f"{parts.scheme}{address[len(parts.scheme) :]}"


def is_web_address(text: str) -> bool:
    """Whether a stored address may be a link."""
    try:
        return web_address(text) == text != ""
    except NotAnAddress:
        return False


def mail_address(text: str) -> str:
    """An address of mail in the form that stands for its box: what can't be seen left out, in lower
    case, the host as its name is looked up (IDNA). "" stays "".

    Raises NotAnAddress, for letters before the @ that not every server of mail takes, too.
    """
    address = unicodedata.normalize("NFKC", seen(text)).lower()
    if not address:
        return ""
    box, at, host = address.rpartition("@")
    try:
        address = f"{box}{at}{_in_ascii(host)}"
        validate_email(address)
    except (UnicodeError, ValidationError):
        is_whole = box and "." in host and not re.search(r"[\s@]", box)
        words = NOT_BY_OUR_SERVER if is_whole and not box.isascii() else NO_MAIL_ADDRESS
        raise NotAnAddress(words) from None
    if len(address) > MAX_MAIL:
        raise NotAnAddress(NO_MAIL_ADDRESS)
    return address


@functools.lru_cache(10_000)
def digest(address: str) -> str:
    """What stands for an address of mail that was erased: by it the address is known again, and is
    not read.

    No key is in it, so that it holds after a new secret key and on another machine. It is slow, so
    that whoever tries a list of addresses needs as much longer.
    """
    made = hashlib.pbkdf2_hmac("sha256", address.encode(), b"newsroom erased address", 500)
    return f"erased-{made.hex()[:48]}"


def _is_host(host: str) -> bool:
    """A name of at least two parts, or an address of IPv4 or IPv6."""
    if ":" in host:
        return bool(re.fullmatch(r"[0-9a-f:.]{2,45}", host))
    try:
        labels = _in_ascii(host).rstrip(".").split(".")
    except UnicodeError:
        return False
    return len(labels) > 1 and all(map(_LABEL.fullmatch, labels))


def _in_ascii(host: str) -> str:
    """As it is looked up. Signs that IDNA's first edition does not know are encoded all the same.
    Raises UnicodeError."""
    if host.isascii():
        return host
    labels = re.split("[.\u3002\uff0e\uff61]", host)
    if max(map(len, labels)) > MAX_LABEL:
        raise UnicodeError("A part of the name is too long.")
    return ".".join(
        label if label.isascii() else f"xn--{label.lower().encode('punycode').decode()}"
        for label in labels
    )
