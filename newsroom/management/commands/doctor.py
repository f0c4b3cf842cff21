"""`manage.py doctor`: looks the site over."""

from __future__ import annotations

import json
import sys

from django.core.management.base import BaseCommand

from newsroom.operations.doctor import Level, examine

SIGNS = {Level.FINE: "ok", Level.WARNING: "warning", Level.FAULT: "FAULT"}


class Command(BaseCommand):
    help = (
        "Looks at settings, database, files, worker, mail and what else the site needs, and says"
        " what to do. Changes nothing. Exit code: 0 all is well, 1 warnings, 2 faults."
    )
    requires_system_checks = ()  # what they find is among the findings

    def add_arguments(self, parser) -> None:
        parser.add_argument("--json", action="store_true", help="for machines")

    def handle(self, *args, **options) -> None:
        worst, found = Level.FINE, []
        for finding in examine():
            worst = max(worst, finding.level)
            if options["json"]:
                found.append(
                    {
                        "level": finding.level.name.lower(),
                        "about": finding.about,
                        "words": finding.words,
                        "todo": finding.todo,
                    }
                )
                continue
            self.stdout.write(f"{SIGNS[finding.level]:8} {finding.about}: {finding.words}")
            if finding.todo:
                self.stdout.write(f"{'':8} → {finding.todo}")
        if options["json"]:
            self.stdout.write(
                json.dumps({"level": worst.name.lower(), "findings": found}, indent=1)
            )
        if worst:
            sys.exit(int(worst))
