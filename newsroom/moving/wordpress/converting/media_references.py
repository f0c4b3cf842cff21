"""The pictures and players that a WordPress text points to: what is meant, and where it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

from newsroom.lib.text.tree import Node

#: What a file of a picture is called.
_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?|heic)\Z", re.IGNORECASE)
_SIZE = re.compile(r"-\d{1,5}x\d{1,5}(?=\.\w{2,5}\Z)")
_NUMBER = re.compile(r"(?:wp-image-|attachment_)(\d{1,15})\Z")
_LAZY = ("data-src", "data-lazy-src", "data-original", "data-orig-file")


@dataclass(frozen=True)
class Pointed:
    """A picture that a text points to."""

    address: str  # "" where only a number is known, as in [gallery ids="1,2"]
    number: int  # of the attachment, 0 where it isn't told
    alt: str = ""
    caption: str = ""


def join_address(base: str, address: str) -> str:
    """An address as it is found from anywhere; "" for what is none."""
    address = re.sub(r"[\x00-\x1f\x7f]", "", address).strip()
    if address.startswith("//"):
        address = f"{urlsplit(base).scheme or 'https'}:{address}" if base else f"https:{address}"
    try:
        return urljoin(base, address) if base else address
    except ValueError:
        return ""


def is_web(address: str) -> bool:
    return bool(re.match(r"https?://[^/\\\s]", address, re.IGNORECASE))


def file_name(address: str) -> str:
    """The last part of an address, as people read it: the name of a file, else the host."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    return unquote(parts.path.rstrip("/").rpartition("/")[2]) or parts.netloc or address


def _uncached(address: str) -> str:
    """The address of a picture itself, where one of WordPress's caches in between is named
    (i0.wp.com)."""
    parts = urlsplit(address)
    return f"https:/{parts.path}" if re.fullmatch(r"i[0-3]\.wp\.com", parts.netloc) else address


def is_file(address: str) -> bool:
    """Whether an address is that of a picture itself and not of a page with it."""
    try:
        return bool(_FILE.search(urlsplit(address).path))
    except ValueError:
        return False


# -- pictures
# --------------------------------------------------------------------------------------------


def read_picture(image: Node, base: str, link: str, caption: str) -> Pointed:
    """The picture that an `<img>` shows; where it is linked to its own file, that file."""
    source = image.attrs.get("src", "").strip()
    if not source or source.lower().startswith("data:"):
        source = next((image.attrs[each] for each in _LAZY if image.attrs.get(each)), source)
    address = _uncached(join_address(base, source))
    if link and is_file(link) and _stem(link) == _stem(address):
        address = link
    return Pointed(address, _number(image), " ".join(image.attrs.get("alt", "").split()), caption)


def _stem(address: str) -> str:
    found = re.sub(r"-scaled(?=\.\w+\Z)", "", _SIZE.sub("", file_name(address)))
    return found.rpartition(".")[0].lower()


def _number(image: Node) -> int:
    given = [image.attrs.get("data-id", ""), image.attrs.get("data-attachment-id", "")]
    given += [
        found[1]
        for each in image.attrs.get("class", "").split()
        if (found := _NUMBER.fullmatch(each))
    ]
    return next((int(each) for each in given if re.fullmatch(r"[1-9]\d{0,14}", each)), 0)


def words_for(image: Node) -> str | None:
    """The words that a picture stands for where it is a sign of writing: a smiley, an emoji. None
    for others."""
    classes = set(image.attrs.get("class", "").split())
    is_emoji = "//s.w.org/images/core/emoji/" in image.attrs.get("src", "")
    if (
        classes & {"wp-smiley", "emoji"}
        or is_emoji
        or "/wp-includes/images/smilies/" in image.attrs.get("src", "")
    ):
        return image.attrs.get("alt") or file_name(image.attrs.get("src", "")).rpartition(".")[0]
    return None


def is_counter(image: Node) -> bool:
    """Whether a picture is there to be loaded and not to be seen: one dot by one."""
    width, height = (
        image.attrs.get(each, "").strip().removesuffix("px") for each in ("width", "height")
    )
    style = image.attrs.get("style", "").replace(" ", "").lower()
    return (width in ("0", "1") and height in ("0", "1")) or "width:1px;height:1px" in style


# -- players
# ---------------------------------------------------------------------------------------------


def player_address(node: Node, base: str) -> str:
    """What a frame, a plug-in, a film or a sound shows: an address of the web, "" where there is
    none."""
    return next(
        (watch_page(found) for each in _sources(node) if is_web(found := join_address(base, each))),
        "",
    )


def _sources(node: Node) -> Iterator[str]:
    yield from (
        node.attrs.get(each, "") for each in ("src", *_LAZY, "data", "href") if node.attrs.get(each)
    )
    for inner in node.find("embed", "param", "source", "iframe", "video", "audio"):
        if inner.tag != "param" or inner.attrs.get("name", "").lower() in (
            "movie",
            "src",
            "url",
            "filename",
        ):
            yield from (inner.attrs[each] for each in ("src", "value") if inner.attrs.get(each))


def watch_page(address: str) -> str:
    """The page on which people watch what a frame of YouTube or Vimeo shows; any other address as
    it is."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
        query = parse_qs(parts.query)
    except ValueError:
        return address
    if host in ("youtube.com", "youtube-nocookie.com") and (
        found := re.match(r"/(?:embed|v|e)/([\w-]{11})(?![\w-])", parts.path)
    ):
        start = query.get("start", query.get("t", [""]))[0]
        return f"https://www.youtube.com/watch?v={found[1]}" + (
            f"&t={start}" if start.isdigit() else ""
        )
    if host == "player.vimeo.com" and (found := re.match(r"/video/(\d{1,12})", parts.path)):
        key = query.get("h", [""])[0]
        return f"https://vimeo.com/{found[1]}" + (
            f"/{key}" if re.fullmatch("[0-9a-f]{6,20}", key) else ""
        )
    return address


def embed_figure(address: str, title: str = "") -> str:
    """The figure for what is shown from elsewhere."""
    caption = f"<figcaption>{escape(title, quote=False)}</figcaption>" if title else ""
    return f'<figure data-embed="{escape(address)}">{caption}</figure>'
