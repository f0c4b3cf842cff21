"""A small paper served as in production, for tests that measure what goes over the wire.

`python -m tests.served` fills the site of NEWSROOM_HOME and prints its addresses; `Served` does
that in a home of its own, with a migrated database and static files that are there already, and
runs the real server on it.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests.services import family

ROOT = Path(__file__).resolve().parents[1]
REPLIES = 50


class Served:
    """The site while it is served: `with Served(home) as site: site.url,
    site.addresses["story"]`."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def __enter__(self) -> Served:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        kept = {
            name: value
            for name, value in os.environ.items()
            if name not in ("DATABASE_URL", "REDIS_URL")
        }
        environment = {**kept, "NEWSROOM_HOME": str(self.home), "PORT": str(port)}
        self.command = {"cwd": ROOT, "env": environment, "text": True}
        filled = subprocess.run(
            [sys.executable, "-m", "tests.served"], **self.command, capture_output=True, check=False
        )
        assert filled.returncode == 0, filled.stderr
        self.addresses: dict[str, str] = json.loads(filled.stdout)
        self.url = f"http://localhost:{port}"
        self.log = open(self.home / "serve.log", "w+")  # noqa: SIM115
        self.start()
        return self

    def start(self) -> None:
        """Serve the site, and wait until it answers."""
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--only-server"],
            **self.command,
            stdout=self.log,
            stderr=subprocess.STDOUT,
        )
        self._wait()

    def kill(self) -> None:
        """End all its processes at once, in the middle of whatever they do."""
        for pid in family(self.process.pid):
            os.kill(pid, signal.SIGKILL)
        self.process.wait()

    def _wait(self) -> None:
        for _ in range(600):
            assert self.process.poll() is None, self._said()
            try:
                urllib.request.urlopen(f"{self.url}/healthz", timeout=5).close()
                return
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        raise AssertionError(f"It did not answer within a minute. {self._said()}")

    def _said(self) -> str:
        self.log.seek(0)
        return self.log.read()

    def __exit__(self, *exception) -> None:
        self.process.terminate()
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.log.close()


def fill() -> dict[str, str]:
    """A long story with its picture and 50 replies, others beside it, replies that wait; gives
    addresses."""
    from django.core.files.base import ContentFile

    from articles.models import Publication
    from articles.pictures import library
    from newsroom.demo import replies, stories
    from newsroom.demo.fill import PICTURES
    from tests import factories

    Publication.objects.create(
        pk=1, name="The Kelmouth Courier", tagline="News of the coast", about="A daily paper."
    )
    for name in ("City", "World", "Culture", "Science"):
        factories.section(name)
    drawn = ContentFile((PICTURES / "harbour.webp").read_bytes(), name="quay.webp")
    picture = library.keep_picture(
        by=factories.somebody(), file=drawn, alt="A quay", credit="A. Novak"
    )
    library.make_missing(picture)
    longest, *others = sorted(stories.STORIES, key=lambda story: -len(story.body))
    given = {
        "lead_picture": picture,
        "authors": [factories.author()],
        "topics": [factories.topic()],
    }
    for days, other in enumerate(others, start=1):
        factories.published(
            other.headline,
            ago=dt.timedelta(days=days),
            standfirst=other.standfirst,
            body=other.body,
            **given,
        )
    story = factories.published(
        longest.headline,
        kicker="Harbour",
        standfirst=longest.standfirst,
        body=longest.body,
        lead_caption="The quay on Tuesday morning, before the fog came.",
        **given,
    )
    texts, above = [reply.text for reply in replies.REPLIES], None
    for number in range(REPLIES):
        above = factories.reply(
            story,
            f"{texts[number]}\n\n{texts[-number]}",
            name=f"Reader {number}",
            email=f"r{number}@example.org",
            parent=above if number % 5 in (1, 2) else None,
        )
    for number in range(20):
        factories.reply(story, texts[number], name=f"Waiting {number}", state="held")
    return {
        "front": "/",
        "section": "/section/city/",
        "story": story.get_absolute_url(),
        "house rules": "/house-rules/",
        "story form": f"/admin/articles/article/{story.article_id}/change/",
        "desk": "/admin/comments/comment/",
    }


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    print(json.dumps(fill()))


if __name__ == "__main__":
    main()
