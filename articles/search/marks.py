"""What of a text was found: its words marked, and the part of it that tells why."""

from __future__ import annotations

from articles.search import terms
from articles.search.lookup import LookUp
from newsroom.lib.text.scripts import words

#: A text in pieces that are marked or not.
Pieces = list[tuple[str, bool]]
#: Number of characters of a text in which words are looked for, of an excerpt, and before the first
#: word in it.
MAX_READ = 40_000
LENGTH, BEFORE = 260, 80


def pieces(text: str, asked: LookUp, spoken: str) -> Pieces:
    """The whole text with what was found marked."""
    text = " ".join(text.split())
    return _cut(text, _spans(text, asked, spoken))


def excerpt(text: str, asked: LookUp, spoken: str) -> Pieces:
    """The part of a text around the first word that was found; [] where there is none."""
    text = " ".join(text[:MAX_READ].split())
    found = _spans(text, asked, spoken)
    if not found or len(text) <= LENGTH:
        return _cut(text, found) if found else []
    start = text.rfind(" ", 0, max(0, found[0][0] - BEFORE)) + 1
    part = words.truncate(text[start:], LENGTH, " …")
    inside = [(a - start, b - start) for a, b in found if a >= start and b - start <= len(part) - 2]
    made = _cut(part, inside)
    return [("… ", False), *made] if start else made


def beginning(text: str) -> Pieces:
    """How a text begins, where nothing of it was found."""
    said = words.truncate(" ".join(text[: 2 * LENGTH].split()), LENGTH, " …")
    return [(said, False)] if said else []


def _spans(text: str, asked: LookUp, spoken: str) -> list[tuple[int, int]]:
    rows = [row for part in asked.wanted for row in part.rows]
    whole = {term for row, _ in rows for term in row}
    begun = tuple(row[-1] for row, begins in rows if begins)
    if not whole:
        return []
    found: list[tuple[int, int]] = []
    before: tuple[int, int, str] | None = None  # a letter that makes a pair with the next
    for match in words.find(text):
        start, end = match.span()
        if terms.is_paired(match[0]):
            letter = terms.fold(match[0])
            if before and before[1] == start and terms.written(before[2][-1] + letter[:1]) in whole:
                found.append((start - len(before[2][-1:]), end))
            letters = [letter] if len(letter) == 1 else list(letter)
            for pair in list(terms.pairs(letters))[:-1]:
                if terms.written(pair) in whole:
                    found.append((start + letter.find(pair), start + letter.find(pair) + len(pair)))
            if begun and terms.written(letter).startswith(begun):
                found.append((start, end))
            before = (start, end, letter)
            continue
        before = None
        term = terms.of_word(match[0], spoken)
        if term in whole or (begun and term.startswith(begun)):
            found.append((start, end))
    return _joined(sorted(found))


def _joined(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    made: list[tuple[int, int]] = []
    for start, end in found:
        if made and start <= made[-1][1]:
            made[-1] = (made[-1][0], max(end, made[-1][1]))
        else:
            made.append((start, end))
    return made


def _cut(text: str, spans: list[tuple[int, int]]) -> Pieces:
    made: Pieces = []
    at = 0
    for start, end in spans:
        made += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [(part, marked) for part, marked in [*made, (text[at:], False)] if part]
