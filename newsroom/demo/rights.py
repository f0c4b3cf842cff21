"""Where the demo's pictures come from, and how long they may be shown."""

from __future__ import annotations

import datetime as dt

OWN = {
    "licence": "Drawn for this paper",
    "source_type": "digitalCreation",
    "copyright": "Made for the demo; use freely",
}
#: What differs from drawing to drawing. `days`: until the licence ends, where it does.
FACTS: dict[str, dict] = {
    "tram": {"place": "Chandlers’ Row"},
    "flood": {"place": "Three Weirs"},
    "harbour": {"place": "The harbour"},
    "market": {"place": "The market"},
    "school": {"licence": "One year, in print and on the web", "days": 5},
    "orchard": {"licence": "Three months, on the web", "days": 20},
    "bridge": {"place": "The Long Bridge"},
    "night-sky": {"source_type": "trainedAlgorithmicMedia"},
}


def rights_of(drawing: str, today: dt.date) -> dict:
    """What the library knows of a drawing, beside its words."""
    facts = {**OWN, **FACTS.get(drawing, {})}
    days = facts.pop("days", None)
    return {**facts, **({"licence_until": today + dt.timedelta(days=days)} if days else {})}
