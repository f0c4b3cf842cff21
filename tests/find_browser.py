"""Says which browser the browser tests will drive, installing Playwright's own where there is none
and it can be had."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

ASK = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""
NAMES = (
    "chromium-headless-shell",  # draws no windows: opens a page in a sixth of the time
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)


def found() -> str:
    """The path of a browser of this machine, or "" when there is none (Playwright's own may be
    there)."""
    return os.environ.get("CHROMIUM", "") or next(filter(None, map(shutil.which, NAMES)), "")


def playwrights_own() -> str:
    """The path of the browser that Playwright has installed, or ""."""
    # in a process of its own: there is one Playwright to a thread, and the tests may have theirs by
    # now
    asked = subprocess.run([sys.executable, "-c", ASK], capture_output=True, text=True, check=False)
    path = asked.stdout.strip()
    return path if os.path.exists(path) else ""


def main() -> None:
    if browser := found() or playwrights_own():
        print(f"Browser tests drive {browser}")
        return
    print("No Chromium on this machine; installing Playwright's own …", flush=True)
    installed = subprocess.run(
        [sys.executable, "-m", "playwright", "install", "chromium"], check=False
    )
    if installed.returncode == 0 and playwrights_own():
        return
    print("\n*** THERE IS NO BROWSER: THE BROWSER TESTS ARE SKIPPED. ***")
    print("*** `make tools` installs Chromium; or name one in CHROMIUM. ***\n")


if __name__ == "__main__":
    main()
