"""What WordPress adds to HTML, found in a text as it is stored: shortcodes, and blocks in comments.

Both become elements, `<x-part n="3">`, so that HTML can be read as HTML afterwards; number 3 of the
parts says what it is. The source is walked once, from left to right, and what is found there costs
no more than its length.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from html import unescape

#: The element of a part. No HTML has it; whoever writes it gets what its number says, or its
#: content.
PART = "x-part"

#: Shortcodes that are understood: with or without their end, only with it, and with it around code.
ALONE = {
    "caption",
    "wp_caption",
    "gallery",
    "embed",
    "audio",
    "video",
    "youtube",
    "vimeo",
    "tweet",
    "more",
    "nextpage",
}
ENCLOSING = {"quote", "blockquote", "pullquote"}
CODE = {
    "code",
    "sourcecode",
    "source",
    "php",
    "html",
    "css",
    "javascript",
    "js",
    "python",
    "ruby",
    "java",
    "sql",
    "xml",
    "bash",
}
#: Of plugins that many have, written without anything by which one could tell them from words in
#: brackets.
PLUGINS = {
    "archives", "breadcrumb", "contact", "contactform", "form", "formidable", "gist",
    "gravityform", "iframe", "login",
    "map", "members", "mla_gallery", "newsletter", "ngg", "nggallery", "playlist", "poll",
    "polldaddy", "products",
    "recaptcha", "related", "rev_slider", "shortcode", "sitemap", "slider", "slideshow",
    "subscribe", "table",
    "testimonials", "toc", "wpforms",
}  # fmt: skip

_TOKEN = re.compile(
    r"(?P<comment><!--)"
    r"|<(?P<slash>/?)(?P<tag>[a-zA-Z][\w:-]*+)[^<>]*+>"
    r"|\[(?P<extra>\[?)(?P<end>/?)(?P<name>[a-zA-Z][\w-]*+)"
    r"(?P<attrs>(?:[\s=/][^\[\]]*+)?)\](?P<more>\]?)"
)
#: What stands in these is nobody's shortcode.
_RAW = {"pre", "code", "script", "style", "textarea", "xmp"}
_END_OF = {tag: re.compile(f"</{tag}", re.IGNORECASE) for tag in _RAW}
_ESCAPED_END = re.compile(r"\[/([a-zA-Z][\w-]*+)\]\]")
_ATTRIBUTE = re.compile(
    r"""([\w-]+)\s*=\s*"([^"]*)"|([\w-]+)\s*=\s*'([^']*)'"""
    r"""|([\w-]+)\s*=\s*([^\s'"]+)|"([^"]*)"|(\S+)"""
)
_NAMED = re.compile(r"\s[\w-]+=[\"'“”″\w&#]")
_A_TAG = re.compile(r"<[^<>]*+>")
_BLOCK = re.compile(
    r"(?P<end>/?)wp:(?P<name>[a-z][a-z0-9_-]*(?:/[a-z][a-z0-9_-]*)?)(?P<rest>\s.*)?", re.DOTALL
)


@dataclass
class Part:
    """A shortcode or a block. `kind` is "shortcode", "block" or "page" (a mark that parts
    pages)."""

    kind: str
    name: str
    attrs: dict[str, object] = field(default_factory=dict)
    values: tuple[str, ...] = ()  # of a shortcode, those without a name
    source: str = ""  # as it begins in the text
    code: str | None = None  # what stands in a shortcode of code, as it stands there

    def value(self, name: str) -> str:
        """An attribute as text, "" where there is none."""
        found = self.attrs.get(name, "")
        return str(found) if isinstance(found, (str, int)) and not isinstance(found, bool) else ""


@dataclass
class Marked:
    """HTML with parts for elements; `unknown` are the shortcodes that stay in the text, each as
    "[name]"."""

    html: str
    parts: list[Part]
    unknown: list[str]
    has_blocks: bool


