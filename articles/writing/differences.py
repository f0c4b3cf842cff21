"""What differs between two contents of a story, and which kind of change that looks like.

Never the last word: whoever publishes says what kind it is, with this suggestion and its reason
before them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from articles.finding import bylines
from articles.models import Article, Edition, Kind
from articles.writing import content
from newsroom.lib.text import blocks, diff, html, word_changes
from newsroom.lib.text.diff import Change, Run

#: From which share of changed words on a change counts as news rather than as polish.
NEWS = 0.05


@dataclass(frozen=True)
class Suggestion:
    """A kind of change, and in a sentence why it looks like one."""

    kind: Kind
    why: str


@dataclass(frozen=True)
class Differences:
    """What readers will newly see: fields that differ (name, runs), what became of each paragraph,
    another picture."""

    fields: tuple[tuple[str, list[Run]], ...]
    filed: tuple[tuple[str, list[Run]], ...]
    body: tuple[Change, ...]
    picture: bool

    def __bool__(self) -> bool:
        return bool(
            self.fields or self.filed or self.picture or any(c.kind != "same" for c in self.body)
        )

    @property
    def shown(self) -> list:
        """The paragraphs that changed, each between its neighbours; none where none did."""
        changed = any(change.kind != "same" for change in self.body)
        return diff.condensed(self.body) if changed else []


def differences(live: Edition, story: Article | Edition) -> Differences:
    """What is different in `story` from what readers see in `live`."""
    words = content.Words({"related": live.related}, {"related": story.related})
    return Differences(
        fields=_differing(_read(live), _read(story)),
        filed=_differing(_filed(live, words), _filed(story, words)),
        body=tuple(diff.prose(live.body, story.body)),
        picture=live.lead_picture_id != story.lead_picture_id,
    )


def suggest(found: Differences) -> Suggestion:
    """The kind of change that these differences look like."""
    texts = [runs for _, runs in found.fields] + [
        _said(c) for c in found.body if c.kind == "changed"
    ]
    edits = [
        edit
        for runs in texts
        for edit in word_changes.find_edits(runs)
        if not word_changes.is_typography(edit)
    ]
    whole = [
        change
        for change in found.body
        if change.kind in ("added", "removed")
        and not _is_media(change)
        and html.plain(change.new + change.old)
    ]
    media = {change.name for change in found.body if change.kind != "same" and _is_media(change)}
    if not edits and not whole and not found.picture and not media:
        return Suggestion(Kind.SILENT, _why_silent(found))
    for edit in edits:
        if what := word_changes.name_fact(edit):
            return Suggestion(Kind.CORRECTION, f"{what} changed: {_told(edit)}.")
    for edit in edits:
        if word_changes.is_qualifying(edit):
            return Suggestion(Kind.CLARIFICATION, f"A statement was qualified: {_told(edit)}.")
    if not whole and all(map(word_changes.is_spelling, edits)):
        return Suggestion(Kind.MINOR, _why_minor(edits, media))
    if whole and (place := _only_at_an_end(found.body)):
        count = "A paragraph was" if len(whole) == 1 else f"{len(whole)} paragraphs were"
        return Suggestion(Kind.UPDATE, f"{count} added at the {place}.")
    share = _share(found)
    percent = f"{max(1, round(100 * share))} in 100 words" if share < 1 else "All words"
    return Suggestion(
        Kind.UPDATE if share >= NEWS else Kind.MINOR, f"{percent} differ from what is live."
    )


def _why_minor(edits: list[word_changes.Edit], media: set[str]) -> str:
    if edits:
        return f"Only spelling or signs differ: {_told(edits[0])}."
    if media:
        return f"No word differs, but what stands beside them: {', '.join(sorted(media))}."
    return "Only the picture is another one."


def _is_media(change: Change) -> bool:
    return blocks.is_media(change.new or change.old)


def _said(change: Change) -> Sequence[Run]:
    """The runs of a paragraph; of a picture and the like, those of its caption."""
    return (
        diff.words(html.plain(change.old), html.plain(change.new))
        if _is_media(change)
        else change.runs
    )


def _why_silent(found: Differences) -> str:
    if not found:
        return "Nothing differs from what is live."
    if found.fields or any(change.kind not in ("same", "moved") for change in found.body):
        return "Only spacing, typography, links or emphasis differ."
    if any(change.kind == "moved" for change in found.body):
        return "The same paragraphs stand in another order."
    return (
        f"The text is the same. What differs: {', '.join(name.lower() for name, _ in found.filed)}."
    )


def _read(story: Article | Edition) -> dict[str, str]:
    """What readers read besides the text itself."""
    return {
        "Kicker": story.kicker,
        "Headline": story.headline,
        "Standfirst": story.standfirst,
        "Byline": bylines.in_words(story),
        "Dateline": story.dateline,
        "Caption": story.picture_caption,
        "Credit": story.picture_credit,
    }


def _filed(story: Article | Edition, words: content.Words) -> dict[str, str]:
    """Where it is found, what stands under it, and what stands for a picture."""
    topics = ", ".join(sorted(topic.name for topic in story.topics.all()))
    own = {
        "Headline on fronts": (story.front_headline,),
        "For search engines": (story.search_title, story.search_description),
        "When shared": (story.social_title, story.social_description),
    }
    return {
        "Section": story.section.name,
        "Kind of work": " by ".join(filter(None, [story.label or "News", story.paid_by])),
        "Topics": topics,
        "Series": ", part ".join(str(each) for each in (story.series, story.series_part) if each),
        "Related stories": words.of("related", story.related),
        "Alternative text": story.picture_alt,
        **{name: " / ".join(filter(None, words)) for name, words in own.items()},
    }


def _differing(before: dict[str, str], now: dict[str, str]) -> tuple[tuple[str, list[Run]], ...]:
    return tuple(
        (name, diff.words(before[name], now[name])) for name in now if before[name] != now[name]
    )


def _told(edit: word_changes.Edit) -> str:
    """An edit in words, short enough for a sentence."""
    was, now = (" ".join(text.split()) for text in (edit.was, edit.now))
    was, now = (text if len(text) <= 60 else f"{text[:57]}…" for text in (was, now))
    if was and now:
        return f"“{was}” is “{now}” now"
    return f"“{now}” came in" if now else f"“{was}” was taken out"


def _only_at_an_end(body: tuple[Change, ...]) -> str:
    """ "end" or "start" where paragraphs were added there and nowhere, and no other differs but in
    spelling."""
    kinds = ["same" if _is_media(change) or _is_polish(change) else change.kind for change in body]
    if set(kinds) == {"same", "added"}:
        first = kinds.index("same")
        last = len(kinds) - 1 - kinds[::-1].index("same")
        if "added" not in kinds[first:last]:
            return (
                "start and the end"
                if first and last < len(kinds) - 1
                else "start"
                if first
                else "end"
            )
    return ""


def _is_polish(change: Change) -> bool:
    edits = word_changes.find_edits(change.runs)
    return change.kind == "changed" and all(
        word_changes.is_typography(e) or word_changes.is_spelling(e) for e in edits
    )


def _share(found: Differences) -> float:
    """The share of changed words among all of both texts, from 0 to 1."""
    runs = [run for change in found.body for run in _said(change)] + [
        run for _, field in found.fields for run in field
    ]
    changed = sum(len(run.text.split()) for run in runs if run.kind in ("removed", "added"))
    same = sum(len(run.text.split()) for run in runs if run.kind in ("equal", "marked"))
    return changed / (changed + 2 * same) if changed else 0.0
