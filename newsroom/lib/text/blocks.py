"""The blocks of a story's text (paragraphs, headings, lists …) and what stands in them."""

from __future__ import annotations

import re
from html import unescape

_TOKEN = re.compile(r"""<(/?)([a-zA-Z][\w-]*)((?:"[^"]*"|'[^']*'|[^>"'])*)>|[^<]+|<""")
_HREF = re.compile(r'href="([^"]*)"')
_PICTURE = re.compile(r'<figure\b[^>]*?\bdata-picture="([0-9]{1,18})"')
_STORY = re.compile(r'<aside\b[^>]*?\bdata-story="([0-9]{1,18})"')
_EMBED = re.compile(r'<figure\b[^>]*?\bdata-embed="([^"]*)"')
_ATTRIBUTE = re.compile(r'(data-[a-z]+)="([^"]*)"')
_LINK = re.compile(r'<a\b[^>]*?href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
VOID = {"br", "hr", "img"}
MARKS = {"strong": "bold", "em": "italic", "a": "a link", "code": "code", "small": "a footnote",
         "s": "struck out", "sub": "lowered", "sup": "raised"}  # fmt: skip
NAMES = {
    "p": "paragraph", "h2": "heading", "h3": "smaller heading", "ul": "bulleted list",
    "ol": "numbered list",
    "blockquote": "quotation", "hr": "rule", "figure": "figure", "table": "table", "pre": "code",
    "aside": "box",
    "data-picture": "picture", "data-embed": "embed", "data-story": "related story",
}  # fmt: skip
#: What a block tells of itself beside its text, in words.
TOLD = {
    "data-picture": "Picture {}",
    "data-story": "Related story {}",
    "data-embed": "Embedded: {}",
    "data-alt": "Alternative text: {}",
    "data-credit": "Credit: {}",
    "data-decorative": "Decorative",
}
#: Blocks that show something beside the text.
MEDIA = {"picture", "gallery", "embed", "related story"}

#: What lies over a character, in words: "bold", "italic", "a link to …".
Marks = tuple[str, ...]


def split(value: str) -> list[str]:
    """Clean HTML cut into its outermost elements: joined again they are `value`, but for space
    between them."""
    blocks, depth = [""], 0
    for token in _TOKEN.finditer(value):
        end = token[1]
        tag = (token[2] or "").lower()
        if depth == 0 and tag not in MARKS:  # bare text is a block as well
            blocks.append("")
        blocks[-1] += token[0]
        if tag and tag not in VOID:
            depth = max(0, depth - 1) if end else depth + 1
    return [block for block in blocks if block.strip()]


def name(block: str) -> str:
    """What kind of block it is, in words."""
    token = _TOKEN.match(block.lstrip())
    if not token:
        return "block"
    attrs = dict(_ATTRIBUTE.findall(token[3] or ""))
    if "data-block" in attrs:
        return {"quote": "quotation"}.get(
            attrs["data-block"], attrs["data-block"].replace("-", " ")
        )
    own = next((NAMES[attr] for attr in attrs if attr in NAMES), None)
    return own or NAMES.get((token[2] or "p").lower(), "block")


def read(block: str) -> tuple[str, list[Marks]]:
    """The text of a block, with a new line where one begins inside it, and the marks over each of
    its characters.

    What a picture, an embed and the like tell of themselves is said in words, as it is seen on the
    page or not.
    """
    text, over, marks, cells = "", [], [], 0

    def write(words: str, marked: Marks) -> None:
        nonlocal text
        text += words
        over.extend([marked] * len(words))

    for token in _TOKEN.finditer(block.strip()):
        end = token[1]
        tag = (token[2] or "").lower()
        attrs = token[3] or ""
        if not tag:
            write(unescape(token[0]), tuple(words for _, words in marks))
        elif tag not in MARKS:
            if tag in ("td", "th"):
                cells += not end
                write(" | " if cells > 1 and not end else "", ())
            elif text and not text.endswith("\n") and (tag == "br" or not end):
                write("\n", ())
            cells = cells if tag in ("td", "th", "br") else 0
            write("\n".join(_told(attrs)), ())
        elif not end:
            marks.append((tag, _mark(tag, attrs)))
            write(" [" if tag == "small" else "", tuple(words for _, words in marks))
        elif any(open_tag == tag for open_tag, _ in marks):
            write("]" if tag == "small" else "", tuple(words for _, words in marks))
            del marks[max(number for number, (open_tag, _) in enumerate(marks) if open_tag == tag)]
    return text.rstrip("\n"), over


def links(value: str) -> list[tuple[str, str]]:
    """The address and the words of each link in clean HTML."""
    return [(unescape(match[1]), read(match[2])[0]) for match in _LINK.finditer(value)]


def pictures(value: str) -> list[int]:
    """The numbers of the pictures in clean HTML, in order, each once."""
    return list(dict.fromkeys(int(match[1]) for match in _PICTURE.finditer(value)))


def stories(value: str) -> list[int]:
    """The numbers of the related stories in clean HTML, in order, each once."""
    return list(dict.fromkeys(int(match[1]) for match in _STORY.finditer(value)))


def embeds(value: str) -> list[str]:
    """The addresses that are embedded in clean HTML, in order, each once."""
    return list(dict.fromkeys(unescape(match[1]) for match in _EMBED.finditer(value)))


def is_media(block: str) -> bool:
    """Whether a block is a picture, an embed or the like: of text, it holds a caption at most."""
    return name(block) in MEDIA


def _told(attrs: str) -> list[str]:
    return [
        TOLD[name].format(unescape(value))
        for name, value in _ATTRIBUTE.findall(attrs)
        if name in TOLD
    ]


def _mark(tag: str, attrs: str) -> str:
    href = _HREF.search(attrs) if tag == "a" else None
    return f"a link to {unescape(href[1])}" if href else MARKS[tag]
