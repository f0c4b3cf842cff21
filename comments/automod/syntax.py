"""Terms of rules of the desk: what is written on their lines, read and checked for each kind of
rule."""

from __future__ import annotations

import ipaddress
import math
import re
from collections.abc import Callable

import regex

from comments.models import Band, DeskRule
from newsroom.lib.text.scripts.words import INNER

Kind = DeskRule.Kind
#: Longer ones are no words, addresses or patterns any more.
MAX_TERM_LENGTH = 300
#: Maximum number of wrong lines that are named; beyond, it is said that there are more.
MAX_ERRORS = 10
AT_MOST = "at most"
RATE_OF = ("address", "network")
#: Seconds that a pattern may take for one text; all those of a rule together may take five times as
#: long.
PATTERN_TIME = 0.02
#: Counted repeats ("{50}") are written out in memory; nested ones multiply.
MAX_REPEATS = 10_000
#: Over and over, these keep a pattern busy that can take for ever.
TRIED = ("a", "1", " ", "ab", "a.", "é", "-")
_LABEL = rf"[\p{{L}}\p{{N}}]([{INNER}_-]*[\p{{L}}\p{{N}}\p{{M}}])?"
_HOST = regex.compile(rf"{_LABEL}(\.{_LABEL})*")
_REPEAT = re.compile(r"\{(\d*),?(\d*)\}")


class WrongTerms(ValueError):
    """Lines that can't be used: each with its number and what is wrong with it."""

    def __init__(self, lines: list[tuple[int, str]]) -> None:
        super().__init__("; ".join(f"Line {number}: {why}" for number, why in lines))
        self.lines = lines


def lines_of(terms: str) -> list[tuple[int, str]]:
    """The terms with the numbers of their lines."""
    numbered = ((number, line.strip()) for number, line in enumerate(terms.splitlines(), 1))
    return [(number, line) for number, line in numbered if line]


def checked(kind: str, terms: str) -> list:
    """The terms as they are compared. Raises WrongTerms with all lines that are wrong."""
    read, made, wrong = READERS[kind], [], []
    for number, line in lines_of(terms):
        try:
            if len(line) > MAX_TERM_LENGTH:
                raise ValueError(f"This is longer than {MAX_TERM_LENGTH} characters.")
            made.append(read(line))
        except ValueError as why:
            wrong.append((number, str(why)))
    if wrong:
        more = (
            [(wrong[MAX_ERRORS][0], f"And {len(wrong) - MAX_ERRORS} lines more, from this one on.")]
            if wrong[MAX_ERRORS:]
            else []
        )
        raise WrongTerms(wrong[:MAX_ERRORS] + more)
    return made


def host(line: str) -> str:
    """A host as it is compared: small, without "www.", in ASCII."""
    name = (
        line.lower()
        .removeprefix("http://")
        .removeprefix("https://")
        .strip("/")
        .removeprefix("www.")
        .strip(".")
    )
    if not _HOST.fullmatch(name):
        raise ValueError(f"“{line}” is no domain. One looks like example.org.")
    return in_ascii(name)


def in_ascii(name: str) -> str:
    try:
        return name.encode("idna").decode() if not name.isascii() else name
    except UnicodeError:
        return name


def address(line: str) -> str:
    """An address, or (with or without "@") all of a domain."""
    name, at, domain = line.lower().rpartition("@")
    if name and (" " in name or not domain):
        raise ValueError(f"“{line}” is no email address, and no domain.")
    return f"{name}{at}{host(domain)}" if name else host(domain)


def network(line: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    """A network, none narrower than senders are known by."""
    try:
        found = ipaddress.ip_network(line, strict=False)
    except ValueError:
        raise ValueError(
            f"“{line}” is no network. One looks like 203.0.113.0/24 or 2001:db8::/48."
        ) from None
    narrowest = 24 if found.version == 4 else 48
    if found.prefixlen > narrowest:
        raise ValueError(
            f"Senders are known no closer than /{narrowest}: give"
            f" {line.partition('/')[0]}/{narrowest}."
        )
    return found


def pattern(line: str) -> regex.Pattern:
    """A regular expression that takes no long time on anything."""
    repeats = math.prod(
        max(int(most or 1), int(least or 1)) for least, most in _REPEAT.findall(line)
    )
    if repeats > MAX_REPEATS:
        raise ValueError(
            "It repeats too often: the counts in braces, multiplied, come to more than 10,000."
        )
    try:
        made = regex.compile(line, regex.IGNORECASE)
    except (regex.error, RecursionError, OverflowError, MemoryError) as why:
        raise ValueError(f"This is no pattern: {why}.") from None
    try:
        if made.search("", timeout=PATTERN_TIME):
            raise ValueError("It matches everything, also where nothing stands.")
        for trial in trials(line):
            try:
                made.search(trial, timeout=PATTERN_TIME)
            except TimeoutError:  # or the machine had something else to do
                made.search(trial, timeout=10 * PATTERN_TIME)
    except TimeoutError:
        raise ValueError(
            "It takes too long on some texts: say more closely what may repeat."
        ) from None
    return made


def trials(line: str) -> list[str]:
    """Long texts of the same signs over and over, also of those of the pattern, that nearly are
    what it looks for."""
    own = [sign for sign in dict.fromkeys(line) if sign.isalnum()]
    return [
        sign * 1_000 + end for sign in (*TRIED, *own[:20]) for end in ("", f"!{''.join(own)} @")
    ]


def one_of(*words: str) -> Callable[[str], str]:
    def read(line: str) -> str:
        if line.lower() not in words:
            raise ValueError(f"“{line}” is none of: {', '.join(words)}.")
        return line.lower()

    return read


READERS: dict[str, Callable] = {
    Kind.WORDS: str,
    Kind.PATTERN: pattern,
    Kind.LINKS: str,
    Kind.LINKED: host,
    Kind.ADDRESS: address,
    Kind.NETWORK: network,
    Kind.DISPOSABLE: host,
    Kind.LENGTH: one_of(AT_MOST),
    Kind.RATE: one_of(*RATE_OF),
    Kind.BAND: one_of(*Band.values),
}
