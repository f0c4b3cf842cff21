"""What the worker does often: nothing that was written for it is forgotten."""

import importlib
from pathlib import Path

from newsroom.operations import often, tidying

ROOT = Path(often.__file__).parents[2]
#: Done by night, which `tidying.order` orders.
BY_NIGHT = {tidying.tidy}


def test_all_that_is_due_by_the_clock_is_listed():
    written = set()
    for app in ("articles", "comments", "newsroom"):
        for path in (ROOT / app).rglob("*.py"):
            if "lib" in path.parts or "\ndef tidy(" not in path.read_text():
                continue
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            written.add(importlib.import_module(name).tidy)
    assert len(written) > 8
    assert written - set(often.OFTEN) == BY_NIGHT
