"""Checks of a story's words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

import regex

from articles.checks.finding import Copy, Hit
from articles.models import Picture
from newsroom.lib.text import blocks
from newsroom.lib.text.scripts.words import INNER
from newsroom.lib.text.tree import parse

#: "TK" is to come: it is none where a name goes on, as in "TK Maxx".
_PLACEHOLDER = re.compile(
    r"\bTK(?:TK)+\b|\bTK\b(?! [A-Z][a-z])|\bX{3,}\b|\?{3,}|(?i:\blorem ipsum\b)"
)
_TWICE = regex.compile(
    rf"(?<![-_'’{INNER}])([\p{{L}}\p{{M}}\u200c\u200d]+)[ \xa0]+(\1)(?![-_'’{INNER}])",
    regex.IGNORECASE,
)
#: Words that may well stand twice; so may names ("Duran Duran").
_MAY_STAND_TWICE = {"had", "that", "very", "no", "ha", "bye", "so"}
_BRACKETS = {")": "(", "]": "[", "}": "{"}
#: "a)" and "1)" number the items of a list; 5'10" is a height.
_NUMBERING = re.compile(r"(?:^|(?<=\s))\w{1,2}\)")
_STRAIGHT = re.compile(r"(?<!\d)[\"']")
_INCHES = re.compile(r'(?<=\d)"')


def words(copy: Copy) -> Iterator[Hit]:
    if not any(any(letter.isalnum() for letter in paragraph) for paragraph in copy.paragraphs):
        yield Hit("There is no text.", "body")


def placeholders(copy: Copy) -> Iterator[Hit]:
    for field, text in copy.texts:
        for match in _PLACEHOLDER.finditer(text):
            yield Hit(
                f"“{match[0]}” stands for something still to come.", field, around(text, match)
            )


def double_words(copy: Copy) -> Iterator[Hit]:
    for field, text in copy.texts:
        for match in _TWICE.finditer(text):
            is_name = match[1][0].isupper() and match[2][0].isupper()
            if match[1].lower() not in _MAY_STAND_TWICE and not is_name:
                yield Hit(f"“{match[1]}” stands twice.", field, around(text, match))


def brackets(copy: Copy) -> Iterator[Hit]:
    for field, text in copy.texts:
        if sign := _odd_bracket(_NUMBERING.sub("", text)):
            yield Hit(f"A bracket “{sign}” has no counterpart.", field, text[:60])


def quotation_marks(copy: Copy) -> Iterator[Hit]:
    """A paragraph that goes on in the next one's quotation needs no closing mark."""
    texts = list(copy.texts)
    for (field, text), (next_field, after) in zip(texts, [*texts[1:], ("", "")], strict=True):
        sign = _odd_quote(text)
        goes_on = sign and field == next_field == "body" and after.startswith(sign)
        if sign and not goes_on:
            yield Hit(f"A quotation mark {sign} has no counterpart.", field, text[:60])


def straight_quotes(copy: Copy) -> Iterator[Hit]:
    """A typewriter's marks; inches and feet are none."""
    for field, text in copy.texts:
        if _STRAIGHT.search(text):
            told = "Straight quotation marks or apostrophes: “Typography” sets them right."
            yield Hit(told, field, text[:60])


def alts(bodies: Iterable[str]) -> dict[int, str]:
    """The alternative texts that the library keeps for the pictures in these bodies. One query, if
    there are any."""
    numbers = {number for body in bodies for number in blocks.pictures(body)}
    return dict(Picture.objects.filter(pk__in=numbers).values_list("pk", "alt")) if numbers else {}


def picture_alts(copy: Copy) -> Iterator[Hit]:
    """A picture says here or in the library what there is to see, or is said to be decorative."""
    for figure in (
        parse(copy.story.body).find("figure") if "data-picture" in copy.story.body else ()
    ):
        number = int(figure.attrs.get("data-picture", 0))
        known = copy.alts.get(number)
        if (
            number
            and known is not None
            and not {"data-alt", "data-decorative"} & set(figure.attrs)
            and not known
        ):
            caption = " ".join(figure.text.split())
            what = f"“{caption[:60]}”" if caption else f"number {number}"
            yield Hit(
                f"The picture {what} in the text has no alternative text.", "body", caption[:60]
            )


def heading_order(copy: Copy) -> Iterator[Hit]:
    headings = [
        block for block in blocks.split(copy.story.body) if block.startswith(("<h2>", "<h3>"))
    ]
    if headings and headings[0].startswith("<h3>"):
        first = blocks.read(headings[0])[0]
        yield Hit(
            f"“{first}” is a smaller heading, and no heading stands before it.", "body", first
        )


def around(text: str, match: re.Match, reach: int = 25) -> str:
    """What was found with the words before and after it, as they stand in the text."""
    start = text.rfind(" ", 0, max(0, match.start() - reach)) + 1
    end = text.find(" ", match.end() + reach)
    return text[start : end if end >= 0 else len(text)].strip()


def _odd_bracket(text: str) -> str:
    """The first bracket without a counterpart, or nothing."""
    opened: list[str] = []
    for sign in re.findall(r"[()\[\]{}]", text):
        if sign not in _BRACKETS:
            opened.append(sign)
        elif not opened or opened.pop() != _BRACKETS[sign]:
            return sign
    return opened[0] if opened else ""


def _odd_quote(text: str) -> str:
    """A quotation mark that has no counterpart, or nothing. Single ones can't be told from
    apostrophes."""
    count = Counter(_INCHES.sub("", text))
    if count['"'] % 2:
        return '"'
    closing = "“" if count["„"] else "”"  # German sets „so“
    opening = "„" if count["„"] else "“"
    for one, other in ((opening, closing), ("«", "»")):
        if count[one] != count[other]:
            return one if count[one] > count[other] else other
    return ""