def mark_parts(source: str) -> Marked:
    """Find the blocks and shortcodes of a text."""
    tokens = list(_tokens(source))
    partners = _pairs(tokens)
    marked = Marked("", [], [], any(token.block and not token.end for token in tokens))
    pieces: list[str] = []
    done = 0
    for place, token in enumerate(tokens):
        if token.start < done:
            continue
        pieces.append(source[done : token.start])
        done = token.stop
        partner = partners.get(place)
        if token.block:
            pieces.append(_block(token, partner is not None, marked))
        elif token.comment is not None:
            pieces.append(_comment(token.comment, marked))
        elif token.literal is not None:
            pieces.append(token.literal)
        elif token.end:
            pieces.append(_end(token, partner, source))
        elif token.name in CODE and partner is not None and not token.escaped:
            inner = source[token.stop : tokens[partner].start]
            pieces.append(
                _element(marked, _shortcode(token, source, code=unescape(inner))) + f"</{PART}>"
            )
            done = tokens[partner].stop
        else:
            pieces.append(_begin(token, partner, source, marked))
            if token.escaped and partner is not None:
                inner = source[token.stop : tokens[partner].start]
                pieces.append(f"{inner}{source[tokens[partner].start : tokens[partner].stop - 1]}")
                done = tokens[partner].stop
    marked.html = "".join([*pieces, source[done:]])
    return marked


@dataclass
class _Token:
    start: int
    stop: int
    name: str = ""
    end: bool = False
    attrs: str = ""
    escaped: bool = False
    block: bool = False
    void: bool = False
    comment: str | None = None
    literal: str | None = None


#: Maximum depth of nested elements: browsers take long over thousands, and show no difference.
MAX_DEPTH = 150
_NESTING = {
    "a", "article", "aside", "b", "blockquote", "center", "code", "dl", "div", "em", "figure",
    "font", "i", "object",
    "ol", "pre", "q", "section", "small", "span", "strong", "sub", "sup", "table", "u", "ul",
}  # fmt: skip


# -- reading
# ---------------------------------------------------------------------------------------------


def _tokens(source: str):
    place = 0
    no_end_of_comments = False
    no_end_of = set()
    escaped_ends = set(_ESCAPED_END.findall(source))
    depth = 0
    while found := _TOKEN.search(source, place):
        start, place = found.span()
        if found["comment"]:
            stop = -1 if no_end_of_comments else source.find("-->", start + 4)
            if stop < 0:
                # A browser would hide all the rest of the page.
                no_end_of_comments = True
                yield _Token(start, place, literal="&lt;!--")
                continue
            place = stop + 3
            yield _of_comment(source[start + 4 : stop], start, place)
        elif tag := found["tag"]:
            tag = tag.lower()
            if tag in _NESTING:
                depth = max(0, depth - 1) if found["slash"] else depth + 1
                if depth > MAX_DEPTH:
                    yield _Token(start, place, literal="")
                    continue
            if tag in _RAW and not found["slash"] and tag not in no_end_of:
                if (ending := _END_OF[tag].search(source, place)) is None:
                    no_end_of.add(tag)
                    continue
                stop = ending.start()
                if tag in ("pre", "code") and "[[" in source[place:stop]:
                    yield _Token(place, stop, literal=_unescaped(source[place:stop]))
                place = stop
        else:
            yield _of_shortcode(found, escaped_ends)


def _of_comment(text: str, start: int, stop: int) -> _Token:
    text = text.strip()
    if not (found := _BLOCK.fullmatch(text)):
        return _Token(start, stop, comment=text)
    rest = (found["rest"] or "").strip()
    void = rest.endswith("/")
    name = found["name"].removeprefix("core/")
    return _Token(
        start, stop, name, bool(found["end"]), rest.rstrip("/").strip(), block=True, void=void
    )


def _of_shortcode(found: re.Match, escaped_ends: set[str]) -> _Token:
    """ "[[name]" without its other bracket is a bracket before a shortcode, and "[name]]" one after
    it; but for those that are escaped from their beginning to their end, as in "[[name]…[/name]]".
    """
    start, stop = found.span()
    extra = bool(found["extra"])
    more = bool(found["more"])
    ends = bool(found["end"])
    escaped = extra and (more or (not ends and found["name"] in escaped_ends))
    if not escaped:
        start = start + extra
        stop = stop if ends else stop - more
    return _Token(start, stop, found["name"], ends, found["attrs"], escaped=escaped)


def _unescaped(code: str) -> str:
    """Text of code, where shortcodes were written twice in brackets so that WordPress leaves them
    alone."""
    return re.sub(r"\[(\[/?[a-zA-Z][\w-]*+[^\[\]]*+\])\]", r"\1", code)


