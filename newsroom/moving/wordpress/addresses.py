"""Which addresses of a WordPress site lead to a thing, as keys, and which keys an address asks for.

A key is a path without the slashes around it, decoded, in lower case and composed (NFC):
"2010/08/08/slug"; or what WordPress asks for by number or name: "p=12", "cat=3", "author=2",
"tag=slug". Posts, pages and attachments share their numbers, so "p=" stands for all of them.

WordPress has had many structures of addresses. A file tells the one in use last (each item's link),
and the one in use when an item was made (its `guid`); numbers tell all of them that have one. What
only had a name is guessed by its last part, which is the same in every structure.
"""

from __future__ import annotations

import calendar
import datetime as dt
import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import parse_qs, quote, unquote, urlsplit

from newsroom.moving.wordpress.items import Item, Person, Site, Term

#: Maximum length of a key; a longer one is cut, and its digest stands for the rest.
MAX_KEY_LENGTH = 300
#: Maximum length of a path, and of a query, that is looked at.
MAX_PATH_LENGTH = 2000

#: What WordPress is asked with a query, by the key it asks for.
QUERIES = {
    "p": "p", "page_id": "p", "attachment_id": "p", "cat": "cat", "author": "author", "tag": "tag",
    "category_name": "category_name", "author_name": "author_name", "name": "name",
    "pagename": "name",
}  # fmt: skip
UPLOADS = re.compile(r"(?:^|/)(?:wp-content/uploads|wp-content/blogs\.dir|files)/")
_SIZE = re.compile(r"-(\d{1,4})x\d{1,4}(?=\.\w{2,5}\Z)")
_BEFORE_FILE = re.compile(r"-(?:scaled|rotated|e\d{10,13})(?=\.\w{2,5}\Z)")


# -- keys of things
# --------------------------------------------------------------------------------------


def of_site(site: Site) -> list[str]:
    """The front page of a site that stood in a folder."""
    return _kept([_folder(site)])


def of_item(item: Item, site: Site) -> list[str]:
    """A post, a page or an attachment: its number, its link, where it stood when it was made, under
    former slugs, and the file itself."""
    folder = _folder(site)
    keys = [f"p={item.number}"] if item.number else []
    paths = [_of_web(item.link), _of_web(item.guid)]
    keys += paths
    if slug := _part(item.slug):
        keys += [f"{folder}/{each}" for each in _dated(item, slug)]
        for name, value in item.meta:
            if name == "_wp_old_slug" and (old := _part(value)):
                keys += [
                    _with_last(paths[0], slug, old),
                    *(f"{folder}/{each}" for each in _dated(item, old)),
                ]
    if item.attachment_url:
        keys.append(_of_web(item.attachment_url))
    if file := item.value("_wp_attached_file"):
        keys.append(f"{folder}/wp-content/uploads/{normalise_path(file)}")
    return _kept(keys)


def of_term(term: Term, path: str, site: Site, *, bases: Iterable[str] = ()) -> list[str]:
    """A category, a tag or a term of one's own; `path` are the slugs of its parents and itself,
    "news/local". `bases` are words that stood in the place of "category" or "tag"."""
    folder = _folder(site)
    slug = _part(term.slug)
    if not slug:
        return []
    base, number, name = {
        "category": ("category", "cat", "category_name"),
        "post_tag": ("tag", "tag_id", "tag"),
    }.get(term.taxonomy, (term.taxonomy, "", term.taxonomy))
    keys = [
        f"{folder}/{each}/{end}"
        for each in (base, *bases)
        for end in (normalise_path(path), slug)
        if end
    ]
    keys += [f"{name}={slug}"]
    return _kept([*keys, f"{number}={term.number}"] if term.number and number else keys)


def of_person(person: Person, site: Site) -> list[str]:
    """An author. The file tells no slug of theirs: WordPress makes it of the login."""
    slug = re.sub(r"[^\w-]+", "-", normalise_path(person.login).replace("@", "")).strip("-")
    keys = [f"author={person.number}"] if person.number else []
    return _kept([*keys, f"{_folder(site)}/author/{slug}", f"author_name={slug}"] if slug else keys)


def _folder(site: Site) -> str:
    return _of_web(site.base_blog_url or site.link)


