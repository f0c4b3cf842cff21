"""The list of erasures beside backups: who was erased until when, by a digest of the address. When
a backup from before is restored, they are erased again."""

from __future__ import annotations

import datetime as dt
import json
import logging
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from comments.models import Comment, Erasure, MailLink, PersonNote, Reader, Report, Sanction
from comments.people import erasing
from newsroom.lib.web.addresses import digest
from newsroom.models import Mail
from newsroom.operations import manifest
from newsroom.operations.errors import Refused

log = logging.getLogger("newsroom.operations")

#: In the home, and in each folder of backups.
NAME = "erased.list"
#: In the home, after a restore: what is still to be erased again.
PENDING = "erase-again.list"

#: Until when what came from an address was erased, by its digest.
Erased = dict[str, dt.datetime]


def of_site() -> Erased:
    """What was erased here."""
    if Erasure._meta.db_table not in connection.introspection.table_names():
        return {}  # of an older version, which is still to be migrated
    rows = Erasure.objects.order_by("asked_at").values_list("digest", "asked_at")
    return dict(rows.iterator())


def lines(erased: Erased | None = None) -> Iterator[str]:
    """The list as it is written: an object of JSON a line, the oldest first."""
    found = of_site() if erased is None else erased
    for code, at in sorted(found.items(), key=lambda row: (row[1], row[0])):
        yield json.dumps({"digest": code, "at": at.isoformat()}) + "\n"


def read(path: Path) -> Erased:
    """A list. Raises Refused for what is none."""
    found: Erased = {}
    try:
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            at = dt.datetime.fromisoformat(row["at"])
            if not re.fullmatch(r"erased-[0-9a-f]{48}", row["digest"]) or at.tzinfo is None:
                raise ValueError(line[:100])
            found[row["digest"]] = max(at, found.get(row["digest"], at))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Refused(f"{path} is no list of erasures that can be read: {error}.") from None
    return found


def merged(*lists: Erased) -> Erased:
    found: Erased = {}
    for each in lists:
        for code, at in each.items():
            found[code] = max(at, found.get(code, at))
    return found


def keep(folder: Path, erased: Erased | None = None) -> None:
    """Add what was erased here to the list in a folder."""
    path = folder / NAME
    now = of_site() if erased is None else erased
    before = read(path) if path.exists() else {}
    if (all_of_it := merged(before, now)) != before:
        write(path, all_of_it)


def write(path: Path, erased: Erased) -> None:
    partial = path.with_name(f".{path.name}.partial")
    manifest.write(partial, "".join(lines(erased)).encode())
    partial.replace(path)


def erase(address: str, thorough: bool) -> dict[str, int]:
    """As comments.people.erasing.OTHERS has it done: the list in the home has it once the
    transaction is over. It is in the database, too, so a full disk stops nobody."""

    def note() -> None:
        try:
            keep(settings.HOME)
        except (OSError, Refused):
            log.exception("The list of erasures in the home could not be kept.")

    transaction.on_commit(note)
    return {}


def apply(erased: Erased) -> int:
    """Erase again all of this that is here, each until the moment of its erasure; how many
    addresses there were."""
    found = 0
    for address in set(addresses()):
        if until := erased.get(digest(address)):
            erasing.go_on(erasing.begin(address, source=Erasure.Source.RESTORE, until=until))
            found += 1
    return found


def addresses() -> Iterator[str]:
    """All addresses of readers that are stored here, in lower case; some of them more than
    once."""
    columns = (
        (Comment, "email"),
        (Reader, "email"),
        (MailLink, "email"),
        (Report, "email"),
        (Sanction, "email"),
        (PersonNote, "email"),
        (Mail, "to"),
    )
    for model, column in columns:
        rows = model.objects.exclude(**{column: ""}).order_by().values_list(column, flat=True)
        for address in rows.distinct().iterator():
            yield address.lower()


def collect(backup: Path, others: Iterable[Path] = ()) -> Erased:
    """The lists beside a backup, in the home, and those that are named. Raises Refused."""
    beside = [backup.resolve().parent / NAME, settings.HOME / NAME]
    there = [path for path in beside if path.exists()]
    return merged(*(read(path) for path in [*there, *others]))


def order(erased: Erased) -> None:
    """Have this erased again once the database is up to date."""
    if erased:
        write(settings.HOME / NAME, erased)
        write(settings.HOME / PENDING, erased)


def apply_pending() -> int | None:
    """Erase again what a restore has left to be done; for how many addresses, None where nothing
    was left."""
    path = settings.HOME / PENDING
    if not path.exists():
        return None
    count = apply(read(path))
    path.unlink()
    return count
