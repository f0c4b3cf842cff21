"""Lighthouse, on its phone settings, against the real server.

It is asked once, for what a machine's haste doesn't change. How fast a page is stands in test_budget.py: as bytes, requests
and what jumps.
"""

import json
import os
import subprocess

import pytest

from tests import tools
from tests.browser.conftest import FLAGS

SCORES = ("accessibility", "best-practices", "seo")


@pytest.fixture
def lighthouse(served, tmp_path, playwright, browser_type_launch_args):
    """Run Lighthouse on a page of the served site; gives its report."""
    tools.needs("lighthouse", "node")
    script = tools.find("lighthouse")
    chrome = browser_type_launch_args.get("executable_path", playwright.chromium.executable_path)

    def lighthouse(kind: str) -> dict:
        report = tmp_path / "report.json"
        done = subprocess.run(
            ["node", script, served.url + served.addresses[kind], "--quiet", "--output=json", f"--output-path={report}",
             f"--chrome-flags=--headless=new {' '.join(FLAGS)}", f"--only-categories={','.join(SCORES)}",
             "--throttling-method=provided", "--disable-full-page-screenshot"],
            env={**os.environ, "CHROME_PATH": chrome}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return json.loads(report.read_text())

    return lighthouse


def too_low(report: dict) -> dict[str, list[str]]:
    """The scores below 99, each with the audits that cost it points."""
    found = {}
    for name in SCORES:
        category = report["categories"][name]
        audits = [report["audits"][each["id"]] for each in category["auditRefs"] if each["weight"]]
        if category["score"] < 0.99:
            found[name] = [audit["title"] for audit in audits if audit["score"] is not None and audit["score"] < 0.9]
    return found


@pytest.mark.parametrize("kind", ["front", "section", "story", "house rules"])
def test_ninety_nine_or_more_in_all_three(lighthouse, kind):
    assert too_low(lighthouse(kind)) == {}
