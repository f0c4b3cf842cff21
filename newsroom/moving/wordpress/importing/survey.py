"""Surveying: what stands in the export files of a site, counted before anything of it comes in.

The files are read once from end to end. What grows with them is kept in a catalogue on disk, not in
memory: pictures are pointed to from anywhere, so all have to be known before the first story is
converted.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from comments.models import State
from comments.thread.paths import MAX_NUMBER
from newsroom.moving.wordpress import own_meta
from newsroom.moving.wordpress.importing.catalogue import (
    Attachment,
    Catalogue,
    item_key,
    picture_key,
)
from newsroom.moving.wordpress.importing.facts import STORIES, Category, Survey
from newsroom.moving.wordpress.items import Item, Person, Reply, Site, Term
from newsroom.moving.wordpress.reading.export_file import Trouble, read
from newsroom.moving.wordpress.reading.pieces import Refused
from newsroom.moving.wordpress.reply_states import PINGS, state_of

#: Maximum number of names of custom fields that are told apart.
MAX_FIELDS = 2_000
#: Maximum number of reusable blocks, and of letters in each.
MAX_BLOCKS, MAX_BLOCK = 2_000, 100_000
_SCHEME = re.compile(r"^https?://", re.IGNORECASE)


def source_of(site: Site) -> str:
    """The name of the site in our books: its address without the scheme."""
    address = site.base_blog_url or site.link or site.title or "an unknown site"
    bare = _SCHEME.sub("", address.strip()).rstrip("/")
    host, slash, path = bare.partition("/")
    return f"wordpress {host.lower()}{slash}{path}"[:250]


@contextmanager
def open_survey(
    paths: Sequence[Path], *, say: Callable[[Path, int], None] = lambda path, at: None
) -> Iterator[Survey]:
    """The survey of these files, as long as it is needed. `say` is told how many bytes of which
    were read.

    Raises Refused, naming the file; OSError.
    """
    with tempfile.TemporaryDirectory(prefix="newsroom-import-") as folder:
        yield _survey(paths, Catalogue(Path(folder)), say)


def _survey(
    paths: Iterable[Path], catalogue: Catalogue, say: Callable[[Path, int], None]
) -> Survey:
    survey: Survey | None = None
    for path in paths:
        early: list[Trouble] = []
        try:
            for each in read(path, say=lambda at, path=path: say(path, at)):
                if isinstance(each, Site):
                    survey = _begun(survey, each, catalogue)
                    survey.files.append(path)
                if survey is None:
                    early.append(each)
                    continue
                for trouble in early:
                    _trouble(survey, path, trouble)
                early.clear()
                _count(survey, path, each)
        except Refused as refusal:
            raise Refused(f"{path}: {refusal}") from None
    if survey is None:
        raise Refused("No file was given.")
    return survey


def _begun(survey: Survey | None, site: Site, catalogue: Catalogue) -> Survey:
    if survey is None:
        return Survey(site, source_of(site), catalogue)
    if source_of(site) != survey.source:
        names = " and ".join(
            sorted(each.removeprefix("wordpress ") for each in (survey.source, source_of(site)))
        )
        raise Refused(
            f"These files come from different sites, {names}: bring them in one after the other."
        )
    return survey


def _count(survey: Survey, path: Path, each: object) -> None:
    match each:
        case Trouble():
            _trouble(survey, path, each)
        case Person():
            survey.people.setdefault(each.login, each)
        case Term(taxonomy="category"):
            known = survey.categories.get(each.slug)
            stories = known.stories if known else 0
            known_number = known.number if known else 0
            survey.categories[each.slug] = Category(
                each.slug,
                each.name,
                each.parent,
                each.description,
                stories,
                each.number or known_number,
            )
        case Term(taxonomy="post_tag"):
            survey.tags.add(each.slug)
        case Term():
            survey.other_terms[each.taxonomy] += 1
        case Item():
            _item(survey, path, each)


def _trouble(survey: Survey, path: Path, trouble: Trouble) -> None:
    survey.lost += trouble.is_lost
    survey.mended += not trouble.is_lost
    if len(survey.troubles) < 200:
        survey.troubles.append((path.name, trouble))


def _item(survey: Survey, path: Path, item: Item) -> None:
    if not survey.catalogue.is_new(f"{item_key(item)}\x1f{item.number}"):
        survey.twice += 1
        return
    survey.kinds[item.kind, item.status] += 1
    for name, _ in item.meta:
        if name in survey.fields or len(survey.fields) < MAX_FIELDS:
            survey.fields[name] += 1
    _replies(survey, item.replies)
    if item.kind == "attachment":
        found = attachment(item, path.name)
        survey.pictures += found.is_picture
        survey.other_files += not found.is_picture
        survey.catalogue.add(found)
    if item.kind == "wp_block" and len(survey.blocks) < MAX_BLOCKS:
        survey.blocks[item.number] = item.content[:MAX_BLOCK]
    if item.kind == "guest-author":
        login = item.value("cap-user_login") or item.slug.removeprefix(own_meta.COAUTHOR)
        survey.people[login] = Person(login, display_name=item.value("cap-display_name"))
    if item.kind not in STORIES:
        return
    survey.sticky += item.is_sticky
    survey.protected += bool(item.password)
    for login, name in signers(item):
        survey.signed[login] += 1
        if name:
            survey.people.setdefault(login, Person(login, display_name=name))
    for each in item.filed:
        if each.domain == "category":
            survey.categories.setdefault(each.slug, Category(each.slug, each.name)).stories += 1
        elif each.domain == "post_tag":
            survey.tags.add(each.slug)
            survey.tagged.add(each.slug)


def signers(item: Item) -> list[tuple[str, str]]:
    """The logins of those who sign an item, in order, each with the name that it gives: all
    that Co-Authors Plus files it under, else who made it."""
    together = [
        (each.slug.removeprefix(own_meta.COAUTHOR), each.name)
        for each in item.filed
        if each.domain == "author" and each.slug
    ]
    return together or ([(item.creator, "")] if item.creator else [])


def _replies(survey: Survey, replies: list[Reply]) -> None:
    parents = {reply.number: reply.parent for reply in replies}
    for reply in replies:
        if reply.number <= MAX_NUMBER:
            survey.highest_reply = max(survey.highest_reply, reply.number)
        kind = reply.kind.strip().lower()
        if kind in PINGS:
            survey.pings[kind, state_of(reply) == State.SHOWN] += 1
        elif kind not in ("", "comment"):
            survey.other_replies[kind] += 1
        else:
            survey.replies[str(state_of(reply))] += 1
            survey.depths[_depth(reply.number, parents)] += 1


def _depth(number: int, parents: dict[int, int]) -> int:
    """How many replies stand above this one in the file; a ring is gone through once."""
    depth, passed = 0, {number}
    while (number := parents.get(number, 0)) in parents and number not in passed:
        passed.add(number)
        depth += 1
    return depth


def attachment(item: Item, name: str) -> Attachment:
    """An attachment as the catalogue keeps it; `name` is that of the export file."""
    address = item.attachment_url or item.guid
    return Attachment(
        number=item.number,
        key=picture_key(address),
        address=address,
        file=item.value("_wp_attached_file").strip(),
        name=item.title,
        alt=item.value("_wp_attachment_image_alt").strip(),
        caption=item.excerpt,
        description=item.content,
        parent=item.parent,
        guid=item.guid,
        link=item.link,
        slug=item.slug,
        source_file=name,
        line=item.line,
    )
