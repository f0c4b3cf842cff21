"""What the newsroom's own model makes of the text."""

from __future__ import annotations

from collections.abc import Iterator

from comments.checks.finding import Draft, Finding


def model(draft: Draft) -> Iterator[Finding]:
    from comments import judging  # it speaks in findings

    yield judging.judge(judging.live(draft.now), draft.text, judging.context_of(draft.edition, draft.parent))
