"""`make advisories`: asks what is known against the pinned packages.

OSV is asked first (all pins in one request), the package index PyPI where OSV can't be reached.
Exit code: 0 nothing is known, 1 something is, 2 nobody could be asked, which says nothing.
"""

from __future__ import annotations

import http.client
import json
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import quote

from tests.supply.pins import DEPLOY, TEST, Pin, read_pins

OSV, PYPI = "https://api.osv.dev", "https://pypi.org"
PATIENCE = 15  # seconds for an answer
LARGEST = 20_000_000  # bytes of an answer

NOTHING_KNOWN, SOMETHING_KNOWN, NOBODY_ASKED = 0, 1, 2


class CantAsk(Exception):
    """This source does not answer as it should."""


@dataclass(frozen=True)
class Advisory:
    pin: Pin
    number: str
    words: str = ""


def ask_osv(pins: list[Pin], base: str = OSV) -> list[Advisory]:
    """What OSV knows about these versions. Raises CantAsk."""
    queries = [
        {"package": {"ecosystem": "PyPI", "name": pin.name}, "version": pin.version} for pin in pins
    ]
    results = _json(f"{base}/v1/querybatch", {"queries": queries}).get("results")
    if not isinstance(results, list) or len(results) != len(pins):
        raise CantAsk("it answers something else than was asked")
    found = [
        (pin, str(each["id"]))
        for pin, result in zip(pins, results, strict=True)
        for each in (result or {}).get("vulns") or ()
    ]
    details = [(_json(f"{base}/v1/vulns/{quote(number)}"), pin, number) for pin, number in found]
    return [
        Advisory(pin, number, str(told.get("summary") or ""))
        for told, pin, number in details
        if not told.get("withdrawn")
    ]


def ask_pypi(pins: list[Pin], base: str = PYPI) -> list[Advisory]:
    """What the package index knows. Raises CantAsk: also where it knows no such package, as mirrors
    that keep files alone do."""
    found = []
    for pin in pins:
        told = _json(f"{base}/pypi/{pin.name}/{quote(pin.version)}/json").get("vulnerabilities")
        if told is None:
            raise CantAsk("it tells of no advisories")
        found += [
            Advisory(pin, str(each["id"]), str(each.get("summary") or ""))
            for each in told
            if not each.get("withdrawn")
        ]
    return found


def _json(address: str, question: dict | None = None) -> dict:
    data = None if question is None else json.dumps(question).encode()
    headers = {"Content-Type": "application/json", "User-Agent": "Newsroom"}
    try:
        request = urllib.request.Request(address, data=data, headers=headers)
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            told = json.loads(answer.read(LARGEST))
    except urllib.error.URLError as error:
        raise CantAsk(str(error.reason)) from None
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise CantAsk(str(error) or type(error).__name__) from None
    if not isinstance(told, dict):
        raise CantAsk("it answers something else than was asked")
    return told


Source = Callable[[list[Pin]], list[Advisory]]
SOURCES: dict[str, Source] = {OSV: ask_osv, PYPI: ask_pypi}


def report(
    pins: list[Pin], running: Iterable[str], sources: dict[str, Source] = SOURCES
) -> tuple[int, str]:
    """The exit code, and what to say. `running`: the names of packages that a site runs on."""
    lines = []
    for name, ask in sources.items():
        try:
            found = ask(pins)
        except CantAsk as error:
            lines.append(f"{name} can't be asked: {error}.")
            continue
        if not found:
            lines.append(f"{name} knows nothing against the {len(pins)} pinned packages.")
            return NOTHING_KNOWN, "\n".join(lines)
        lines.append(f"{name} knows this about the {len(pins)} pinned packages:")
        for each in found:
            use = "" if each.pin.name in running else " (in tests alone)"
            words = f": {each.words}" if each.words else ""
            lines.append(f"  {each.pin.name} {each.pin.version}{use}: {each.number}{words}")
        return SOMETHING_KNOWN, "\n".join(lines)
    lines.append("Nobody could be asked: whether anything is known against the pins is open.")
    return NOBODY_ASKED, "\n".join(lines)


if __name__ == "__main__":
    code, words = report(read_pins(TEST), {pin.name for pin in read_pins(DEPLOY)})
    print(words)
    sys.exit(code)
