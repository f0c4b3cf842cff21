"""manage.py check_addresses: walks all old addresses that are known, and tells which lead
nowhere."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import ExitStack
from typing import TextIO

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from articles.models import FormerAddress
from newsroom.moving.old_addresses import walk
from newsroom.serving import site_client

#: Number of addresses between two lines of progress.
PROGRESS_STEP = 500
TOLD = {
    "well": "lead to a page",
    "gone": "to what was withdrawn",
    "waiting": "to what is not published",
}


class Command(BaseCommand):
    help = (
        "Ask for every old address that is known, follow it, and say which lead nowhere. Exits with"
        " 1 if any does."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--at", metavar="URL", help="ask this server instead of the code")
        parser.add_argument(
            "--report", metavar="FILE", help="write what was found into this file, as JSON"
        )

    def handle(self, *args, at: str | None, report: str | None, **options) -> None:
        ask = site_client.over_http(at) if at else site_client.of_this_code
        total = FormerAddress.objects.count()
        ends: Counter[str] = Counter()
        with ExitStack() as open_files:
            file = open_files.enter_context(open(report, "w", encoding="utf-8")) if report else None
            if file:
                file.write('{"wrong": [')
            try:
                for walked in walk.walk(ask, at or settings.SITE_URL):
                    ends[walked.end] += 1
                    if walked.end == "wrong":
                        self.stderr.write(walked.words)
                        self._write(file, walked, first=ends["wrong"] == 1)
                    if sum(ends.values()) % PROGRESS_STEP == 0:
                        self.stderr.write(f"{sum(ends.values()):,} of {total:,} …")
            finally:  # also when somebody has had enough: what was found so far is told
                asked = sum(ends.values())
                if file:
                    counts = {"known": total, "asked": asked, **{end: ends[end] for end in TOLD}}
                    file.write(f"], {json.dumps(counts)[1:]}\n")
                self.stdout.write(f"{asked:,} of {total:,} old addresses asked.")
        told = ", ".join(f"{ends[end]:,} {words}" for end, words in TOLD.items() if ends[end])
        self.stdout.write(f"{told or 'None leads anywhere'}; {ends['wrong']:,} are wrong.")
        if ends["wrong"]:
            raise CommandError("Old addresses lead nowhere.")

    @staticmethod
    def _write(file: TextIO | None, walked: walk.Walked, *, first: bool) -> None:
        if file:
            found = {
                "address": walked.address,
                "over": walked.over,
                "status": walked.status,
                "words": walked.words,
            }
            file.write(f"{'' if first else ','}\n{json.dumps(found, ensure_ascii=False)}")
