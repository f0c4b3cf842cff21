"""What moving in costs: an export file of any size, and its import, with the memory that each took.

    python -m tests.growth.wordpress --megabytes 1024

The file holds what exports of large sites hold: stories of some 900 words with five replies each,
among which plugins keep their own data (most of the bytes), attachments, and what stays behind.
With --reading it is read alone; without, it is read and then brought into a new site of its own, on
SQLite or, with DATABASE_URL set, in that empty database.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random

from tests.growth import words
from tests.newsroom.moving.wordpress import files

ROOT = Path(__file__).resolve().parents[2]
REPLIES, PLUGIN_BYTES = 5, 20_000


def write(path: Path, megabytes: int) -> int:
    """Write an export file of that size; the number of its stories."""
    chance, number, reply = Random("wordpress"), 0, 0
    bodies = [words.body(chance) for _ in range(50)]
    junk = "".join(chance.choice('{"}[],:abcdef0123456789 ') for _ in range(PLUGIN_BYTES))
    with path.open("w", encoding="utf-8") as file:
        file.write(files.HEAD + files.author())
        for slug, name in (("news", "News"), ("sport", "Sport"), ("city", "City")):
            file.write(files.category(slug, name))
        while file.tell() < megabytes << 20:
            number += 1
            replies = "".join(
                files.reply(reply + n, "It was about time. " * 8, parent=reply if n else 0)
                for n in range(REPLIES)
            )
            reply += REPLIES
            year, month, day = 2005 + number % 20, 1 + number % 12, 1 + number % 28
            section = ("news", "sport", "city")[number % 3]
            file.write(
                files.item(
                    number,
                    f"Story number {number} of the archive",
                    chance.choice(bodies),
                    slug=f"story-{number}",
                    date=f"{year}-{month:02}-{day:02} 09:{number % 60:02}:00",
                    replies=replies or "",
                    filed=files.filed(section, section.title())
                    + files.filed(f"tag-{number % 200}", f"Tag {number % 200}", "post_tag"),
                    meta={"_edit_last": "1", "_builder_data": junk},
                )
            )
        file.write(files.TAIL)
    return number


def read_alone(path: Path) -> None:
    """Read the file from end to end, and say what that took."""
    from newsroom.moving.wordpress.items import Item
    from newsroom.moving.wordpress.reading.export_file import read

    begun = time.monotonic()
    stories = sum(isinstance(each, Item) for each in read(path))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    print(
        f"read {path.stat().st_size >> 20:,} MB, {stories:,} items, in"
        f" {time.monotonic() - begun:,.0f} s, at most {peak} MB of memory"
    )


def bring_in(path: Path, home: Path) -> None:
    """Bring the file into a new site, and say what that took."""
    home.mkdir()
    environment = {
        **os.environ,
        "NEWSROOM_HOME": str(home),
        "DJANGO_SUPERUSER_PASSWORD": "password",
    }
    for command in (
        ["migrate", "-v0"],
        ["createsuperuser", "--noinput", "--username", "boss", "--email", "b@example.org"],
    ):
        subprocess.run(
            [sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True
        )
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "manage.py", "import_wordpress", str(path)], cwd=ROOT, env=environment
    )
    peak = 0
    while process.poll() is None:
        peak = max(peak, _peak(process.pid))
        time.sleep(0.5)
    took, after = time.monotonic() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    print(
        f"brought in in {took:,.0f} s ({after.ru_utime - before.ru_utime:,.0f} s of the processor),"
        f" at most {peak} MB of memory"
    )


def _peak(pid: int) -> int:
    """The most memory that a process has taken so far, in megabytes (VmHWM of proc(5))."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return next(
        (int(line.split()[1]) >> 10 for line in status.splitlines() if line.startswith("VmHWM")), 0
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--megabytes", type=int, default=1024)
    parser.add_argument("--reading", action="store_true", help="read it alone")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="leave file and site there")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as passing:
        folder = options.keep or Path(passing)
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "export.xml"
        if not path.exists():
            print(f"wrote {write(path, options.megabytes):,} stories")
        subprocess.run(
            [
                sys.executable,
                "-c",
                f"from pathlib import Path; from tests.growth.wordpress import read_alone; "
                f"read_alone(Path({str(path)!r}))",
            ],
            cwd=ROOT,
            check=True,
        )
        if not options.reading:
            bring_in(path, folder / "home")


if __name__ == "__main__":
    main()
