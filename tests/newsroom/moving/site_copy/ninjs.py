"""What ninjs 3.1 allows of what we write, after the IPTC's documentation; not the schema itself,
which is theirs."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlsplit

TEXT, MOMENT, ADDRESS, NUMBER = "text", "moment", "address", "number"
WORDS = [{"role": TEXT, "contentType": TEXT, "value": TEXT}]
CONCEPT = [{"name": TEXT, "rel": TEXT, "uri": ADDRESS, "literal": TEXT}]
NEWS: dict = {
    "uri": ADDRESS,
    "type": TEXT,
    "representationType": TEXT,
    "profile": TEXT,
    "version": TEXT,
    "firstCreated": MOMENT,
    "versionCreated": MOMENT,
    "contentCreated": MOMENT,
    "embargoedUntil": MOMENT,
    "pubStatus": TEXT,
    "urgency": NUMBER,
    "copyrightHolder": TEXT,
    "copyrightNotice": TEXT,
    "usageTerms": TEXT,
    "edNote": TEXT,
    "language": TEXT,
    "descriptions": WORDS,
    "headlines": WORDS,
    "bodies": [{**WORDS[0], "charCount": NUMBER, "wordCount": NUMBER}],
    "people": CONCEPT,
    "subjects": CONCEPT,
    "title": TEXT,
    "by": TEXT,
    "slugline": TEXT,
    "located": TEXT,
    "renditions": [
        {
            "name": TEXT,
            "href": ADDRESS,
            "contentType": TEXT,
            "title": TEXT,
            "width": NUMBER,
            "height": NUMBER,
            "sizeInBytes": NUMBER,
            "format": TEXT,
            "poi": {"x": NUMBER, "y": NUMBER},
        }
    ],
    "standard": {"name": TEXT, "version": TEXT, "schema": ADDRESS},
    "genres": [{"name": TEXT, "uri": TEXT, "literal": TEXT}],
    "expires": MOMENT,
    "digitalSourceType": {"name": TEXT, "uri": ADDRESS, "literal": TEXT},
}
NEWS["associations"] = [{**NEWS, "name": TEXT, "rel": TEXT}]
ONE_OF = {
    "pubStatus": {"usable", "withheld", "canceled"},
    "representationType": {"full", "partial"},
    "type": {
        "text",
        "audio",
        "video",
        "picture",
        "graphic",
        "composite",
        "component",
        "event",
        "planning",
    },
}
NEEDED = {
    "descriptions": "value",
    "headlines": "value",
    "bodies": "value",
    "renditions": "name",
    "associations": "uri",
}


def faults(news: dict) -> list[str]:
    """What is wrong with it, each in a line."""
    found = [] if "uri" in news else ["it has no uri"]
    return found + list(_faults(news, NEWS, ""))


def _faults(value, allowed, at: str):
    if isinstance(allowed, dict):
        if not isinstance(value, dict):
            yield f"{at} is no object"
            return
        for name, inner in value.items():
            if name not in allowed:
                yield f"{at}/{name} is unknown"
            elif name in ONE_OF and inner not in ONE_OF[name] and "Type" not in at:
                yield f"{at}/{name} is {inner}"
            else:
                yield from _faults(inner, allowed[name], f"{at}/{name}")
    elif isinstance(allowed, list):
        name = at.rsplit("/", 1)[-1]
        for number, inner in enumerate(value):
            if name in NEEDED and NEEDED[name] not in inner:
                yield f"{at} has no {NEEDED[name]}"
            yield from _faults(inner, allowed[0], f"{at}/{number}")
    elif allowed == NUMBER:
        if type(value) is not int:
            yield f"{at} is no number"
    elif not isinstance(value, str):
        yield f"{at} is no text"
    elif allowed == MOMENT and dt.datetime.fromisoformat(value).tzinfo is None:
        yield f"{at} has no zone"
    elif allowed == ADDRESS and not urlsplit(value).scheme:
        yield f"{at} is no address"