def _of_web(address: str) -> str:
    """The path of an address of the old site as a key, "" where it asks with a query."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    return "" if parts.query else normalise_path(parts.path)


def _part(slug: str) -> str:
    return normalise_path(slug).rpartition("/")[2]


def _dated(item: Item, slug: str) -> list[str]:
    """A post's address by its day and by its month, as the two structures have it that are chosen
    most."""
    found = re.match(r"(\d{4})-(\d\d)-(\d\d)", item.date)
    if item.kind != "post" or not found or found[1] == "0000":
        return []
    year, month, day = found.groups()
    return [f"{year}/{month}/{day}/{slug}", f"{year}/{month}/{slug}"]


def _with_last(path: str, slug: str, old: str) -> str:
    before, _, last = path.rpartition("/")
    return f"{before}/{old}" if last == slug else ""


def _kept(keys: Iterable[str]) -> list[str]:
    return list(
        dict.fromkeys(shorten_key(stripped) for key in keys if (stripped := key.strip("/")))
    )


def normalise_path(path: str) -> str:
    """A path as keys have it, whatever its letters, slashes and percent signs."""
    for _ in range(2):  # what was quoted once more on its way is none the worse for it
        path = unquote(path, errors="replace")
    path = unicodedata.normalize("NFC", path.replace("\0", "")).lower()
    return re.sub(r"/{2,}", "/", path.replace("\\", "/")).strip("/ ")


def shorten_key(key: str) -> str:
    """A key as it is stored."""
    if len(key) <= MAX_KEY_LENGTH:
        return key
    return (
        f"{key[: MAX_KEY_LENGTH - 33]}#{hashlib.blake2b(key.encode(), digest_size=16).hexdigest()}"
    )


def address_of(key: str) -> str:
    """The address by which a key is asked for: its path with its query; "" for a key that was
    cut."""
    if len(key) == MAX_KEY_LENGTH and "#" in key:
        return ""
    if found := re.fullmatch(r"(\w+)=(.+)", key):
        return f"/?{found[1]}={quote(found[2])}"
    last = key.rpartition("/")[2]
    return f"/{quote(key)}" + (
        "" if UPLOADS.search(key) or re.search(r"\.\w{2,5}\Z", last) else "/"
    )


# -- keys of a request
# -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Asked:
    """What an address of an old site asks for.

    `keys` may lead there, the first that does wins; `feed` is the form of a feed of it, where that
    is asked for. `slug` may be that of a story. `place` is a page that every site has: "front",
    "feed", "replies-feed", "search", "admin", "sitemap", with `query` for it. Where `folder` is the
    key of a whole site, `rest` is what was asked of it.
    """

    keys: list[str] = field(default_factory=list)
    feed: str = ""
    slug: str = ""
    width: int = 0
    place: str = ""
    query: dict[str, str] = field(default_factory=dict)
    folder: str = ""
    rest: str = ""


_ADMIN = {"wp-login.php", "wp-signup.php"}
_FEEDS = {
    "wp-rss.php",
    "wp-rss2.php",
    "wp-rdf.php",
    "wp-atom.php",
    "wp-feed.php",
    "rss",
    "rss.xml",
    "feed.xml",
    "atom.xml",
    "index.rdf",
}
_NEVER = {"xmlrpc.php", "wp-cron.php", "wp-trackback.php", "wp-comments-post.php"}
_NOBODYS = {"wp-json", "wp-includes"}
_SITEMAP = re.compile(r"[\w-]*sitemap[\w-]*\.xml(?:\.gz)?")
_FEED = re.compile(r"(?:\A|/)feed(?:/(rss2|rss|rdf|atom))?\Z")
_BEHIND = re.compile(r"comment-page-\d{1,6}|amp|embed|trackback")
_PART_OF = re.compile(r"/\d{1,3}\Z")
_DAYS = re.compile(r"([12]\d{3})(?:/(0?[1-9]|1[0-2])(?:/([0-2]?[1-9]|[1-3][01]))?)?")
#: What WordPress asks for by number.
NUMBERED = {"p", "page_id", "attachment_id", "cat", "author"}


def parse_request(path: str, query: str = "") -> Asked | None:
    """What an address asks for; None where no WordPress had anything there."""
    if len(path) > MAX_PATH_LENGTH or len(query) > MAX_PATH_LENGTH:
        return None
    key = re.sub(r"(?:\A|/)index\.php(?=/|\Z)", "", normalise_path(path)).strip("/")
    if query and "/" not in key and (found := _of_query(query)):
        return found
    parts = key.split("/")
    if parts[-1] in _NEVER or not _NOBODYS.isdisjoint(parts):
        return None
    if place := _place(parts):
        return Asked(place=place)
    return _of_file(key) if UPLOADS.search(key) else _of_path(key)


def _place(parts: list[str]) -> str:
    if parts[-1] in _ADMIN or "wp-admin" in parts:
        return "admin"
    if parts[-1] == "wp-commentsrss2.php" or parts[:2] == ["comments", "feed"]:
        return "replies-feed"
    if parts[-1] in _FEEDS:
        return "feed"
    return "sitemap" if _SITEMAP.fullmatch(parts[-1]) else ""


def _of_query(query: str) -> Asked | None:
    try:
        given = {name: values[-1] for name, values in parse_qs(query, max_num_fields=50).items()}
    except ValueError:
        return None
    feed = _form(given["feed"]) if "feed" in given else ""
    keys = []
    for name, kind in QUERIES.items():
        value = normalise_path(given.get(name, ""))
        if value and kind == "name":
            keys.append(shorten_key(value))
        elif value and (name not in NUMBERED or value.isdecimal()):
            keys.append(shorten_key(f"{kind}={re.split('[,+ ]', value)[0]}"))
    if keys:
        return Asked(
            keys=keys, feed=feed, slug=normalise_path(given.get("name", "")).rpartition("/")[2]
        )
    if "s" in given:
        return Asked(place="search", query={"q": given["s"]})
    if feed:
        return Asked(place="replies-feed" if "comments" in given["feed"] else "feed", feed=feed)
    if days := re.fullmatch(r"([12]\d{3})(\d\d)?(\d\d)?", given.get("m", "")):
        return _of_days(*days.groups())
    if re.fullmatch(r"[12]\d{3}", given.get("year", "")):
        return _of_days(given["year"], given.get("monthnum"), given.get("day"))
    return Asked(place="front") if "paged" in given else None


def _form(name: str) -> str:
    return "atom" if "atom" in name.lower() else "rss"


def _of_file(key: str) -> Asked:
    """A file of the library, or a smaller copy that WordPress made of a picture."""
    size = _SIZE.search(key)
    whole = _SIZE.sub("", key)
    keys = dict.fromkeys([key, whole, _BEFORE_FILE.sub("", whole)])
    return Asked(keys=[shorten_key(each) for each in keys], width=int(size[1]) if size else 0)


def _of_path(key: str) -> Asked | None:
    whole, feed = key, ""
    if found := _FEED.search(key):
        key = key[: found.start()]
        feed = _form(found[1] or "rss")
    key = _before(key.split("/"))
    if not key:
        return Asked(place="feed" if feed else "front", feed=feed)
    if key.startswith("search/"):
        return Asked(place="search", query={"q": key.removeprefix("search/").replace("+", " ")})
    keys = [key]
    if number := re.search(r"(?:\A|/)archives?/(\d{1,12})(?:\.html?)?\Z", key):
        keys.append(f"p={number[1]}")
    elif _PART_OF.search(key):
        keys.append(_PART_OF.sub("", key))
    plain = re.sub(r"\.(?:html?|php|aspx?)\Z", "", keys[-1])
    if plain != keys[-1]:
        keys.append(plain)
    if (days := _DAYS.fullmatch(key)) and (known := _of_days(*days.groups())):
        return Asked([shorten_key(key)], place=known.place, query=known.query)
    folder, _, rest = whole.partition("/") if "/" in key else ("", "", "")
    return Asked(
        [shorten_key(each) for each in keys],
        feed=feed,
        slug=plain.rpartition("/")[2],
        folder=folder,
        rest=rest,
    )


def _before(parts: list[str]) -> str:
    """A path without what WordPress puts behind an address: pages of lists and replies, other
    dresses of a story."""
    while parts:
        if _BEHIND.fullmatch(parts[-1]):
            del parts[-1]
        elif len(parts) > 1 and parts[-2] == "page" and parts[-1].isdecimal():
            del parts[-2:]
        else:
            break
    return "/".join(parts)


def _of_days(year: str, month: str | None, day: str | None) -> Asked | None:
    """The archive of a year, a month or a day: a search that is narrowed to these days."""
    try:
        first = dt.date(int(year), int(month or 1), int(day or 1))
        last_month = int(month or 12)
        last = (
            first
            if day
            else dt.date(int(year), last_month, calendar.monthrange(int(year), last_month)[1])
        )
    except (ValueError, OverflowError):
        return None
    return Asked(place="search", query={"since": f"{first}", "until": f"{last}"})
