"""What differs between two contents of a story, and which kind of change that looks like.

Never the last word: whoever publishes says what kind it is, with this suggestion and its reason before them.
"""

from __future__ import annotations

from dataclasses import dataclass

from articles.models import Article, Edition, Kind
from newsroom.lib import diff, html, wording
from newsroom.lib.diff import Change, Run

#: From which share of changed words on a change counts as news rather than as polish.
NEWS = 0.05


@dataclass(frozen=True)
class Suggestion:
    """A kind of change, and in a sentence why it looks like one."""

    kind: Kind
    why: str


@dataclass(frozen=True)
class Differences:
    """What readers will newly see: fields that differ (name, runs), what became of each paragraph, another picture."""

    fields: tuple[tuple[str, list[Run]], ...]
    filed: tuple[tuple[str, list[Run]], ...]
    body: tuple[Change, ...]
    picture: bool

    def __bool__(self) -> bool:
        return bool(self.fields or self.filed or self.picture or any(c.kind != "same" for c in self.body))

    @property
    def shown(self) -> list:
        """The paragraphs that changed, each between its neighbours; none where none did."""
        changed = any(change.kind != "same" for change in self.body)
        return diff.condensed(self.body) if changed else []


def differences(live: Edition, story: Article | Edition) -> Differences:
    """What is different in `story` from what readers see in `live`."""
    return Differences(
        fields=_differing(_read(live), _read(story)),
        filed=_differing(_filed(live), _filed(story)),
        body=tuple(diff.prose(live.body, story.body)),
        picture=live.lead_picture_id != story.lead_picture_id,
    )


def suggest(found: Differences) -> Suggestion:
    """The kind of change that these differences look like."""
    texts = [runs for _, runs in found.fields] + [c.runs for c in found.body if c.kind == "changed"]
    edits = [edit for runs in texts for edit in wording.edits(runs) if not wording.is_typography(edit)]
    whole = [
        change for change in found.body if change.kind in ("added", "removed") and html.plain(change.new + change.old)
    ]
    if not edits and not whole and not found.picture:
        return Suggestion(Kind.SILENT, _why_silent(found))
    for edit in edits:
        if what := wording.fact(edit):
            return Suggestion(Kind.CORRECTION, f"{what} changed: {_told(edit)}.")
    for edit in edits:
        if wording.is_qualifying(edit):
            return Suggestion(Kind.CLARIFICATION, f"A statement was qualified: {_told(edit)}.")
    if not whole and all(map(wording.is_spelling, edits)):
        why = f"Only spelling or signs differ: {_told(edits[0])}." if edits else "Only the picture is another one."
        return Suggestion(Kind.MINOR, why)
    if whole and (place := _only_at_an_end(found.body)):
        count = "A paragraph was" if len(whole) == 1 else f"{len(whole)} paragraphs were"
        return Suggestion(Kind.UPDATE, f"{count} added at the {place}.")
    share = _share(found)
    percent = f"{max(1, round(100 * share))} in 100 words" if share < 1 else "All words"
    return Suggestion(Kind.UPDATE if share >= NEWS else Kind.MINOR, f"{percent} differ from what is live.")


def _why_silent(found: Differences) -> str:
    if not found:
        return "Nothing differs from what is live."
    if found.fields or any(change.kind not in ("same", "moved") for change in found.body):
        return "Only spacing, typography, links or emphasis differ."
    if any(change.kind == "moved" for change in found.body):
        return "The same paragraphs stand in another order."
    return f"The text is the same. What differs: {', '.join(name.lower() for name, _ in found.filed)}."


def _read(story: Article | Edition) -> dict[str, str]:
    """What readers read besides the text itself."""
    return {
        "Kicker": story.kicker,
        "Headline": story.headline,
        "Standfirst": story.standfirst,
        "Byline": ", ".join(author.name for author in story.bylines),
        "Dateline": story.dateline,
        "Caption": story.picture_caption,
        "Credit": story.picture_credit,
    }


def _filed(story: Article | Edition) -> dict[str, str]:
    """Where it is found, and what stands for a picture."""
    topics = ", ".join(sorted(topic.name for topic in story.topics.all()))
    return {"Section": story.section.name, "Topics": topics, "Alternative text": story.picture_alt}


def _differing(before: dict[str, str], now: dict[str, str]) -> tuple[tuple[str, list[Run]], ...]:
    return tuple((name, diff.words(before[name], now[name])) for name in now if before[name] != now[name])


def _told(edit: wording.Edit) -> str:
    """An edit in words, short enough for a sentence."""
    was, now = (" ".join(text.split()) for text in (edit.was, edit.now))
    was, now = (text if len(text) <= 60 else f"{text[:57]}…" for text in (was, now))
    if was and now:
        return f"“{was}” is “{now}” now"
    return f"“{now}” came in" if now else f"“{was}” was taken out"


def _only_at_an_end(body: tuple[Change, ...]) -> str:
    """ "end" or "start" where paragraphs were added there and nowhere, and no other differs but in spelling."""
    kinds = ["same" if _is_polish(change) else change.kind for change in body]
    if set(kinds) == {"same", "added"}:
        first, last = kinds.index("same"), len(kinds) - 1 - kinds[::-1].index("same")
        if "added" not in kinds[first:last]:
            return "start and the end" if first and last < len(kinds) - 1 else "start" if first else "end"
    return ""


def _is_polish(change: Change) -> bool:
    edits = wording.edits(change.runs)
    return change.kind == "changed" and all(wording.is_typography(e) or wording.is_spelling(e) for e in edits)


def _share(found: Differences) -> float:
    """The share of changed words among all of both texts, from 0 to 1."""
    runs = [run for change in found.body for run in change.runs] + [run for _, field in found.fields for run in field]
    changed = sum(len(run.text.split()) for run in runs if run.kind in ("removed", "added"))
    same = sum(len(run.text.split()) for run in runs if run.kind in ("equal", "marked"))
    return changed / (changed + 2 * same) if changed else 0.0
