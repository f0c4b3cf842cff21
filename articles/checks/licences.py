"""Pictures whose licence has ended, or ends before readers are to see the story."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from django.utils.formats import date_format

from articles.checks.finding import Copy, Hit, Unlicensed
from articles.models import Picture
from newsroom.lib.text import blocks


def licences(copy: Copy) -> Iterator[Hit]:
    for picture in copy.unlicensed:
        day = date_format(picture.ends, "j F Y")
        yield Hit(
            f"The licence of the picture “{picture.name}” ends on {day}. Choose another one.",
            picture.field,
        )


def ended(stories: Sequence, at: Sequence[dt.datetime]) -> list[tuple[Unlicensed, ...]]:
    """Of each story, the pictures that may not be shown at the moment given with it. One query at
    most."""
    shown = [
        [
            (story.lead_picture_id, "lead_picture"),
            *((pk, "body") for pk in blocks.pictures(story.body)),
        ]
        for story in stories
    ]
    numbers = {pk for pictures in shown for pk, _ in pictures if pk}
    limited = (
        Picture.objects.filter(pk__in=numbers, licence_until__isnull=False).in_bulk()
        if numbers
        else {}
    )
    return [
        tuple(
            Unlicensed(str(limited[pk]), limited[pk].licence_until, field)
            for pk, field in dict(reversed(pictures)).items()
            if pk in limited and not limited[pk].may_be_shown(when)
        )
        for pictures, when in zip(shown, at, strict=True)
    ]
