"""Restore: a backup in an empty place, checked before and compared after.

Nothing is overwritten. The database comes last: a place that has one is whole.
"""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import connections

from newsroom.lib.config.env import Env
from newsroom.operations import backup, databases, erasure_list, manifest
from newsroom.operations.backup import Say
from newsroom.operations.errors import Refused
from newsroom.operations.manifest import Manifest

#: In the home, while a restore is under way: which one. It may be run again then.
MARK = "restoring.json"


@dataclass
class Restored:
    """What came of it; `words` is what the person has to know or to do."""

    made: Manifest
    rows: int
    files: int
    words: list[str] = field(default_factory=list)


def check(folder: Path, say: Say) -> Manifest:
    """Compare each file of a backup with its sum. Raises Refused, naming what is missing or
    changed."""
    made = manifest.read(folder)
    sums = folder / manifest.SUMS
    if not manifest.is_plain(folder, manifest.SUMS) or manifest.digest_of(sums) != made.sums:
        raise Refused(f"{sums} is missing or not what was written: this backup is damaged.")
    bad, has_dump = [], False
    for count, (digest, name) in enumerate(manifest.lines(folder), 1):
        path = folder / name
        try:
            if path.exists() and not manifest.is_plain(folder, name):
                bad.append(f"{name} is a link, or no file")
            elif manifest.digest_of(path) != digest:
                bad.append(f"{name} is not what was written")
        except OSError as error:
            bad.append(f"{name} can't be read ({error.strerror})")
        has_dump |= name == made.dump
        say("checking", count, made.files)
        if len(bad) == 20:
            break
    if not has_dump:
        bad.append("the database is not in it")
    if bad:
        raise Refused("This backup is damaged: " + "; ".join(bad) + ".")
    return made


def restore(folder: Path, say: Say, lists: Sequence[Path] = ()) -> Restored:
    """Put a backup into this site's place, which must be empty; who was erased since it was made is
    erased again, as the list beside it says, and further `lists`. Raises Refused."""
    made = check(folder, say)
    erased = erasure_list.collect(folder, lists)
    database = databases.of_site()
    _check_version(made)
    _check_fit(made, database.vendor)
    _check_empty(folder, made, database)
    mark = settings.HOME / MARK
    result = Restored(made, rows=0, files=0)
    try:
        settings.HOME.mkdir(parents=True, exist_ok=True)
        manifest.write(mark, json.dumps({"made_at": made.made_at}).encode())
        digest = _copy_files(folder, made, result, say)
        _clear_pages()
        database.restore(
            folder / made.dump, digest, lambda done, total: say("database", done, total)
        )
    except OSError as error:
        raise Refused(
            f"The restore ended early: {error}. Run it again, and it goes on from there."
        ) from error
    _compare(made, database.count(), result)
    erasure_list.order(erased)
    mark.unlink()
    _say_what_is_left(made, result)
    _erase_again(erased, result)
    return result


def _erase_again(erased: erasure_list.Erased, result: Restored) -> None:
    """At once, where the database is up to date; else whoever brings it up to date does it."""
    if not erased:
        result.words.append(
            f"No list of erasures ({erasure_list.NAME}) was found beside the backup or in the home."
            " If readers’ data was erased since, see docs/operations.md."
        )
    elif databases.known_migrations() - set(result.made.migrations):
        result.words.append(
            f"{len(erased):,} erasures of readers’ data are done again by `manage.py prepare` (and"
            " `serve`), once it has brought the database up to date."
        )
    else:
        connections.close_all()
        count = erasure_list.apply_pending() or 0
        result.words.append(
            f"Of {len(erased):,} erasures of readers’ data, {count:,} were done again."
        )


def _check_version(made: Manifest) -> None:
    newer = sorted(set(made.migrations) - databases.known_migrations())
    if newer:
        raise Refused(
            "This backup is of a newer version of Newsroom: this one does not know"
            f" {', '.join(newer[:5])}{' …' if len(newer) > 5 else ''}. Install the version that"
            " made it, or a newer one."
        )


def _check_fit(made: Manifest, vendor: str) -> None:
    if made.database != vendor:
        raise Refused(
            f"This backup is of a site on {made.database}, and this one is set to {vendor}:"
            " set DATABASE_URL to a database of its kind. (`manage.py export_site` writes data that"
            " any of them can read.)"
        )
    here = backup.folders()
    lost = [name for name in backup.STORAGES if name not in made.not_copied and name not in here]
    if lost:
        raise Refused(
            "This backup holds pictures as files, and this site keeps them in a bucket. Copy its"
            f" {' and '.join(lost)} into the bucket by hand, and restore without MEDIA_URL_S3."
        )


