"""The running text of stories: any HTML as a flat run of paragraphs, headings, lists and
quotations.

It writes only tags of its own, so that its output is valid whatever it reads. What is safe is
decided in html.py, which hands over the output of its sanitiser; tables, pictures and boxes are
made in structures.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser

from newsroom.lib.text.incoming.unwrap import unwrapped
from newsroom.lib.text.strings import lowered, raised

# What is read, and as what it is written.
TEXT_BLOCKS = {"p": "p", "h1": "h2", "h2": "h2", "h3": "h3", "h4": "h3", "h5": "h3", "h6": "h3"}
LISTS = {"ul", "ol"}
CONTAINERS = {*LISTS, "li", "blockquote"}
MARKS = {
    "strong": "strong",
    "b": "strong",
    "em": "em",
    "i": "em",
    "a": "a",
    "code": "code",
    "s": "s",
    "sub": "sub",
    "sup": "sup",
    "small": "small",
}
#: A footnote: it is never inside a link or emphasis, they are inside it.
NOTE = "small"
#: Never written, but text before and after them is not one paragraph.
BOUNDARIES = {
    "address", "article", "aside", "caption", "dd", "div", "dl", "dt", "figcaption", "figure",
    "footer", "header",
    "main", "nav", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
}  # fmt: skip
UNDERSTOOD = {*TEXT_BLOCKS, *CONTAINERS, *MARKS, *BOUNDARIES, "br", "cite", "hr"}
#: Maximum depth of lists and quotations in one another.
MAX_DEPTH = 12

_SPACE = " \t\r\n\f"
_FIXED = re.compile(r"[ \t\r\n\f\xa0]*\xa0[ \t\r\n\f\xa0]*")
_HREF = re.compile(r"https?://[^/\\\s]|mailto:[^\s]|/(?![/\\])|#(?!_)", re.IGNORECASE)
_UNSAFE_IN_HREF = {c: f"%{ord(c):02X}" for c in ' <>"`{}|\\^'}


def text_of(value: str) -> str:
    """The text of HTML, a line for each block, and then one for each footnote."""
    reader = _Reader()
    reader.feed(value)
    reader.close()
    lines = (
        " ".join(line.split()) for line in "".join([*reader.pieces, *reader.notes]).split("\n")
    )
    return "\n".join(line for line in lines if line)


def safe_href(value: str) -> str:
    """`value`, or where it passes people on to, when it leads to the web, to a mailbox or within
    this site; otherwise nothing. Marks that Word sets (`#_Toc1`) are no places of ours."""
    value = unwrapped(re.sub(r"[\x00-\x1f\x7f]", "", value).strip())
    if not _HREF.match(value):
        return ""
    return value.translate(str.maketrans(_UNSAFE_IN_HREF))


def _fixed_space(match: re.Match) -> str:
    """A fixed space where typography wants one, between digits and at French punctuation; else a
    plain one."""
    before = match.string[: match.start()][-1:]
    after = match.string[match.end() :][:1]
    wanted = (
        (before.isdigit() and after.isdigit()) or before == "«" or (after and after in ":;!?»%€")
    )
    return "\xa0" if wanted and match[0] == "\xa0" else " "


@dataclass
class _Block:
    """An open block; `written` once something stands in it."""

    tag: str
    attrs: str = ""
    written: bool = False
    implied: bool = False


class Writer:
    """Writes blocks when their first text comes, and spaces or breaks when more text follows."""

    TEXT_BLOCKS, CONTAINERS = TEXT_BLOCKS, CONTAINERS

    def __init__(self) -> None:
        self.out: list[str] = []
        self.blocks: list[_Block] = []
        self.marks: list[tuple[str, str]] = []  # as they stand in the source
        self.open_marks: list[tuple[str, str]] = []  # as they stand in the output
        self.held = ""  # a space or breaks that matter only when text follows

    def result(self) -> str:
        self._end_all()
        return "".join(self.out)

    def put(self, made: str) -> None:
        """HTML of a whole block, which lies in no other."""
        self._end_all()
        self.out.append(made)

    # reading

    def start(self, tag: str, attrs: dict[str, str]) -> bool:
        """An element begins; False for one whose end doesn't matter."""
        if tag in MARKS:
            return self._start_mark(MARKS[tag], attrs)
        if tag == "br":
            self._break()
        elif tag == "hr":
            self._rule()
        elif tag in self.TEXT_BLOCKS:
            self._start_text_block(self.TEXT_BLOCKS[tag])
        elif tag in self.CONTAINERS:
            return self._start_container(tag, attrs)
        elif tag != "cite":
            self._end_text_block()
        return tag not in ("br", "hr", "cite")

    def end(self, tag: str) -> None:
        if tag in MARKS:
            self._end_mark(MARKS[tag])
        elif tag in self.CONTAINERS:
            self._end_container(tag)
        else:
            self._end_text_block()

    def text(self, data: str) -> None:
        if self._in_text_block() and not self.blocks[-1].implied:
            self._text(data)
            return
        # Text in no block, as somebody writes it who doesn't know HTML: blank lines part the
        # paragraphs.
        first, *more = re.split(r"\n[ \t\r]*\n\s*", data)
        self._text(first)
        for paragraph in more:
            if not self._inside("li"):
                self._end_text_block()
            self._text(paragraph if not self._inside("li") else f" {paragraph}")

    # blocks

    def _in_text_block(self) -> bool:
        return bool(self.blocks) and self.blocks[-1].tag in TEXT_BLOCKS

    def _inside(self, tag: str) -> bool:
        return bool(self.blocks) and self.blocks[-1].tag == tag

    def _start_text_block(self, tag: str) -> None:
        self._end_text_block()
        if self.blocks and self.blocks[-1].tag in LISTS:
            self.blocks.append(_Block("li"))
        if tag != "p" and self._inside("li"):
            tag = "p"
        self.blocks.append(_Block(tag))

    def _start_container(self, tag: str, attrs: dict[str, str]) -> bool:
        self._end_text_block()
        if tag == "li":
            if not (self.blocks and self.blocks[-1].tag in LISTS):
                return False  # an item outside a list: its text becomes a paragraph
        elif sum(block.tag != "li" for block in self.blocks) >= MAX_DEPTH:
            return False
        elif self.blocks and self.blocks[-1].tag in LISTS:
            self.blocks.append(_Block("li"))
        start = attrs.get("start") or ""
        numbered = tag == "ol" and re.fullmatch(r"0|[1-9]\d{0,4}", start) and start != "1"
        self.blocks.append(_Block(tag, f' start="{start}"' if numbered else ""))
        return True

    def _end_container(self, tag: str) -> None:
        if not any(block.tag == tag for block in self.blocks):
            self._end_text_block()
            return
        while self.blocks[-1].tag != tag:
            self._end_block()
        self._end_block()

    def _end_text_block(self) -> None:
        if self._in_text_block():
            self._end_block()
        elif self._inside("li") and not self.held.endswith("<br>"):
            self._hold("<br>")

    def _end_all(self) -> None:
        while self.blocks:
            self._end_block()

    def _end_block(self) -> None:
        block = self.blocks.pop()
        if block.written:
            self._close_marks(0)
            self.held = ""
            self.out.append(f"</{block.tag}>")

    def _write_blocks(self) -> None:
        for block in self.blocks:
            if not block.written:
                self._close_marks(0)
                self.held = ""
                self.out.append(f"<{block.tag}{block.attrs}>")
                block.written = True

    # text

    def _text(self, data: str) -> None:
        words = re.sub(f"[{_SPACE}]+", " ", _FIXED.sub(_fixed_space, data))
        if self.held.endswith(" "):
            words = words.lstrip(" \xa0")
        stripped = words.strip(" ")
        if not stripped.strip():
            self._hold(" " if words else "")
            return
        if words[0] == " ":
            self._hold(" ")
        self._ready_for_text()
        self.out.append(escape(stripped, quote=False).replace("\xa0", "&nbsp;"))
        if words[-1] == " ":
            self._hold(" ")

    def _ready_for_text(self) -> None:
        """Open what is not open yet, then write what was held between the text before and this."""
        if self.blocks and self.blocks[-1].tag in LISTS:
            self.blocks.append(_Block("li"))
        if not (self._in_text_block() or self._inside("li")):
            self.blocks.append(_Block("p", implied=True))
        self._write_blocks()
        common = 0
        for wanted, there in zip(self.marks, self.open_marks, strict=False):
            if wanted != there:
                break
            common += 1
        self._close_marks(common)
        self.out.append(self.held)
        self.held = ""
        for tag, attrs in self.marks[common:]:
            self.out.append(f"<{tag}{attrs}>")
            self.open_marks.append((tag, attrs))

    def _hold(self, piece: str) -> None:
        started = (
            self.blocks
            and self.blocks[-1].written
            and (self._in_text_block() or self._inside("li"))
        )
        if not started:
            return
        if piece == " " and self.held:
            return
        self.held = self.held.rstrip(" ") + piece

    def _break(self) -> None:
        self._hold("<br>")

    def _rule(self) -> None:
        self._end_text_block()
        if any(block.tag in CONTAINERS for block in self.blocks):
            return
        self.out.append("<hr>")

    # marks

    def _start_mark(self, tag: str, attrs: dict[str, str]) -> bool:
        href = safe_href(attrs.get("href") or "") if tag == "a" else ""
        if (tag == "a" and not href) or (tag == NOTE and "data-note" not in attrs):
            return False
        if any(name == tag for name, _ in self.marks):
            return False
        if tag == NOTE:
            self.marks.insert(0, (NOTE, ' data-note=""'))
        else:
            self.marks.append((tag, f' href="{escape(href)}"' if href else ""))
        return True

    def _end_mark(self, tag: str) -> None:
        self.marks = [mark for mark in self.marks if mark[0] != tag]

    def _close_marks(self, keep: int) -> None:
        while len(self.open_marks) > keep:
            self.out.append(f"</{self.open_marks.pop()[0]}>")


