"""Merging: two people's changes of one story, field by field and, in the text, paragraph by
paragraph."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from articles.writing.content import FIELDS, Content
from newsroom.lib.text import blocks
from newsroom.lib.text.merge import Collision, merge_sequences


@dataclass
class Merge:
    """`content` holds what both changed; where they collide, it holds mine, and the field stands in
    `collisions`."""

    content: Content
    # fields into which a change of theirs was taken
    theirs: list[str] = field(default_factory=list)
    collisions: list[str] = field(default_factory=list)
    # where the text collides: its paragraphs, and where
    body: list[str | Collision] = field(default_factory=list)


def merge(base: Mapping[str, Any], theirs: Mapping[str, Any], mine: Mapping[str, Any]) -> Merge:
    """Join what two changed since `base`. A field that `base` doesn't have collides wherever the
    two differ."""
    merged = Merge(dict(mine))
    for name in FIELDS:
        started = base.get(name, _NOTHING)
        if theirs[name] == mine[name] or theirs[name] == started:
            continue
        if mine[name] == started:
            merged.content[name] = theirs[name]
            merged.theirs.append(name)
        elif name == "body" and started is not _NOTHING:
            _merge_body(merged, started, theirs[name], mine[name])
        else:
            merged.collisions.append(name)
    return merged


def _merge_body(merged: Merge, base: str, theirs: str, mine: str) -> None:
    parts = merge_sequences(*map(blocks.split, (base, theirs, mine)))
    if any(isinstance(part, Collision) for part in parts):
        merged.collisions.append("body")
        merged.body = parts
    else:
        merged.theirs.append("body")
        merged.content["body"] = "".join(parts)


_NOTHING = object()
