"""Running text on its way to blocks: what stands in a paragraph is gathered, and written out when
it ends."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape

#: A tag with its attributes, as it opens: `("a", ' href="/x"')`.
Mark = tuple[str, str]

_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)


@dataclass
class _Atom:
    """A piece of a line: text under its marks, HTML that is made already, or a block that stands in
    the midst."""

    text: str = ""
    marks: tuple[Mark, ...] = ()
    made: str = ""
    block: str = ""


@dataclass
class Flow:
    """Blocks, one after the other. `embed` makes a block of an address that stands alone in its
    line; None: it stays text. What can't lie in here (`inside` a list, a table, a quotation) is
    gathered in `beside`."""

    embed: Callable[[str], str] | None = None
    inside: bool = False
    blocks: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    tag: str = "p"
    lines: list[list[_Atom]] = field(default_factory=lambda: [[]])
    broken: bool = False  # the last thing was a break, so a new line in the source is no second one

    def text(self, text: str, marks: tuple[Mark, ...], *, breaks: bool) -> None:
        """Text as it stands in HTML; with `breaks`, blank lines part paragraphs and new lines break
        them."""
        if not breaks:
            self._put(text, marks)
            return
        first, *more = re.split(r"\n[ \t]*\n\s*", text)
        self._lines(first, marks)
        for paragraph in more:
            self.end_paragraph()
            self._lines(paragraph, marks)

    def _lines(self, text: str, marks: tuple[Mark, ...]) -> None:
        first, *more = text.split("\n")
        self._put(first, marks)
        for line in more:
            if not self.broken:
                self.lines.append([])
            self.broken = False
            self._put(line, marks)

    def _put(self, text: str, marks: tuple[Mark, ...]) -> None:
        if text:
            self.broken = self.broken and not text.strip()
            self.lines[-1].append(_Atom(text, marks))

    def made(self, html: str) -> None:
        """HTML that stands in a line."""
        self.broken = False
        self.lines[-1].append(_Atom(made=html))

    def line_break(self) -> None:
        self.lines.append([])
        self.broken = True

    def figure(self, html: str) -> None:
        """A block where a paragraph is perhaps still going on: it doesn't part a sentence."""
        if html:
            self.broken = False
            self.lines[-1].append(_Atom(block=html))

    def block(self, html: str) -> None:
        """A block by itself."""
        self.end_paragraph()
        (self.beside if self.inside else self.blocks).append(html)

    def text_block(self, html: str) -> None:
        """A block that may lie in others: a list, a quotation."""
        self.end_paragraph()
        self.blocks.append(html)

    def end_paragraph(self) -> None:
        """Write what was gathered: lines of text as a paragraph, blocks before or after it, embeds
        between."""
        lines, tag = self.lines, self.tag
        self.lines, self.tag, self.broken = [[]], "p", False
        waiting: list[str] = []
        after: list[str] = []
        for line in lines:
            figures = [atom.block for atom in line if atom.block]
            written = "".join(_written(line)).strip()
            if address := self._address(line, tag):
                self._paragraph(waiting, after, tag)
                self._stand(self.embed(address))
            elif not written and figures:
                self._paragraph(waiting, after, tag)
                for figure in figures:
                    self._stand(figure)
            else:
                first = next(
                    place for place, atom in enumerate([*line, _Atom(text="x")]) if _says(atom)
                )
                if not any(waiting):
                    for atom in line[:first]:
                        self._stand(atom.block)
                    figures = [atom.block for atom in line[first:] if atom.block]
                waiting.append(written)
                after += figures
        self._paragraph(waiting, after, tag)

    def result(self) -> str:
        """All blocks; in a list or a table, a single paragraph without its tags."""
        self.end_paragraph()
        if self.inside and sum(block.startswith("<p>") for block in self.blocks) == 1:
            self.blocks = [
                block.removeprefix("<p>").removesuffix("</p>") if block.startswith("<p>") else block
                for block in self.blocks
            ]
        return "".join(self.blocks)

    def _stand(self, block: str) -> None:
        if block:
            (self.beside if self.inside else self.blocks).append(block)

    def _paragraph(self, lines: list[str], after: list[str], tag: str) -> None:
        while lines and not lines[-1]:
            lines.pop()
        while lines and not lines[0]:
            del lines[0]
        if lines:
            self.blocks.append(f"<{tag}>{'<br>'.join(lines)}</{tag}>")
        for figure in after:
            self._stand(figure)
        lines.clear()
        after.clear()

    def _address(self, line: list[_Atom], tag: str) -> str:
        """The address that is all there is in a line."""
        if self.embed is None or tag != "p" or any(atom.block or atom.made for atom in line):
            return ""
        said = [atom for atom in line if atom.text.strip()]
        alone = said[0].text.strip() if len(said) == 1 and not said[0].marks else ""
        return alone if _ADDRESS.fullmatch(alone) else ""


def _says(atom: _Atom) -> bool:
    return bool(atom.made or atom.text.strip())


def _written(line: list[_Atom]) -> list[str]:
    """A line as HTML: marks are closed at its end and opened anew in the next."""
    pieces: list[str] = []
    open_marks: list[Mark] = []
    for atom in line:
        if atom.block:
            continue
        common = 0
        while (
            common < min(len(open_marks), len(atom.marks))
            and open_marks[common] == atom.marks[common]
        ):
            common += 1
        while len(open_marks) > common:
            pieces.append(f"</{open_marks.pop()[0]}>")
        for mark in atom.marks[common:]:
            pieces.append(f"<{mark[0]}{mark[1]}>")
            open_marks.append(mark)
        pieces.append(atom.made or escape(atom.text, quote=False))
    pieces += [f"</{tag}>" for tag, _ in reversed(open_marks)]
    return pieces