def _check_empty(folder: Path, made: Manifest, database) -> None:
    """Whether nothing is here that could be lost, but what an interrupted restore of the same
    backup left."""
    if not database.is_empty():
        raise Refused(
            "There is a database here already, and a restore overwrites nothing. Restore into an"
            " empty place: another NEWSROOM_HOME, or an empty database."
        )
    mark = settings.HOME / MARK
    with contextlib.suppress(OSError, ValueError, KeyError):
        if json.loads(mark.read_bytes())["made_at"] == made.made_at:
            return
    for place in backup.folders().values():
        if place.is_dir() and any(place.iterdir()):
            raise Refused(
                f"{place} is not empty, and a restore overwrites nothing. Restore into another"
                " NEWSROOM_HOME."
            )
        if folder.resolve().is_relative_to(place.resolve()):
            raise Refused(f"The backup lies in {place}, where pictures belong.")


def _copy_files(folder: Path, made: Manifest, result: Restored, say: Say) -> str:
    """Copy pictures and key; gives the sum of the database, which comes last."""
    places = backup.folders()
    for place in places.values():
        place.mkdir(parents=True, exist_ok=True)
    dump = ""
    for digest, name in manifest.lines(folder):
        first, _, rest = name.partition("/")
        if name == made.dump:
            dump = digest
            continue
        if name == "secret.key":
            target, mode = settings.HOME / name, 0o600
        elif first in places and rest:
            target, mode = places[first] / rest, settings.FILE_UPLOAD_PERMISSIONS
        else:
            raise Refused(f"{name} has no place here.")
        if target.exists() and manifest.digest_of(target) == digest:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        found, _ = manifest.copy(folder / name, target, mode)
        if found != digest:
            raise Refused(f"{name} was changed while it was copied.")
        result.files += 1
        say("pictures", result.files, made.files)
    return dump


def _clear_pages() -> None:
    """Versions run again from where they stood: what was built under their numbers is other."""
    pages = settings.HOME / "pages"
    if pages.is_dir():
        for each in pages.iterdir():
            shutil.rmtree(each) if each.is_dir() and not each.is_symlink() else each.unlink()


def _compare(made: Manifest, counted: databases.Counted, result: Restored) -> None:
    names = sorted(set(made.rows) | set(counted.rows))
    other = [
        f"{name}: {made.rows.get(name, 0):,} in the backup, {counted.rows.get(name, 0):,} here"
        for name in names
        if made.rows.get(name) != counted.rows.get(name)
    ]
    if other or made.migrations != counted.migrations:
        raise Refused(
            "What came in is not what the backup holds: " + ("; ".join(other) or "migrations") + "."
        )
    result.rows = sum(counted.rows.values())


def _say_what_is_left(made: Manifest, result: Restored) -> None:
    """What the person has to do, or to know."""
    older = databases.known_migrations() - set(made.migrations)
    ours = sorted(
        name for name in older if name.split(".")[0] in ("articles", "comments", "newsroom")
    )
    if ours:
        result.words.append(
            f"It is of an older version: {len(ours)} migrations came since. Run `manage.py migrate`"
            " before you start the site (`manage.py serve` does so itself)."
        )
    key = settings.HOME / "secret.key"
    own = key.read_text().strip() if key.exists() else ""
    env = Env()
    used = settings.SECRET_KEY if env.isset("NEWSROOM_SECRET_KEY") else own
    if manifest.fingerprint(used) != made.key:
        result.words.append(
            "The secret key of this site is another one than that of the backup: links in mail"
            " that was sent, and logins, end. To keep them, set NEWSROOM_SECRET_KEY to the old one"
            + (" (it is in secret.key)." if manifest.fingerprint(own) == made.key else ".")
        )
    for name, place in made.not_copied.items():
        result.words.append(f"The {name} pictures are not in it: they stayed in {place}.")
    if made.lost:
        result.words.append(
            f"{len(made.lost)} originals were missing already when it was made, the first"
            f" {made.lost[0]}. `manage.py doctor` names what is missing."
        )
    result.words.append(
        "Mail and tasks that waited when it was made will be sent and done. For a trial, leave"
        " EMAIL_URL empty: mail is then kept."
    )
    result.words.append(
        "Caches in front (Varnish) hold pages of other versions: restart them before the site."
    )
