"""A WordPress text as a story's text: what docs/story-text.md lists, and a word about whatever that
can't hold."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from newsroom.lib.text import blocks, html
from newsroom.moving.wordpress.converting import nodes
from newsroom.moving.wordpress.converting.converter import Converting
from newsroom.moving.wordpress.converting.media_references import Pointed
from newsroom.moving.wordpress.converting.shortcodes import mark_parts

__all__ = ["Converted", "Pointed", "convert", "find_pictures"]

#: What stands at these places in Windows-1252; in HTML that says it is something else they are no
#: characters.
_WINDOWS = {place: bytes([place]).decode("cp1252", "ignore") for place in range(0x80, 0xA0)}


@dataclass(frozen=True)
class Converted:
    """A text, and what is to be told of it."""

    body: str  # has gone through html.clean_body
    # shortcodes and blocks that nobody here knows: "[contact-form]", "acme/slider"
    unknown: tuple[str, ...]
    lost: tuple[str, ...]  # what could not be kept, each in a sentence
    pictures: tuple[int, ...]  # ours, that the text shows


def convert(
    content: str,
    *,
    picture: Callable[[Pointed], int | None],
    base: str = "",
    own: Iterable[int] = (),
    notes: str = "",
) -> Converted:
    """The content of a post as a story's text.

    `picture` answers with the number of our picture, None where it did not come over: then a link
    to the original stands in its place. `base` is the old address of the post, `own` are the
    numbers of its attachments (for a gallery that names none), `notes` is what its "footnotes"
    hold, JSON. Raises nothing, whatever comes in.
    """
    marked = mark_parts(_letters(content))
    converting = Converting(
        marked.parts,
        picture=picture,
        base=base,
        own=own,
        notes=_notes(notes),
        breaks=not marked.has_blocks,
    )
    converting.walk(nodes.read(marked.html, converting.lost.append))
    body = html.clean_body(converting.flow.result())
    lost = converting.lost
    if converting.pages > 1:
        lost = [*lost, f"The text stood on {converting.pages} pages; it stands on one now."]
    shown = set(blocks.pictures(body))
    return Converted(
        body=body,
        unknown=tuple(dict.fromkeys([*marked.unknown, *converting.unknown])),
        lost=tuple(dict.fromkeys(lost)),
        pictures=tuple(number for number in dict.fromkeys(converting.pictures) if number in shown),
    )


def find_pictures(content: str, *, base: str = "", own: Iterable[int] = ()) -> Iterator[Pointed]:
    """All pictures that a content points to, in order, each once."""
    found: list[Pointed] = []
    convert(content, picture=found.append, base=base, own=own)
    yield from dict.fromkeys(found)


def _letters(content: str) -> str:
    """One kind of line ends; letters of Windows-1252 that were stored as control characters as what
    they were."""
    content = content.encode("utf-8", "replace").decode("utf-8").replace("\0", "")
    return content.replace("\r\n", "\n").replace("\r", "\n").translate(_WINDOWS)


def _notes(stored: str) -> dict[str, str]:
    """The footnotes of a post by their names."""
    try:
        found = json.loads(stored) if stored else []
    except (ValueError, RecursionError):
        return {}
    notes = [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
    return {str(each.get("id", "")): str(each.get("content", "")) for each in notes}
