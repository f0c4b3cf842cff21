"""Lighthouse, on its phone settings, against the real server.

It is asked once, for what a machine's haste doesn't change. How fast a page is stands in
test_budget.py: as bytes, requests and what jumps.
"""

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests import tools
from tests.browser.conftest import FLAGS

SCORES = ("accessibility", "best-practices", "seo")
KINDS = ("front", "section", "story", "house rules")
SCRIPT = Path(__file__).with_name("lighthouse.mjs")


@pytest.fixture(scope="module")
def reports(served, playwright, browser_type_launch_args):
    """What Lighthouse says of each page of the served site."""
    tools.needs("lighthouse", "node")
    chrome = browser_type_launch_args.get("executable_path", playwright.chromium.executable_path)
    done = subprocess.run(
        [
            "node",
            SCRIPT,
            tools.find("lighthouse"),
            " ".join(["--headless=new", *FLAGS]),
            " ".join(SCORES),
            *(served.url + served.addresses[kind] for kind in KINDS),
        ],
        env={**os.environ, "CHROME_PATH": chrome},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return dict(zip(KINDS, json.loads(done.stdout), strict=True))


def too_low(report: dict) -> dict[str, list[str]]:
    """The scores below 99, each with the audits that cost it points."""
    found = {}
    for name in SCORES:
        category = report["categories"][name]
        audits = [report["audits"][each["id"]] for each in category["auditRefs"] if each["weight"]]
        if category["score"] < 0.99:
            found[name] = [
                audit["title"]
                for audit in audits
                if audit["score"] is not None and audit["score"] < 0.9
            ]
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_ninety_nine_or_more_in_all_three(reports, kind):
    assert too_low(reports[kind]) == {}
