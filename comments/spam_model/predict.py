"""Judging: what the newsroom's own model makes of a reply, and why, in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from articles.models import Edition
from articles.pages.caching import Dependencies
from articles.pages.process_cache import VersionedCache
from comments.findings import Finding
from comments.models import Band, Comment, TextModel
from comments.spam_model import seed
from newsroom.lib.learning import bands
from newsroom.lib.learning.explaining import Why, explain
from newsroom.lib.learning.features import Context, features
from newsroom.lib.learning.linear import Linear, logit, sigmoid

#: The version under which a process knows the model that is live.
KEY = "desk:model"
#: However sure the model is, it adds no more than this to the logarithm of the odds. It knows what
#: spam is like, and nothing of insults or lies: so nothing that it says speaks for a reply.
MIN_WEIGHT = 0.0
MAX_WEIGHT = 3.0
WORDS = {
    Band.CLEAR: "Not like spam, says the model",
    Band.UNSURE: "The model can’t tell whether it is spam",
    Band.DOUBTFUL: "Like spam, says the model",
}

known = VersionedCache(1)


@dataclass(frozen=True)
class Live:
    """The model that judges now; without a number it is the shipped seed, before any version is
    stored."""

    number: int | None
    linear: Linear
    clear_to: float
    doubt_from: float

    def band(self, score: float) -> Band:
        return Band(bands.name_band(score, self.clear_to, self.doubt_from))


def live(now: dt.datetime | None = None) -> Live:
    """The model that is live, kept by this process as long as it is. One query, two where it is
    new."""
    dependencies = Dependencies(now)
    if fact := known.get("live", dependencies):
        return fact.value
    dependencies.add(KEY)
    row = TextModel.objects.filter(is_live=True).first()
    if row:
        found = Live(row.number, Linear.unpacked(bytes(row.numbers)), row.clear_to, row.doubt_from)
    else:
        found = Live(None, seed.linear(), *bands.bounds(1.0, 0))
    known.put("live", found, dependencies, [KEY])
    return found


def context_of(edition: Edition | None, parent: Comment | None) -> Context:
    """Where a reply stands."""
    if edition is None:
        return Context(answered=parent.text if parent else "")
    return Context(
        f"{edition.headline} {edition.standfirst}",
        str(edition.section_id),
        parent.text if parent else "",
    )


def judge(model: Live, text: str, context: Context) -> Finding:
    """What a model makes of a text. It holds where the text is doubtful, and never decides more
    than that."""
    found = features(text, context)
    log_odds = model.linear.log_odds(found)
    score = sigmoid(log_odds)
    band = model.band(score)
    why = explain(model.linear, text, found) if band == Band.DOUBTFUL else Why()
    return Finding(
        "model",
        words(band, score, why),
        holds=band == Band.DOUBTFUL,
        weight=round(max(MIN_WEIGHT, min(MAX_WEIGHT, log_odds - logit(model.linear.share))), 2),
        marked=why.phrases,
        model=model.number,
        score=round(score, 4),
        band=band.value,
    )


def words(band: Band, score: float, why: Why) -> str:
    """A judgement as a moderator reads it: “… (87 %): “buy now”, a link, capitals”."""
    told = ", ".join([*(f"“{phrase}”" for phrase in why.phrases), *why.counted])
    return f"{WORDS[band]} ({score:.0%})".replace("%", " %") + (f": {told}" if told else "")
