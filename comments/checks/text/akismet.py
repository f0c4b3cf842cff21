"""Akismet, where the newsroom has chosen to ask it: the reply is held until the worker has its
answer."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings

from comments.findings import Draft, Finding, holds_as

CODE = "akismet"


def is_on() -> bool:
    return bool(settings.AKISMET_KEY)


@holds_as(CODE, "Akismet")
def akismet(draft: Draft) -> Iterator[Finding]:
    if is_on():
        yield Finding(CODE, "Is being checked by Akismet: held until it has answered", holds=True)
