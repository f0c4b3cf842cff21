"""`python -m tests.fuzz --minutes 15 [stories replies requests] [--seed N]`: random lives and
requests for so many minutes each, in the database that DATABASE_URL names for tests. It prints each
seed, and for what breaks the shortest life that does."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time

WHAT = {
    "stories": "tests/fuzz/test_lives.py::test_whatever_people_do[Stories]",
    "replies": "tests/fuzz/test_lives.py::test_whatever_people_do[Replies]",
    "requests": "tests/fuzz/test_requests.py",
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("what", nargs="*", choices=[*WHAT, []], help="all, if none is named")
    parser.add_argument("--minutes", type=float, default=15, help="for each of them (%(default)s)")
    parser.add_argument("--seed", type=int, default=int(time.time()), help="the first one")
    given = parser.parse_args()
    environment = {**os.environ, "MINUTES": str(given.minutes), "SEED": str(given.seed)}
    tests = [WHAT[name] for name in given.what or WHAT]
    command = [sys.executable, "-m", "pytest", "-n", "0", "-q", "-s", "--no-header", *tests]
    return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
