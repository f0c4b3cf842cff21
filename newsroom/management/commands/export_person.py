"""`manage.py export_person ADDRESS > file.json`: what is held about whoever has an address."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError

from comments.people import held
from newsroom.lib.web.addresses import NotAnAddress, mail_address


class Command(BaseCommand):
    help = "Writes all that is held about an email address, as JSON."

    def add_arguments(self, parser) -> None:
        parser.add_argument("address", metavar="ADDRESS")

    def handle(self, *args, address: str, **options) -> None:
        for piece in held.as_json(checked(address)):
            self.stdout.write(piece, ending="")


def checked(typed: str) -> str:
    """The one form of an address. Raises CommandError for what is none."""
    try:
        if address := mail_address(typed):
            return address
    except NotAnAddress as wrong:
        raise CommandError(str(wrong)) from None
    raise CommandError("Name an address.")
