"""Says which browser the browser tests will drive, installing Playwright's own where there is none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def found() -> str:
    """The path of a browser of this machine, or "" when there is none (Playwright's own may be there)."""
    return os.environ.get("CHROMIUM", "") or next(filter(None, map(shutil.which, NAMES)), "")


def playwrights_own() -> str:
    """The path of the browser that Playwright has installed, or ""."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if os.path.exists(path) else ""


def main() -> int:
    if browser := found() or playwrights_own():
        print(f"Browser tests drive {browser}")
        return 0
    print("No Chromium on this machine; installing Playwright's own …", flush=True)
    installed = subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    if installed.returncode == 0 and playwrights_own():
        return 0
    print("\n*** THERE IS NO BROWSER, SO THE BROWSER TESTS CAN'T RUN. ***")
    print("*** Install Chromium (on Debian: apt-get install chromium), or name one in CHROMIUM. ***\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