class Line(Writer):
    """Writes everything as one run of text, in no block."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks.append(_Block("li", written=True))

    def result(self) -> str:
        self._close_marks(0)
        return "".join(self.out)

    def start(self, tag: str, attrs: dict[str, str]) -> bool:
        if tag in MARKS:
            return self._start_mark(MARKS[tag], attrs)
        if tag == "br" or (tag != "cite" and not self.held.endswith("<br>")):
            self._hold("<br>")
        return tag not in ("br", "hr", "cite")

    def end(self, tag: str) -> None:
        if tag in MARKS:
            self._end_mark(MARKS[tag])
        elif not self.held.endswith("<br>"):
            self._hold("<br>")

    def text(self, data: str) -> None:
        self._text(data)

    def _hold(self, piece: str) -> None:
        if self.out:
            super()._hold(piece)


class _Reader(HTMLParser):
    """Collects text; a new line at each block, footnotes by themselves."""

    SILENT = {"script", "style", "template"}

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.notes: list[str] = []
        self.silent = 0
        self.in_note = False
        self.placed: list[str] = []  # <sup> and <sub> that are open

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if tag in self.SILENT:
            self.silent += 1
        elif tag == NOTE:
            self.in_note = True
            self.notes.append("\n")
        elif tag in ("sub", "sup"):
            self.placed.append(tag)
        elif tag not in MARKS:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag == NOTE:
            self.in_note = False
        elif tag in self.placed:
            self.placed.remove(tag)
        elif tag not in MARKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if self.placed:
            data = raised(data) if self.placed[-1] == "sup" else lowered(data)
        if not self.silent:
            (self.notes if self.in_note else self.pieces).append(re.sub(r"\s", " ", data))
