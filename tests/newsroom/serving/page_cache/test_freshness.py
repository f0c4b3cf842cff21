"""The promise of the page cache, tried at random for some seconds; `python -m tests.freshness`
tries it longer.

Covers newsroom/serving/page_cache/layer.py.
"""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[4]


@pytest.mark.database
def test_no_page_is_older_than_what_was_acknowledged(make_home, tmp_path):
    home = make_home(tmp_path / "home")
    ran = subprocess.run(
        [sys.executable, "-m", "tests.freshness", "--minutes", "0.25", "--home", str(home)],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stdout[-2000:] + ran.stderr[-4000:]
    assert "Nothing older than what was acknowledged was seen." in ran.stdout
