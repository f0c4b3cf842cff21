"""The little Markdown of replies: paragraphs, emphasis, code, quotations, lists and links; all else
stays as typed.

Its forms follow CommonMark 0.31, of which it is a small part, with two differences that suit
conversation: the end of a line is one, and an asterisk within a word is an asterisk, but for
scripts that put no space between words. Every text is valid; the work is linear in its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.html import escape

from newsroom.lib.text.scripts.direction import attribute, direction
from newsroom.lib.text.scripts.words import goes_on

#: Maximum depth of quotations within quotations.
MAX_DEPTH = 3
REL = "ugc nofollow noopener"

#: With the name of a language, which says nothing to readers; other words are a text.
_FENCE = re.compile(
    r" {0,3}```(?:bash|c|cpp|css|go|html|java|javascript|js|json|php|python|ruby|rust|sh|sql|text)?"
    r"[ \t]*\Z"
)
_QUOTE = re.compile(r" {0,3}> ?")
_BULLET = re.compile(r" {0,3}[-*+•][ \t]+(?=\S)")
_NUMBER = re.compile(r" {0,3}(\d{1,3})[.)][ \t]+(?=\S)")
_FURTHER = re.compile(r"[ \t]{2,}(?=\S)")
# signs of writing that no address holds unquoted end it, as a space does
_ADDRESS = r"https?://[^\s<>\"“”«»「」『』【】《》〈〉（）［］。，、；：！？…।۔]+"
#: What a backslash before it leaves as it is.
_ESCAPABLE = r"[`*_>+•-]|\[(?=[^\[\]\n]{1,500}+\]\(https?:)|(?<=\d\\)[.)]"
_SPAN = re.compile(
    r"(?P<shrug>¯\\_\(ツ\)_/¯)"
    rf"|\\(?P<escaped>{_ESCAPABLE})"
    r"|`(?P<code>[^`\n]++)`"
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
#: What names a site: an address, or a name with a usual end.
_NAMED = re.compile(
    r"https?://[^\s<>]+|\bwww\.[^\s<>]+|\b[a-z0-9-]{1,63}+(?:\.[a-z0-9-]{1,63}+)*\."
    r"(?:com|org|net|info|gov|edu|io|example|co|de|fr|uk|eu|ru|cn|jp)\b",
    re.IGNORECASE,
)
_CLOSING = {")": "(", "]": "[", "}": "{"}


def to_html(text: str) -> str:
    """HTML of a reply; `text` has line ends as \\n and no control characters. Nothing of it passes
    unescaped."""
    return "".join(_blocks(text.split("\n"), 0, direction(text)))


def _blocks(lines: list[str], depth: int, way: str) -> Iterator[str]:
    """The blocks of these lines, one after the other; `way` is the direction of the whole text."""
    at, paragraph = 0, []

    def ended() -> Iterator[str]:
        if paragraph:
            yield f"<p{attribute(' '.join(paragraph), way)}>{_lines(paragraph)}</p>"
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
            if inner := "".join(_blocks(within, depth + 1, way)):
                yield f"<blockquote>{inner}</blockquote>"
            at = until
        elif _BULLET.match(line) or _begins_count(line, paragraph):
            yield from ended()
            made, at = _list(lines, at, way)
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


def _list(lines: list[str], at: int, way: str) -> tuple[str, int]:
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
    inner = "".join(f"<li{attribute(' '.join(item), way)}>{_lines(item)}</li>" for item in items)
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
        elif match["escaped"]:
            made.append(escape(match["escaped"]))
        elif match["shrug"]:
            made.append(match[0])
        elif match["to"]:
            made.append(_named_link(match["to"], match["words"]))
        else:
            address = _without_trail(match[0], "".join(known for known, _ in opened))
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
        and not (after.isalnum() if mark[0] == "_" else goes_on(after))
        and any(made[opened[place][1] + 1 :])
    ):
        made[opened[place][1]], closing = _TAGS[len(mark)]
        made.append(closing)
        del opened[place:]
        return
    if (
        place is None
        and after.strip()
        and not (before.isalnum() if mark[0] == "_" else goes_on(before))
    ):
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


def _named_link(address: str, words: str) -> str:
    """A link in words. Where these name another site, it is said where it leads."""
    named = _NAMED.search(words)
    if named is None or _host(named[0]) == _host(address):
        return _link(address, words)
    return f"{escape(words)} ({_link(address, address)})"


def _host(address: str) -> str:
    return address.partition("://")[2].partition("/")[0].lower().removeprefix("www.") or (
        address.partition("/")[0].lower().removeprefix("www.")
    )


def _without_trail(address: str, marks: str) -> str:
    """The address without what belongs to the sentence: full stops and the like, brackets opened
    before it, `marks` of emphasis that are open."""
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
        elif last not in ".,;:!?'’‘،؛؟" and last not in marks:
            break
        end -= 1
    return address[:end]


# -- texts of elsewhere, which know no Markdown
# ------------------------------------------------------------------

_AT_START = re.compile(r"( {0,3})(```|> ?|[-*+•](?=[ \t]+\S)|\d{1,3}[.)](?=[ \t]+\S))")


def as_written(text: str) -> str:
    """A text that is shown letter by letter as it stands: what would be taken for a mark is
    escaped. Addresses stay links."""
    return "\n".join(map(line_as_written, text.split("\n")))


def line_as_written(line: str) -> str:
    """A line that begins no block and emphasises nothing."""
    return start_as_written(spans_as_written(line))


def start_as_written(line: str) -> str:
    """A line that begins no list, quotation or code."""
    begun = _AT_START.match(line)
    if not begun:
        return line
    at = begun.end(2) - 1 if begun[2][0].isdigit() else begun.start(2)
    return f"{line[:at]}\\{line[at:]}"


def spans_as_written(line: str) -> str:
    """A part of a line with nothing in it that emphasises, or is a link by other words."""
    made: list[str] = []
    end = 0
    tick = "\\`" if line.count("`") > 1 else "`"
    while match := _SPAN.search(line, end):
        made.append(line[end : match.start()].replace("`", tick))
        end = match.end()
        if match["mark"]:
            before = line[max(match.start() - 1, 0) : match.start()]
            after = line[end : end + 1]
            sign = match[0]
            alone = not (before.strip() or after.strip()) or (
                before.isalnum() and after.isalnum() and before.isascii() and after.isascii()
            )
            made.append(sign if alone else "".join(f"\\{each}" for each in sign))
        elif match["escaped"]:
            made.append(f"\\{match[0]}" if match["escaped"] not in ".)" else match[0])
        elif match["code"] or match["words"]:
            made.append(f"\\{match[0][0]}")
            end = match.start() + 1
        elif match["address"]:
            address = _without_trail(match[0], "")
            made.append(address)
            end = match.start() + len(address)
        else:
            made.append(match[0])
    return "".join([*made, line[end:].replace("`", tick)])
