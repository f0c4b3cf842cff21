"""Where a reply was sent from."""

from __future__ import annotations

from collections.abc import Iterator

from comments.findings import Draft, Finding, holds_as


@holds_as("no-form", "Not from the form")
def no_form(draft: Draft) -> Iterator[Finding]:
    if not draft.sent.from_form:
        yield Finding(
            "no-form",
            "Was not sent from the form under this story",
            holds=True,
            is_doubt=True,
            weight=1.5,
        )
