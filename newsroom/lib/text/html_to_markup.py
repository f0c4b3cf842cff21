"""Replies of other systems, which are HTML, as the little Markdown of replies (markup.py).

What that can say stays: paragraphs, lines, emphasis, code, quotations, lists, links. Of everything
else the words stay; a picture becomes its address.
"""

from __future__ import annotations

import re

import nh3

from newsroom.lib.text import markup
from newsroom.lib.text.incoming import meaning
from newsroom.lib.text.incoming.unwrap import unwrapped
from newsroom.lib.text.strings import lowered, raised
from newsroom.lib.text.tree import VOID, Node, parse

_BLOCKS = {"p", "div", "blockquote", "ul", "ol", "li", "pre", "h1", "h2", "h3", "h4", "h5", "h6",
    "table", "tr", "dl",
           "dt", "dd", "figure", "section", "article", "hr"}  # fmt: skip
_MARKS = {"em": "*", "i": "*", "cite": "*", "strong": "**", "b": "**", "h1": "**", "h2": "**",
    "h3": "**", "h4": "**",
          "h5": "**", "h6": "**", "s": "~~"}  # fmt: skip
_CLEANER = nh3.Cleaner(
    tags=_BLOCKS | _MARKS.keys() | meaning.SAME.keys() | meaning.DISSOLVED
    | {"a", "br", "code", "del", "img", "q", "sub", "sup", "td", "th", "thead", "tbody"},
    clean_content_tags={"script", "style", "template", "noscript"},
    attributes={
        "*": {"style"}, "a": {"href"}, "img": {"alt", "class", "src"}, "li": {"value"},
        "ol": {"start", "reversed"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"},
    },
    url_schemes={"http", "https"},
    link_rel=None,
    strip_comments=True,
)  # fmt: skip
_WEB = re.compile(r"https?://", re.IGNORECASE)
_BRACKETS = str.maketrans({"[": "(", "]": ")"})


def from_html(html: str, *, lines: bool = False) -> str:
    """The text of a reply. With `lines`, the end of a line in the source is one in the reply, and
    an empty line ends a paragraph, as WordPress has it. Any input gives a text; linear."""
    reader = _Reader(lines)
    html = html.encode("utf-8", "replace").decode("utf-8").replace("\0", "")
    html = html.replace("\r\n", "\n").replace("\r", "\n")
    tree = parse(_CLEANER.clean(meaning.closed(html)))
    for deleted in tree.find("del"):
        deleted.tag = "s"  # who writes to others strikes out what they are to read
    reader.walk(meaning.understand(tree))
    return re.sub(r"\n{3,}", "\n\n", reader.text()).strip()


class _Reader:
    """Writes lines: `prefix` is what each of them begins with (“> ” in a quotation)."""

    def __init__(self, lines: bool) -> None:
        self.keeps_lines = lines
        self.out: list[str] = []
        self.line = ""
        self.depth = 0  # of quotations
        self.lists: list[int] = []  # the number of the next item; -1 in a list of bullets
        self.item = ""  # what the next line begins with
        self.marks: list[tuple[str, str, int]] = []  # tag, mark, and where in the line it began
        self.links: list[tuple[str, int]] = []
        self.placed: list[str] = []  # <sup> and <sub> that are open
        self.code: list[str] | None = None  # the pieces of a <pre>

    # -- lines
    # ---------------------------------------------------------------------------------------

    def text(self) -> str:
        if self.code is not None:
            self._end_code()
        self._close_marks()
        self._end()
        return "\n".join(self.out)

    def _prefix(self) -> str:
        return "> " * self.depth

    def _end(self, *, gap: bool = False) -> None:
        """End the line, if anything stands in it; with `gap` an empty one follows."""
        said = re.sub(r"[ \t]+", " ", self.line).strip()
        said = markup.start_as_written(said)
        self.line = ""
        if said:
            self.out.append(self._prefix() + self.item + said)
            self.item = "  " if self.item else ""
        if gap and self.out and self.out[-1].strip("> "):
            self.out.append(self._prefix().rstrip())

    def _break(self) -> None:
        """End the line within emphasis: the marks are closed and opened again, as a line has its
        own."""
        opened = [(tag, mark) for tag, mark, _ in self.marks]
        self._close_marks()
        self._end()
        self.marks = []
        for tag, mark in opened:
            self._open(tag, mark)

    def _open(self, tag: str, mark: str) -> None:
        self.marks.append((tag, mark, len(self.line)))

    def _close_marks(self) -> None:
        while self.marks:
            _, mark, start = self.marks.pop()
            self._wrap(mark, start)

    def _wrap(self, mark: str, start: int) -> None:
        said = self.line[start:]
        inner = said.strip()
        if inner:
            before = said[: len(said) - len(said.lstrip())]
            after = said[len(said.rstrip()) :]
            self.line = f"{self.line[:start]}{before}{mark}{inner}{mark}{after}"

    # -- walking
    # -------------------------------------------------------------------------

    def walk(self, node: Node) -> None:
        for child in node.children:
            if isinstance(child, str):
                self._data(child)
                continue
            self._start(child.tag, child.attrs)
            if child.tag not in VOID:
                self.walk(child)
                self._finish(child.tag)

    def _start(self, tag: str, given: dict[str, str]) -> None:
        if tag in ("sub", "sup"):
            self.placed.append(tag)
        elif tag == "br":
            self._break() if self.code is None else self.code.append("\n")
        elif tag in _BLOCKS:
            self._begin_block(tag, given)
        elif tag == "img":
            said = given.get("alt", "").strip()
            if (
                "smiley" in given.get("class", "")
                or "emoji" in given.get("class", "")
                or not given.get("src")
            ):
                self.line += said
            else:
                self.line += f" {said} {given['src']} " if said else f" {given['src']} "
        elif tag == "a":
            self.links.append((given.get("href", "").strip(), len(self.line)))
        elif tag in ("td", "th"):
            self.line += " "
        elif tag == "code" and self.code is None:
            self._open(tag, "`")
        if tag in _MARKS and self.code is None:
            self._open(tag, _MARKS[tag])

    def _begin_block(self, tag: str, given: dict[str, str]) -> None:
        if self.code is not None:
            return
        self._close_marks()
        self.links = []
        self._end(
            gap=tag not in ("li", "tr", "dt", "dd") and not (tag == "p" and self.item.strip())
        )
        if tag == "blockquote":
            self.depth += 1
        elif tag in ("ul", "ol"):
            start = given.get("start", "")
            self.lists.append((int(start[:9]) if start.isdecimal() else 1) if tag == "ol" else -1)
        elif tag == "li":
            number = self.lists[-1] if self.lists else -1
            self.item = f"{number}. " if number >= 0 else "- "
            if number >= 0:
                self.lists[-1] += 1
        elif tag == "pre":
            self.code = []

    def _finish(self, tag: str) -> None:
        if tag in self.placed:
            self.placed.remove(tag)
        elif tag == "pre" and self.code is not None:
            self._end_code()
        elif tag == "a" and self.links:
            self._end_link()
        elif any(known == tag for known, _, _ in self.marks):
            while self.marks:
                known, mark, start = self.marks.pop()
                self._wrap(mark, start)
                if known == tag:
                    break
        if tag in _BLOCKS and self.code is None:
            self._close_marks()
            self._end(gap=tag not in ("li", "tr", "dt", "dd"))
            if tag == "li":
                self.item = ""
            elif tag == "blockquote" and self.depth:
                self.depth -= 1
                while self.out and not self.out[-1].strip("> "):
                    self.out.pop()
                self.out.append("")
            elif tag in ("ul", "ol") and self.lists:
                self.lists.pop()
                self.item = ""

    def _end_code(self) -> None:
        code = "".join(self.code or []).strip("\n")
        self.code = None
        prefix = self._prefix()
        self.out += [f"{prefix}{line}".rstrip() for line in ("```", *code.split("\n"), "```", "")]

    def _end_link(self) -> None:
        address, start = self.links.pop()
        address = unwrapped(address)
        said = re.sub(r"\s+", " ", self.line[start:]).strip()
        plain = said.strip("…. ")
        if not _WEB.match(address) or re.search(r'[\s"<>]', address):
            return
        if not said or (plain and _WEB.sub("", address).startswith(_WEB.sub("", plain))):
            self.line = f"{self.line[:start]}{address}"
        elif re.search(r"[()]", address):
            self.line = (
                f"{self.line[:start]}{said} ({address.replace('(', '%28').replace(')', '%29')})"
            )
        else:
            self.line = f"{self.line[:start]}[{said.translate(_BRACKETS)}]({address})"

    def _data(self, data: str) -> None:
        if self.placed:
            data = raised(data) if self.placed[-1] == "sup" else lowered(data)
        if self.code is not None:
            self.code.append(data)
            return
        data = "\n".join(map(markup.spans_as_written, data.split("\n")))
        if not self.keeps_lines:
            self.line += re.sub(r"\s+", " ", data)
            return
        first, *rest = data.split("\n")
        self.line += first
        for piece in rest:
            if self.line.strip() or self.marks:
                self._break()
            elif not self.lists:
                self._end(gap=True)
            self.line += piece


__all__ = ["from_html"]
