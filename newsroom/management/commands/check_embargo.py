"""manage.py check_embargo: asks for every public output as a reader would, and tells what it gives
away too early."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError

from newsroom import embargo
from newsroom.serving import site_client


class Command(BaseCommand):
    help = (
        "Look whether anything of a story under embargo can be seen by readers. Exits with 1 if so."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--at",
            metavar="URL",
            help="ask this server, whatever stands in front of it, not the code",
        )

    def handle(self, *args, at: str | None, **options) -> None:
        held = embargo.stories_under_embargo()
        if not held:
            self.stdout.write("No story is under embargo.")
            return
        ask = site_client.over_http(at) if at else site_client.of_this_code
        leaks, asked = [], 0
        for address in embargo.outputs(held, ask):
            asked += 1
            answer = ask(address)
            if answer.status >= 500:
                raise CommandError(
                    f"{address} answers {answer.status}: what it would show is not known."
                )
            if at and (elsewhere := answer.leads_away_from(at)):
                raise CommandError(
                    f"{at} leads to {elsewhere}: what readers see is there. Give --at that address."
                )
            for story in embargo.find_leaks(held, address, answer):
                leaks.append(f"{address} gives away “{story.headline}”")
                self.stderr.write(leaks[-1])
        self.stdout.write(f"{len(held)} under embargo, {asked} outputs asked, {len(leaks)} leaks.")
        if leaks:
            raise CommandError("Something of a story under embargo can be seen.")
