"""Checks JSON-LD against the vocabulary of schema.org: as types that Google makes of it (npm:
schema-dts), by the TypeScript compiler."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable
from pathlib import Path

from tests import tools


def faults(blocks: Iterable[str], folder: Path) -> list[str]:
    """What the vocabulary does not know in these blocks of JSON-LD, in the compiler's words. Skips
    where a tool is missing."""
    tools.needs("node", "schema-dts", "typescript")
    (folder / "node_modules").symlink_to(tools.npms_folder())
    for number, block in enumerate(blocks):
        data = json.dumps(json.loads(block), indent=1)
        (folder / f"block-{number}.ts").write_text(
            f'import type {{ Graph }} from "schema-dts";\nexport const block: Graph = {data};\n'
        )
    names = sorted(path.name for path in folder.glob("block-*.ts"))
    how = [
        "--noEmit",
        "--strict",
        "--module",
        "esnext",
        "--moduleResolution",
        "bundler",
        "--pretty",
        "false",
    ]
    done = subprocess.run(
        [tools.find("typescript"), *how, *names],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return (done.stdout + done.stderr).splitlines()
