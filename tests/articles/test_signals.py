"""The page of all signals is complete, and names who listens.

Covers articles/signals.py, articles/apps.py, comments/apps.py, newsroom/apps.py.
"""

import inspect
import re
from pathlib import Path

from django.dispatch import Signal

from articles import signals

ROOT = Path(signals.__file__).parents[1]


def test_every_signal_stands_on_the_page():
    making = [
        str(path.relative_to(ROOT))
        for part in ("articles", "comments", "newsroom")
        for path in (ROOT / part).rglob("*.py")
        if re.search(r"= Signal\(", path.read_text())
    ]
    assert making == ["articles/signals.py"]


def test_every_listener_is_named_there(subtests):
    page = inspect.getsource(signals)
    for name, signal in vars(signals).items():
        if not isinstance(signal, Signal):
            continue
        above = page[: page.index(f"{name} = Signal()")].rpartition("\n\n")[2]
        named = set(re.findall(r"(?:comments|newsroom)(?:\.\w+)+", above))
        listening = [receiver() for _, receiver, _ in signal.receivers]
        with subtests.test(name):
            assert named == {f"{each.__module__}.{each.__qualname__}" for each in listening}