def _pairs(tokens: list[_Token]) -> dict[int, int]:
    """The place of the end for each beginning that has one, and the other way round."""
    open_at: dict[tuple[bool, str], list[int]] = {}
    pairs: dict[int, int] = {}
    for place, token in enumerate(tokens):
        if not token.name or token.void:
            continue
        waiting = open_at.setdefault((token.block, token.name), [])
        if not token.end:
            waiting.append(place)
        elif waiting:
            begun = waiting.pop()
            pairs[begun], pairs[place] = place, begun
    return pairs


# -- writing
# ---------------------------------------------------------------------------------------------


def _element(marked: Marked, part: Part) -> str:
    marked.parts.append(part)
    return f'<{PART} n="{len(marked.parts) - 1}">'


def _block(token: _Token, paired: bool, marked: Marked) -> str:
    if token.end:
        return f"</{PART}>" if paired else ""
    begun = _element(marked, Part("block", token.name, _json(token.attrs)))
    return begun if paired else f"{begun}</{PART}>"


def _json(text: str) -> dict[str, object]:
    """The attributes of a block; none where they can't be read."""
    try:
        found = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _comment(text: str, marked: Marked) -> str:
    """Nobody sees a comment, but for the two by which WordPress parts a text."""
    if text == "nextpage":
        return f"{_element(marked, Part('page', text))}</{PART}>"
    if text == "more" or text.startswith("more "):
        return f"{_element(marked, Part('more', 'more'))}</{PART}>"
    return ""


def _begin(token: _Token, partner: int | None, source: str, marked: Marked) -> str:
    text = source[token.start : token.stop]
    known = token.name in ALONE or (token.name in ENCLOSING and partner is not None)
    if token.escaped:
        is_one = known or token.name in CODE or _is_shortcode(token, partner, source)
        if partner is None and not text.endswith("]]"):
            return text
        return (text[1:] if partner is not None else text[1:-1]) if is_one else text
    if known:
        begun = _element(marked, _shortcode(token, source))
        return begun if partner is not None else f"{begun}</{PART}>"
    if _is_shortcode(token, partner, source):
        marked.unknown.append(f"[{token.name}]")
    return text


def _end(token: _Token, partner: int | None, source: str) -> str:
    text = source[token.start : token.stop]
    if partner is None or not (token.name in ALONE or token.name in ENCLOSING):
        return text
    return f"</{PART}>{']' if text.endswith(']]') else ''}"


def _is_shortcode(token: _Token, partner: int | None, source: str) -> bool:
    """Whether brackets hold a shortcode and not words of the text, as "[sic]" does."""
    attrs = token.attrs
    if partner is not None or attrs.rstrip().endswith("/") or "_" in token.name:
        return True
    if attrs.strip():
        return bool(_NAMED.search(_A_TAG.sub("", attrs))) or (
            token.name in PLUGINS and _stands_alone(token, source)
        )
    return (
        ("-" in token.name or token.name in PLUGINS)
        and token.name.islower()
        and _stands_alone(token, source)
    )


def _stands_alone(token: _Token, source: str) -> bool:
    """Whether nothing else is in its line."""
    before = source[max(0, token.start - 200) : token.start].rstrip(" \t\xa0")
    after = source[token.stop : token.stop + 200].lstrip(" \t\xa0")
    return (not before or before[-1] in "\n>") and (not after or after[0] in "\r\n<")


def _shortcode(token: _Token, source: str, code: str | None = None) -> Part:
    attrs, values = parse_attributes(token.attrs)
    return Part(
        "shortcode", token.name, dict(attrs), values, source[token.start : token.stop], code
    )


def parse_attributes(text: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """The attributes of a shortcode: those with a name, in lower case, and the values without one.

    `[youtube=http://…]` has its address as a value.
    """
    text = text.removeprefix("=").removesuffix("/").replace("\xa0", " ")
    text = re.sub("&#822[0-3];|&#8243;|&quot;|[“”″]", '"', text)
    named: dict[str, str] = {}
    values: list[str] = []
    for found in _ATTRIBUTE.finditer(text):
        for name, value in ((1, 2), (3, 4), (5, 6)):
            if found[name]:
                named[found[name].lower()] = unescape(found[value])
        if found[7] or found[8]:
            values.append(unescape(found[7] or found[8]))
    return named, tuple(values)
