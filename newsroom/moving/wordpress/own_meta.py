"""What this paper's export files hold beside what WordPress knows: its own data, as meta that
WordPress keeps but does not read. An import that finds it takes it rather than guess."""

from __future__ import annotations

import json
from typing import Any

from newsroom.moving.wordpress.items import Item, Site, Term

#: What its files say that wrote them.
GENERATOR = "Newsroom"
#: Of an item: the whole story (articles/exchange/portable.py), or all that is said of a picture.
STORY, PICTURE = "_newsroom_story", "_newsroom_picture"
#: Of a term: what it is here ("section", "topic", "series"), and its other fields.
TERM = "_newsroom_term"
#: How Co-Authors Plus begins the slugs of its terms.
COAUTHOR = "cap-"


#: Maximum number of characters in one text: libxml, which WordPress has, refuses a file with more
#: than 10,000,000 bytes in one.
MAX_PIECE = 2_400_000


def write_meta(key: str, data: Any) -> list[tuple[str, str]]:
    """`data` under that key; what is long goes on under `key`_2, `key`_3 …"""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    pieces = [text[start : start + MAX_PIECE] for start in range(0, len(text), MAX_PIECE)]
    return [
        (key if number == 1 else f"{key}_{number}", piece) for number, piece in enumerate(pieces, 1)
    ]


def is_own_file(site: Site) -> bool:
    """Whether a Newsroom wrote a file. One of a WordPress may hold the same meta, which nobody has
    kept in step."""
    return site.generator == GENERATOR


def read_story(item: Item) -> dict[str, Any] | None:
    """What a file of a Newsroom says of a story; None where it says nothing, or is another's."""
    return read_meta(item, STORY) if item.is_ours else None


def read_meta(thing: Item | Term, key: str) -> dict[str, Any] | None:
    """What the file says under that key; None where it says nothing that can be read."""
    there = dict(thing.meta)
    text = there.get(key, "")
    number = 2
    while piece := there.get(f"{key}_{number}"):
        text, number = text + piece, number + 1
    try:
        data = json.loads(text) if text else None
    except ValueError:
        return None
    return data if isinstance(data, dict) else None
