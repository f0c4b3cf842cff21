"""The pinned packages, as the files of requirements list them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: To run, to run with pictures on S3, to run and to test: each holds what stands in those before.
RUN, DEPLOY, TEST = "requirements.txt", "deploy/requirements.txt", "tests/requirements.txt"

_PIN = re.compile(
    r"""^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)(?:[ ]*;[^\\\n]*)?
        (?P<hashes>(?:\s*\\\n\s+--hash=sha256:[0-9a-f]{64})*)[ ]*\n
        (?P<comments>(?:[ ]+\#.*\n)*)""",
    re.MULTILINE | re.VERBOSE,
)


@dataclass(frozen=True)
class Pin:
    """`needed_by`: names of the packages that ask for it; our own, "newsroom", is one of them."""

    name: str
    version: str
    hashes: tuple[str, ...]
    needed_by: tuple[str, ...]

    @property
    def purl(self) -> str:
        """Its address as a package (Package URL)."""
        return f"pkg:pypi/{self.name}@{self.version}"


def read_pins(file: str) -> list[Pin]:
    """All pins of a file. Raises ValueError for a line that is none."""
    text = (ROOT / file).read_text(encoding="utf-8")
    left = re.sub(r"^\s*#.*\n|^\s*\n", "", _PIN.sub("", text), flags=re.MULTILINE)
    if left:
        raise ValueError(f"{file}: this is no pin with a hash: {left.splitlines()[0]}")
    return [
        Pin(
            name=re.sub(r"[-_.]+", "-", found["name"]).lower(),
            version=found["version"],
            hashes=tuple(re.findall(r"[0-9a-f]{64}", found["hashes"])),
            needed_by=tuple(re.findall(r"# +(?:via +)?(?!via$)([\w.-]+)", found["comments"], re.M)),
        )
        for found in _PIN.finditer(text)
    ]
