"""The little Markdown of replies: paragraphs, emphasis, code, quotations, lists and links; all else
stays as typed.

Its forms follow CommonMark 0.31, of which it is a small part, with two differences that suit
conversation: the end of a line is one, and an asterisk within a word is an asterisk. Every text is
valid; the work is linear in its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.html import escape

#: Maximum depth of quotations within quotations.
MAX_DEPTH = 3
REL = "ugc nofollow noopener"

_FENCE = re.compile(r" {0,3}```")
_QUOTE = re.compile(r" {0,3}> ?")
_BULLET = re.compile(r" {0,3}[-*+•][ \t]+(?=\S)")
_NUMBER = re.compile(r" {0,3}(\d{1,3})[.)][ \t]+(?=\S)")
_FURTHER = re.compile(r"[ \t]{2,}(?=\S)")
_ADDRESS = r"https?://[^\s<>\"“”«»]+"
_SPAN = re.compile(
    r"`(?P<code>[^`\n]++)`"
    r"|\[(?P<words>[^\[\]\n]{1,500}+)\]"
    # possessive, as all counts here: where no bracket closes, each other way to share the letters
    # out would be tried
    r"\((?P<to>https?://[^\s<>\"()]{1,2000}+(?:\([^\s<>\"()]{0,500}+\)[^\s<>\"()]{0,500}+)?+)\)"
    rf"|(?P<address>{_ADDRESS})"
    r"|(?P<www>(?<![\w./@-])www\.[^\s<>\"“”«».]{1,63}+\.[^\s<>\"“”«»]++)"
    r"|(?P<mail>(?<![\w.+-])[\w.+-]{1,64}+@[\w-]{1,63}+(?:\.[\w-]{1,63}+){1,8}+)"
    r"|(?P<mark>\*{1,3}|_{1,3})",
    re.IGNORECASE,
)
_TAGS = {1: ("<em>", "</em>"), 2: ("<strong>", "</strong>"), 3: ("<strong><em>", "</em></strong>")}
_CLOSING = {")": "(", "]": "[", "}": "{"}


def to_html(text: str) -> str:
    """HTML of a reply; `text` has line ends as \\n and no control characters. Nothing of it passes
    unescaped."""
    return "".join(_blocks(text.split("\n"), 0))


def _blocks(lines: list[str], depth: int) -> Iterator[str]:
    """The blocks of these lines, one after the other."""
    at, paragraph = 0, []

    def ended() -> Iterator[str]:
        if paragraph:
            yield f"<p>{_lines(paragraph)}</p>"
            paragraph.clear()

    while at < len(lines):
        line = lines[at]
        if not line.strip():
            yield from ended()
            at += 1
        elif _FENCE.match(line):
            yield from ended()
            until = next(
                (n for n in range(at + 1, len(lines)) if _FENCE.match(lines[n])), len(lines)
            )
            code = chr(10).join(lines[at + 1 : until]).strip("\n")
            if code:
                yield f"<pre><code>{escape(code)}</code></pre>"
            at = until + 1
        elif depth < MAX_DEPTH and _QUOTE.match(line):
            yield from ended()
            until = _run(lines, at, _QUOTE)
            within = [_QUOTE.sub("", quoted, count=1) for quoted in lines[at:until]]
            if inner := "".join(_blocks(within, depth + 1)):
                yield f"<blockquote>{inner}</blockquote>"
            at = until
        elif _BULLET.match(line) or _begins_count(line, paragraph):
            yield from ended()
            made, at = _list(lines, at)
            yield made
        else:
            paragraph.append(line)
            at += 1
    yield from ended()


def _run(lines: list[str], at: int, form: re.Pattern) -> int:
    """Where the run of lines of that form ends."""
    while at < len(lines) and form.match(lines[at]):
        at += 1
    return at


def _begins_count(line: str, paragraph: list[str]) -> bool:
    """Whether a numbered list begins here: within a paragraph only with 1, so that a year does not
    begin one."""
    match = _NUMBER.match(line)
    return bool(match) and (not paragraph or int(match[1]) == 1)


def _list(lines: list[str], at: int) -> tuple[str, int]:
    """A list, and where it ends."""
    form = _BULLET if _BULLET.match(lines[at]) else _NUMBER
    first = form.match(lines[at])
    items: list[list[str]] = []
    while at < len(lines):
        if match := form.match(lines[at]):
            items.append([lines[at][match.end() :]])
        elif _FURTHER.match(lines[at]):
            items[-1].append(lines[at])
        else:
            break
        at += 1
    inner = "".join(f"<li>{_lines(item)}</li>" for item in items)
    if form is _BULLET:
        return f"<ul>{inner}</ul>", at
    start = "" if int(first[1]) == 1 else f' start="{int(first[1])}"'
    return f"<ol{start}>{inner}</ol>", at


def _lines(lines: list[str]) -> str:
    return "<br>".join(_spans(line.strip()) for line in lines)


def _spans(line: str) -> str:
    """A line with its emphasis, code and links."""
    made: list[str] = []
    # the marks that may yet be closed, and where in `made` they stand
    opened: list[tuple[str, int]] = []
    end = 0
    while match := _SPAN.search(line, end):
        made.append(escape(line[end : match.start()]))
        end = match.end()
        if match["mark"]:
            before = line[max(match.start() - 1, 0) : match.start()]
            _mark(match[0], before, line[end : end + 1], made, opened)
        elif match["code"]:
            made.append(f"<code>{escape(match['code'])}</code>")
        elif match["to"]:
            made.append(_link(match["to"], match["words"]))
        else:
            address = _without_trail(match[0])
            made.append(_bare_link(match.lastgroup, address))
            end = match.start() + len(address)
    return "".join([*made, escape(line[end:])])


def _mark(
    mark: str, before: str, after: str, made: list[str], opened: list[tuple[str, int]]
) -> None:
    """One to three asterisks or underscores: they open, close, or are nothing but themselves."""
    place = next((n for n, (known, _) in enumerate(opened) if known == mark), None)
    if (
        place is not None
        and before.strip()
        and not after.isalnum()
        and any(made[opened[place][1] + 1 :])
    ):
        made[opened[place][1]], closing = _TAGS[len(mark)]
        made.append(closing)
        del opened[place:]
        return
    if place is None and after.strip() and not before.isalnum():
        opened.append((mark, len(made)))
    made.append(mark)


def _bare_link(kind: str, address: str) -> str:
    """An address as it was typed, of the web or of mail, as a link to it."""
    if kind == "mail":
        return _link(f"mailto:{address}", address)
    if kind == "www":
        return _link(f"https://{address}", address)
    return _link(address, address) if len(address) > len("https://") else escape(address)


def _link(address: str, words: str) -> str:
    return f'<a href="{escape(address)}" rel="{REL}">{escape(words)}</a>'


def _without_trail(address: str) -> str:
    """The address without what belongs to the sentence: full stops and the like, brackets opened
    before it."""
    end = len(address)
    balance = {
        last: address.count(last) - address.count(opening) for last, opening in _CLOSING.items()
    }
    while end:
        last = address[end - 1]
        if last in balance:
            if balance[last] <= 0:
                break
            balance[last] -= 1
        elif last not in ".,;:!?'’‘…*_":
            break
        end -= 1
    return address[:end]
