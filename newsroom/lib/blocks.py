"""The blocks of a story's text (paragraphs, headings, lists …) and what stands in them."""

from __future__ import annotations

import re
from html import unescape

_TOKEN = re.compile(r"""<(/?)([a-zA-Z][\w-]*)((?:"[^"]*"|'[^']*'|[^>"'])*)>|[^<]+|<""")
_HREF = re.compile(r'href="([^"]*)"')
_LINK = re.compile(r'<a\b[^>]*?href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
VOID = {"br", "hr", "img"}
MARKS = {"strong", "em", "a"}
NAMES = {
    "p": "paragraph", "h2": "heading", "h3": "smaller heading", "ul": "bulleted list", "ol": "numbered list",
    "blockquote": "quotation", "hr": "rule", "figure": "figure",
}  # fmt: skip

#: What lies over a character, in words: "bold", "italic", "a link to …".
Marks = tuple[str, ...]


def split(value: str) -> list[str]:
    """Clean HTML cut into its outermost elements: joined again they are `value`, but for space between them."""
    blocks, depth = [""], 0
    for token in _TOKEN.finditer(value):
        end, tag = token[1], (token[2] or "").lower()
        if depth == 0 and tag not in MARKS:  # bare text is a block as well
            blocks.append("")
        blocks[-1] += token[0]
        if tag and tag not in VOID:
            depth = max(0, depth - 1) if end else depth + 1
    return [block for block in blocks if block.strip()]


def name(block: str) -> str:
    """What kind of block it is, in words."""
    token = _TOKEN.match(block.lstrip())
    return NAMES.get((token[2] or "p").lower(), "block") if token else "block"


def read(block: str) -> tuple[str, list[Marks]]:
    """The text of a block, with a new line where one begins inside it, and the marks over each of its characters."""
    text, over, marks = "", [], []

    def write(words: str, marked: Marks) -> None:
        nonlocal text
        text += words
        over.extend([marked] * len(words))

    for token in _TOKEN.finditer(block.strip()):
        end, tag, attrs = token[1], (token[2] or "").lower(), token[3] or ""
        if not tag:
            write(unescape(token[0]), tuple(words for _, words in marks))
        elif tag not in MARKS:
            if text and not text.endswith("\n") and (tag == "br" or not end):
                write("\n", ())
        elif not end:
            marks.append((tag, _mark(tag, attrs)))
        elif any(open_tag == tag for open_tag, _ in marks):
            del marks[max(number for number, (open_tag, _) in enumerate(marks) if open_tag == tag)]
    return text.rstrip("\n"), over


def links(value: str) -> list[tuple[str, str]]:
    """The address and the words of each link in clean HTML."""
    return [(unescape(match[1]), read(match[2])[0]) for match in _LINK.finditer(value)]


def _mark(tag: str, attrs: str) -> str:
    if tag == "a":
        href = _HREF.search(attrs)
        return f"a link to {unescape(href[1])}" if href else "a link"
    return {"strong": "bold", "em": "italic"}[tag]
