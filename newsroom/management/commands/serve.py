"""`manage.py serve`: the whole product on this machine, the server and the worker beside it."""

from __future__ import annotations

import signal
import sys

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from newsroom.lib.config.env import Env
from newsroom.management.commands.prepare import refuse_no_paper
from newsroom.serving.processes.listening import CantListen, listen
from newsroom.serving.processes.release import Release
from newsroom.serving.processes.supervisor import Handover


class Command(BaseCommand):
    help = (
        "Brings the site up to date and serves it on PORT, with a worker beside the server. Ctrl-C"
        " ends both; SIGHUP puts the code as it stands now in their place without a pause."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--new", action="store_true", help="make a new paper where NEWSROOM_HOME has none"
        )
        parser.add_argument(
            "--demo", action="store_true", help="fill an empty site with the demo newsroom first"
        )
        parser.add_argument(
            "--host", default="127.0.0.1", help="the address to listen at (127.0.0.1)"
        )
        parser.add_argument(
            "--only-server",
            action="store_true",
            help=(
                "run the server alone and prepare nothing (`manage.py prepare` did, and"
                " `manage.py worker` is a second service)"
            ),
        )

    def handle(self, *args, new: bool, demo: bool, host: str, only_server: bool, **options) -> None:
        env = Env()
        port = env.number("PORT", 8000, least=1, most=65535)
        workers = env.number("NEWSROOM_WORKERS", 2, least=1, most=64)
        refuse_no_paper(new=new or demo)
        # Stopped in the middle of a step by Ctrl-C or SIGTERM, it leaves with a word instead of a
        # traceback. Who asks to reload has to wait until there is something to be reloaded.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGHUP])
        try:
            listeners = listen(host, port, workers)
            if not only_server:
                call_command("prepare", new=new, demo=demo, stdout=self.stdout)
            connections.close_all()
            release = Release.running()
            descriptors = [listener.fileno() for listener in listeners]
            Handover(release, descriptors, workers, only_server).become(release.now())
        except CantListen as error:
            raise CommandError(str(error)) from None
        except KeyboardInterrupt:
            self.stdout.write("Stopped.")
