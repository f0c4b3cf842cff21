"""What this paper's export files hold beside what WordPress knows: its own data, as meta that WordPress keeps but does
not read. An import that finds it takes it rather than guess."""

from __future__ import annotations

import json
from typing import Any

from newsroom.wordpress.items import Item, Term

#: Of an item: the whole story (articles/portable.py), or all that is said of a picture.
STORY, PICTURE = "_newsroom_story", "_newsroom_picture"
#: Of a term: what it is here ("section", "topic", "series"), and its other fields.
TERM = "_newsroom_term"


def meta(key: str, data: Any) -> tuple[str, str]:
    return key, json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def told(thing: Item | Term, key: str) -> dict[str, Any] | None:
    """What the file says under that key; None where it says nothing that can be read."""
    text = dict(thing.meta).get(key, "")
    try:
        data = json.loads(text) if text else None
    except ValueError:
        return None
    return data if isinstance(data, dict) else None
