"""An item of WordPress as a story of ours, and in words whatever can't be as it was."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import unquote

from articles.exchange.import_stories import Story
from articles.models import Article, Author, Picture, Section, State, Topic
from newsroom.lib.text import slugs
from newsroom.lib.text.html import plain
from newsroom.moving.wordpress import own_meta
from newsroom.moving.wordpress.converting.convert import convert
from newsroom.moving.wordpress.dates import parse_moment
from newsroom.moving.wordpress.importing.facts import Filing, Place, Survey, parent_path
from newsroom.moving.wordpress.importing.run import Desk
from newsroom.moving.wordpress.importing.survey import signers
from newsroom.moving.wordpress.items import Filed, Item
from newsroom.moving.wordpress.texts import one_line, to_slug, truncate, truncate_name

#: Custom fields that are understood, and those that say nothing outside of WordPress.
USED = {
    "_thumbnail_id",
    "_wp_attached_file",
    "_wp_attachment_image_alt",
    "_yoast_wpseo_title",
    "_yoast_wpseo_metadesc",
    "_wp_trash_meta_status",
    "_wp_trash_meta_time",
    "footnotes",
    "_wp_old_slug",
    own_meta.STORY,
    own_meta.PICTURE,
}
IGNORED = {
    "_edit_last",
    "_edit_lock",
    "_wp_page_template",
    "_wp_attachment_metadata",
    "_pingme",
    "_encloseme",
    "_wp_desired_post_slug",
    "_wp_attachment_backup_sizes",
    "_wp_attachment_context",
    "_oembed_time",
}
_IGNORED_BEGINNINGS = (
    "_oembed_",
    "_menu_item_",
    "_yoast_",
    "_jetpack_",
    "_publicize_",
    "_wpas_",
    "_transient_",
    f"{own_meta.STORY}_",
)
_SPACE = re.compile(r"\s+")
#: How remarks begin that a text is perhaps not what it was.
DOUBTS = ("Not understood", "Something in the text", "No text")


@dataclass(frozen=True)
class Remark:
    """What is worth a look: `about` in short, by which such remarks are counted, and the whole in
    `words`."""

    about: str
    words: str


@dataclass
class Ready:
    """A story that is ready to come in; `closed`: it takes no replies."""

    item: Item
    story: Story
    closed: bool
    remarks: list[Remark] = field(default_factory=list)


def prepare(
    item: Item,
    *,
    survey: Survey,
    filing: Filing,
    desk: Desk,
    origin: str,
    now: dt.datetime,
    with_trash: bool = False,
) -> Ready | str:
    """The story that an item is, or in words why it is none. Raises nothing for whatever stands in
    it."""
    if item.status == "trash" and not with_trash:
        return "It was in the trash; --with-trash brings it along."
    remarks: list[Remark] = []
    notes: list[str] = []

    def tell(about: str, words: str) -> None:
        remarks.append(Remark(about, words))

    times = _times(item, now, notes, tell)
    converted = convert(
        _with_blocks(item.content, survey.blocks),
        picture=desk.picture,
        base=item.link,
        own=survey.catalogue.of_parent(item.number),
        notes=item.value("footnotes"),
    )
    for name in converted.unknown:
        tell(f"Not understood: {name}"[:80], f"{name} stays visible in the text as it was written.")
    for words in converted.lost:
        tell("Something in the text could not be kept", words)
    if not plain(converted.body).strip() and not converted.pictures:
        tell("No text", "The story has no text.")
    section, topics = _filed(item, survey, filing, desk, tell)
    authors = _authors(item, times, desk, tell)
    lead = _lead(item, desk, tell)
    story = Story(
        headline=_headline(item, converted.body, times.created_at, notes, tell),
        body=converted.body,
        section=section,
        origin=origin,
        created_at=times.created_at,
        changed_at=times.changed_at,
        live_from=times.live_from,
        live_until=times.live_until,
        state=times.state,
        slug=_slug(item, tell),
        topics=topics,
        standfirst=_standfirst(item, notes, tell),
        authors=authors,
        lead_picture=lead,
        **_search(item, notes, tell),
        note=_note(notes, tell),
    )
    if item.is_sticky:
        tell(
            "Was sticky",
            "It was kept at the top there. The newest of these that readers see stand at the top of"
            " the front page here, unless somebody has composed that already.",
        )
    return Ready(item, story, closed=item.comment_status == "closed", remarks=remarks)


_BLOCK = re.compile(r'<!-- wp:block \{[^{}]*"ref":(\d{1,15})[^{}]*\} /-->')
#: Maximum depth of reusable blocks in one another, and of letters that a text grows to by them.
MAX_DEPTH, MAX_GROWN = 3, 2_000_000


def _with_blocks(content: str, blocks: Mapping[int, str]) -> str:
    """A text with its reusable blocks in their places; one that the files don't hold stays as it
    is."""
    for _ in range(MAX_DEPTH):
        grown = _BLOCK.sub(lambda found: blocks.get(int(found[1]), found[0]), content)
        if grown == content or len(grown) > MAX_GROWN:
            break
        content = grown
    return content


def as_draft(ready: Ready) -> Ready:
    """A story with doubts about its text, as a draft that an editor is to look at."""
    doubts = [each.words for each in ready.remarks if each.about.startswith(DOUBTS)]
    if not doubts or not ready.story.live_from:
        return ready
    note = "\n".join(filter(None, [ready.story.note, "It was published there.", *doubts]))
    story = replace(
        ready.story,
        live_from=None,
        live_until=None,
        state=State.DRAFT,
        note=truncate(note, _most("note")),
    )
    words = "There are doubts about its text, so it came as a draft."
    return replace(ready, story=story, remarks=[*ready.remarks, Remark("A draft for now", words)])


# -- times and states
# ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Times:
    created_at: dt.datetime
    changed_at: dt.datetime | None
    live_from: dt.datetime | None = None
    live_until: dt.datetime | None = None
    state: str = State.DRAFT


Tell = Callable[[str, str], None]


def _times(item: Item, now: dt.datetime, notes: list[str], tell: Tell) -> _Times:
    date = parse_moment(item.date_gmt, item.date)
    changed = parse_moment(item.modified_gmt, item.modified)
    created = date or changed or now
    changed = changed or date
    status = item.status
    if item.status == "trash":
        status = item.value("_wp_trash_meta_status") or "draft"
        notes.append("It was in the trash of the old site.")
    if item.password and status in ("publish", "future"):
        notes.append(
            "It was protected by a password on the old site; nobody can read it here before it is"
            " published."
        )
        tell("Protected by a password", "It came in as a draft.")
        status = "draft"
    if status == "private":
        notes.append("It was private on the old site: only its editors could read it.")
        tell("Private", "It came in as a draft.")
    if status in ("publish", "future"):
        if date is None:
            tell(
                "No date",
                f"It says that it is published, but not when; counted as {created:%Y-%m-%d}.",
            )
        if status == "publish" and created > now:
            tell("Published in the future", "It goes live when its date comes.")
        if status == "future" and created <= now:
            tell(
                "Its time has come meanwhile",
                "It was scheduled there for a time that has passed: live since then.",
            )
        until = None
        if item.status == "trash":
            stamp = _number(item.value("_wp_trash_meta_time"))
            until = max(
                created,
                min(now, dt.datetime.fromtimestamp(stamp, dt.UTC)) if 0 < stamp < 1 << 33 else now,
            )
        return _Times(created, changed, created, until)
    if status not in ("draft", "auto-draft", "pending", "private", "inherit"):
        notes.append(f"Its status on the old site was “{status}”.")
        tell("Status not known", f"Its status was “{status}”: it came in as a draft.")
    return _Times(created, changed, state=State.REVIEW if status == "pending" else State.DRAFT)


# -- who and what belongs to it
# ------------------------------------------------------------------------------------


def _authors(item: Item, times: _Times, desk: Desk, tell: Tell) -> list[Author]:
    """All who sign, in their order."""
    found = [author for login, _ in signers(item) if (author := desk.author(login))]
    if not found and times.live_from:
        by = f"; there it was by “{item.creator}”" if item.creator else ""
        tell("No byline", f"Nobody signs it{by}.")
    return list({author.slug: author for author in found}.values())


def _lead(item: Item, desk: Desk, tell: Tell) -> Picture | None:
    number = _number(item.value("_thumbnail_id"))
    lead = desk.lead(number) if number else None
    if number and lead is None:
        tell("Lead picture missing", f"Its featured picture, number {number} there, did not come.")
    return lead


# -- where it stands
# -------------------------------------------------------------------------------------


def _filed(
    item: Item, survey: Survey, filing: Filing, desk: Desk, tell: Tell
) -> tuple[Section, list[Topic]]:
    section: Place | None = filing.pages if item.kind == "page" else None
    topics: dict[str, tuple[Place, Filed]] = {}
    above: Place | None = None
    for each in item.filed:
        if each.domain == "category":
            place = filing.categories.get(each.slug) or Place(
                "topic", to_slug(each.slug), truncate_name(each.name)
            )
            if place.kind == "section" and section is None:
                section = place
            elif place.kind and place != section:
                topics[place.slug] = Place("topic", place.slug, place.name), each
            for parent in reversed(parent_path(each.slug, survey.categories)[:-1]):
                if (
                    above is None
                    and (found := filing.categories.get(parent))
                    and found.kind == "section"
                ):
                    above = found
        elif each.domain == "post_tag":
            place = filing.tags.get(each.slug) or Place(
                "topic", to_slug(each.slug), truncate_name(each.name or each.slug)
            )
            if place.kind and place.slug:
                topics[place.slug] = Place("topic", place.slug, place.name), each
        elif each.domain not in ("post_format", "author"):
            tell(
                f"Filed by a plugin: {each.domain}"[:80],
                f"It was filed under “{each.name}”, a “{each.domain}”.",
            )
    section = section or above or filing.default
    return desk.section(section), [desk.topic(*each) for slug, each in topics.items() if slug]


# -- texts
# -----------------------------------------------------------------------------------------------


def _headline(item: Item, body: str, created_at: dt.datetime, notes: list[str], tell: Tell) -> str:
    title = one_line(html.unescape(item.title))
    most = _most("headline")
    if not title:
        words = _SPACE.sub(" ", plain(body)).strip()
        title = truncate(words, 80) if words else f"Without a title, {created_at:%Y-%m-%d}"
        tell("No title", f"It has no title; its headline is “{title}”.")
    if len(title) > most:
        notes.append(f"Its whole headline: {title}")
        tell(
            "Headline shortened", f"Its headline has {len(title)} letters; the whole of it: {title}"
        )
    return truncate(title, most)


def _standfirst(item: Item, notes: list[str], tell: Tell) -> str:
    text = one_line(item.excerpt)
    most = _most("standfirst")
    if len(text) > most:
        notes.append(f"Its whole excerpt: {text}")
        tell(
            "Standfirst shortened", f"Its excerpt has {len(text)} letters; the whole of it: {text}"
        )
    return truncate(text, most)


def _search(item: Item, notes: list[str], tell: Tell) -> dict[str, str]:
    """What Yoast's plugin tells search engines; its patterns (%%title%%) say nothing of the
    story."""
    found = {}
    for name, key in (
        ("search_title", "_yoast_wpseo_title"),
        ("search_description", "_yoast_wpseo_metadesc"),
    ):
        text = one_line(item.value(key))
        if not text or "%%" in text:
            continue
        if len(text) > _most(name):
            notes.append(f"Its whole {name.replace('_', ' ')}: {text}")
            tell("Words for search engines shortened", text)
        found[name] = truncate(text, _most(name))
    return found


def _note(notes: Sequence[str], tell: Tell) -> str:
    note, most = "\n".join(notes), _most("note")
    if len(note) > most:
        tell("Note shortened", f"The whole of it: {note}")
    return note if len(note) <= most else note[: most - 1] + "…"


def _slug(item: Item, tell: Tell) -> str:
    wished = unquote(item.slug)
    slug, most = slugs.adapt_slug(wished, len(wished)), _most("slug")
    if len(slug) > most:
        slug = slug[: most + 1].rpartition("-")[0].strip("-") or slug[:most]
        tell(
            "Address shortened", f"Its address there, “{wished}”, is too long; here it is “{slug}”."
        )
    return slug


def _most(name: str) -> int:
    return Article._meta.get_field(name).max_length


def _number(text: str) -> int:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 15 else 0


def is_unknown_field(name: str) -> bool:
    """Whether a custom field may say something that doesn't come over."""
    return name not in USED | IGNORED and not name.startswith(_IGNORED_BEGINNINGS)
