"""What the newsroom's own model makes of the text."""

from __future__ import annotations

from collections.abc import Iterator

from comments.findings import Draft, Finding, holds_as
from comments.spam_model import predict


@holds_as("model", "The model")
def model(draft: Draft) -> Iterator[Finding]:
    yield predict.judge(
        predict.live(draft.now), draft.text, predict.context_of(draft.edition, draft.parent)
    )
