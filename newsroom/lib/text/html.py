"""What HTML may pass, and what is marked safe: the one module where that is decided.

A story's text is cleaned when it is saved (`clean_body`), a reader's reply is plain text and
becomes HTML only when it is shown (`reply`). The structure of story texts is made in prose.py and
structures.py, that of replies in markup.py; docs/story-text.md tells what a story's text may hold.
"""

from __future__ import annotations

import datetime as dt
import functools
import json
import re
from collections.abc import Iterable
from urllib.parse import urljoin
from xml.etree.ElementTree import Element, tostring

import nh3
import regex
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import dateformat, timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from newsroom.lib.text import markup, prose, structures
from newsroom.lib.text.diff import Run
from newsroom.lib.text.incoming import meaning
from newsroom.lib.text.scripts import words

#: What the writing surface offers; `clean_body` lets the same through.
EDITOR = {
    "Bold": True,
    "Italic": True,
    "Strike": True,
    "Subscript": True,
    "Superscript": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto"]},
    "Heading": {"levels": [2, 3]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "HorizontalRule": True,
    "HardBreak": True,
    "History": True,
}

#: The style element that the editor puts into the page. A browser test tells when it changes.
EDITOR_STYLE_HASH = "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"

_CLEANER = nh3.Cleaner(
    tags=prose.UNDERSTOOD | meaning.SAME.keys() | meaning.DISSOLVED | {"del", "q"},
    clean_content_tags=meaning.UNSAID,
    attributes={
        # read for what it means, and never written
        "*": {"style"},
        "a": {"href"},
        "ol": {"start", "reversed"},
        "li": {"value"},
        "small": {"data-note"},
        "figure": {
            "data-block",
            "data-picture",
            "data-alt",
            "data-credit",
            "data-decorative",
            "data-embed",
        },
        "aside": {"data-block", "data-story"},
        "table": {"data-caption"},
        "td": {"colspan", "rowspan"},
        "th": {"colspan", "rowspan"},
    },
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
    strip_comments=True,
)


def clean_body(value: str) -> str:
    """A story's text with nothing in it but what docs/story-text.md lists.

    Whatever comes in, valid HTML comes out; cleaning again changes nothing.
    """
    return structures.tidy(_CLEANER.clean(meaning.closed(_encodable(value))))


_LINK = re.compile(r"""(<[^<>]*\s(?:href|src)=")([/#][^"]*)""")


def absolute(value: str, address: str) -> str:
    """HTML of ours from the page at `address`, with links and pictures that are found from anywhere
    else too."""
    return _LINK.sub(lambda match: match[1] + urljoin(address, match[2]), value)


def clean_field(value: str | None) -> str:
    """What the model field of a story's text takes for cleaning."""
    return clean_body(value or "")


def body(value: str | None) -> SafeString:
    """Mark a story's text safe. It takes what `clean_body` gave when the story was saved, nothing
    else."""
    return mark_safe(value or "")


# -- replies
# ---------------------------------------------------------------------------------------------

# Overrides and isolates of writing direction could make text read as something else than it is,
# also beyond the reply (Unicode TR36, 3.3).
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
#: More marks on one letter than any script needs scrawl over what stands around it.
_SCRAWL = regex.compile(r"(\p{M}{6})\p{M}+")
#: A line that looks empty: nothing but spaces and what can't be seen.
_LOOKS_EMPTY = regex.compile(r"^[\p{Zs}\t\p{Cf}\u115f\u1160\u2800\u3164\uffa0]++$", regex.MULTILINE)
_EMPTY_LINES = re.compile("\n{4,}")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def reply(text: str) -> SafeString:
    """A reader's text as HTML: escaped, with the little Markdown of replies (markup.py) and its
    addresses as links."""
    return mark_safe(markup.to_html(_defuse(text).strip("\n")))


_TAG = re.compile(r"(<[^<>]*>)")
_LINK_TO = re.compile(r'<a\s[^>]*href="([^"]*)"')


def reviewed(text: str, marked: Iterable[str] = ()) -> SafeString:
    """A reader's text as `reply` has it, for whoever decides about it: what is `marked` stands out,
    and each link says where it leads."""
    wanted = "|".join(
        re.escape(escape(mark))
        for mark in sorted(set(marked), key=len, reverse=True)
        if mark.strip()
    )
    pattern = re.compile(f"({wanted})|&#?\\w+;", re.IGNORECASE) if wanted else None
    pieces: list[str] = []
    address = said = ""
    for piece in _TAG.split(reply(text)):
        if not piece.startswith("<"):
            said += piece
            piece = (
                pattern.sub(
                    lambda found: f"<mark>{found[1]}</mark>" if found[1] else found[0], piece
                )
                if pattern
                else piece
            )
        elif found := _LINK_TO.match(piece):
            address, said = found[1], ""
        elif piece == "</a>" and said != address:
            piece += f' <span class="leads-to">→ {address}</span>'
        pieces.append(piece)
    return mark_safe("".join(pieces))


def _defuse(text: str) -> str:
    """Line ends as \\n; without control characters, direction overrides, what can't be sent as
    UTF-8, scrawls of marks, and long runs of empty lines."""
    text = re.sub("\r\n?|[\u2028\u2029\x0b\x0c\x85]", "\n", _encodable(text))
    text = _CONTROL.sub("", _DIRECTION.sub("", text))
    text = _SCRAWL.sub(r"\1", _LOOKS_EMPTY.sub("", text))
    return _EMPTY_LINES.sub("\n\n\n", text)


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "")


