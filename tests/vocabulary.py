"""Checks JSON-LD against the vocabulary of schema.org: as types that Google makes of it (npm: schema-dts), by the
TypeScript compiler. NODE_TOOLS names the folder where both are installed; CI does that."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest


def tool(*parts: str) -> Path:
    """What npm has installed under that name. Skips where nothing is."""
    folder = os.environ.get("NODE_TOOLS")
    if not folder:
        pytest.skip("NODE_TOOLS does not name the folder of tools that .ci/run installs with npm")
    return Path(folder, *parts)


def faults(blocks: Iterable[str], folder: Path) -> list[str]:
    """What the vocabulary does not know in these blocks of JSON-LD, in the compiler's words."""
    compiler = tool(".bin", "tsc")
    (folder / "node_modules").symlink_to(compiler.parent.parent)
    for number, block in enumerate(blocks):
        data = json.dumps(json.loads(block), indent=1)
        (folder / f"block-{number}.ts").write_text(
            f'import type {{ Graph }} from "schema-dts";\nexport const block: Graph = {data};\n'
        )
    names = sorted(path.name for path in folder.glob("block-*.ts"))
    how = ["--noEmit", "--strict", "--module", "esnext", "--moduleResolution", "bundler", "--pretty", "false"]
    done = subprocess.run([compiler, *how, *names], cwd=folder, capture_output=True, text=True, check=False)
    return (done.stdout + done.stderr).splitlines()