# -- other forms
# -----------------------------------------------------------------------------------------


def moment(at: dt.datetime, form: str = "j F Y, H:i") -> SafeString:
    """A moment as a `<time>`, in the site's time zone and in Django's date format `form`."""
    local = timezone.localtime(at)
    # the time of day is quick to write, the day is remembered
    day, clock, _ = form.partition(", H:i")
    said = f"{_day(local.date(), day)}{f', {local:%H:%M}' if clock else ''}"
    return mark_safe(f'<time datetime="{local.isoformat(timespec="seconds")}">{said}</time>')


@functools.lru_cache(1000)
def _day(day: dt.date, form: str) -> str:
    return escape(dateformat.format(day, form))


#: What stands before removed and added words for those who don't see how they are set.
_SAID = '<span class="visually-hidden">{}: </span>'


def runs(found: Iterable[Run]) -> SafeString:
    """The runs of two texts (diff.py) as one text, with what is removed and added marked up as
    such."""
    return mark_safe("".join(map(_run, found)))


def _run(run: Run) -> str:
    text = escape(run.text)
    if run.kind == "marked":
        return f'<span class="marked">{text} <small>({escape(run.note)})</small></span>'
    if run.kind == "equal":
        return text
    tag = "del" if run.kind == "removed" else "ins"
    text = text.replace("\n", '<span aria-hidden="true">¶</span>\n')
    if not text.strip():
        text = f'<span aria-hidden="true">␣</span>{text}'  # or it would not be seen
    return f"<{tag}>{_SAID.format(run.kind)}{text}</{tag}>"


def drawing(chart: Element) -> SafeString:
    """A chart (charts.py), written out: whatever text is in it is escaped by that."""
    return mark_safe(tostring(chart, encoding="unicode"))


def plain(value: str) -> str:
    """The text of HTML, one line for each paragraph."""
    return prose.text_of(value or "")


def count_words(value: str) -> int:
    """The words of an HTML text, in any script."""
    return words.count(plain(value))


_IN_SCRIPT = str.maketrans({c: f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"})


def json_script_block(data: object) -> SafeString:
    """JSON to stand inside `<script type="application/ld+json">`: no text in it can end the
    element."""
    return mark_safe(
        json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False).translate(_IN_SCRIPT)
    )


def json_script_parts(data: object, hole: str) -> tuple[SafeString, SafeString]:
    """A block as json_script_block makes it, before and after the null that the key `hole` holds.

    Whatever goes between them has to be JSON. No text in it can be taken for that key: quotation
    marks are escaped.
    """
    before, key, after = json_script_block(data).partition(f'"{hole}": null')
    if not key:
        raise ValueError(f"Nothing there has an open {hole}.")
    return mark_safe(before + key.removesuffix("null")), mark_safe(after)
