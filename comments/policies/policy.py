"""Policy: from what the newsroom has settled, and the findings about a reply, to the first
decision."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from articles.models import Edition
from articles.pages import keys as page_keys
from articles.pages.caching import Dependencies
from articles.pages.process_cache import VersionedCache
from comments.findings import Finding
from comments.models import Mode, Policy, Risk, State
from comments.models.policy import DEFAULT_LENGTH

known = VersionedCache(1000)


@dataclass(frozen=True)
class Terms:
    """How a story takes replies: mode, banner, why it is closed. Valid `until` (None: until
    somebody changes a policy)."""

    mode: str
    banner: str = ""
    since: dt.datetime | None = None  # it has been closed
    days: int = 0  # after so many it closed by itself
    is_risk: bool = False
    max_length: int = DEFAULT_LENGTH  # of a reply
    until: dt.datetime | None = None

    @property
    def is_closed(self) -> bool:
        return self.mode == Mode.CLOSED


def mode_of(edition: Edition, now: dt.datetime) -> str | None:
    """Under which mode replies to the story of `edition` are taken; None when nothing of it is live
    at `now`."""
    terms = terms_of(edition, Dependencies(now))
    return terms.mode if terms else None


def max_length_of(edition: Edition, now: dt.datetime) -> int:
    """How many characters a reply to the story of `edition` may have."""
    terms = terms_of(edition, Dependencies(now))
    return terms.max_length if terms else DEFAULT_LENGTH


def terms_of(edition: Edition, dependencies: Dependencies) -> Terms | None:
    """The terms for the story of `edition`; None when nothing of it is live. No query where they
    are known."""
    now, name = dependencies.now, (edition.article_id, edition.section_id)
    fact = known.get(name, dependencies)
    if fact and (fact.value is None or fact.value.until is None or now < fact.value.until):
        return fact.value
    keys = page_keys.story(edition.article_id), page_keys.REPLY_RULES
    dependencies.add(*keys)
    live = (
        Edition.objects.live(now)
        .filter(article=edition.article_id)
        .values_list("first_published_at", flat=True)
    )
    first = live.first()
    terms = None
    if first is not None:
        risk = Risk.objects.active(now).filter(article=edition.article_id).first()
        terms = settled(Policy.objects.nearest_first(*name), risk, first, now)
    known.put(name, terms, dependencies, keys)
    return terms


def settled(
    policies: list[Policy], risk: Risk | None, first: dt.datetime, now: dt.datetime
) -> Terms:
    """The terms that follow from policies, the nearest before the wider ones, for a story first
    live at `first`.

    A risk goes before all of them, but opens nothing that is closed.
    """
    length = next((policy.max_length for policy in policies if policy.max_length), DEFAULT_LENGTH)
    terms = replace(by_policies(policies, first, now), max_length=length)
    if risk is None or terms.is_closed:
        return terms
    since = risk.begins_at if risk.mode == Mode.CLOSED else None
    until = min(at for at in (risk.ends_at, terms.until) if at)
    return replace(terms, mode=risk.mode, since=since, is_risk=True, until=until)


def by_policies(policies: list[Policy], first: dt.datetime, now: dt.datetime) -> Terms:
    """The terms without a risk."""
    mode = policies[0].mode if policies else Mode.HELD
    banner = next((policy.banner for policy in policies if policy.banner), "")
    if mode == Mode.CLOSED:
        since = policies[0].mode_since
        return Terms(mode, banner, since if since and since > first else None)
    days = next(
        (policy.closes_after for policy in policies if policy.closes_after is not None), None
    )
    closing = None if days is None else first + dt.timedelta(days=days)
    if closing and closing <= now:
        return Terms(Mode.CLOSED, banner, closing, days=days)
    return Terms(mode, banner, until=closing)


def closed(stories: Iterable[tuple[int, int, dt.datetime]], now: dt.datetime) -> set[int]:
    """Which of these stories are closed by policy. Risks, being temporary, are not looked at.

    Of each story its number, that of its section, and when it was first live. One query.
    """
    stories = list(stories)
    rows = Policy.objects.over(
        [story for story, _, _ in stories], [section for _, section, _ in stories]
    )
    found = {(policy.article_id, policy.section_id): policy for policy in rows}

    def is_closed(story: int, section: int, first: dt.datetime) -> bool:
        nearest = (found.get(name) for name in ((story, None), (None, section), (None, None)))
        return by_policies([policy for policy in nearest if policy], first, now).is_closed

    return {story for story, section, first in stories if is_closed(story, section, first)}


def decide_first(mode: str, findings: list[Finding]) -> tuple[State, list[Finding]]:
    """Decide whether a new reply is shown, held, or spam. Returns that state, and the findings,
    those that hold it first.

    Not called for closed threads; the newsroom's own replies are shown without it (intake/post.py).
    """
    if any(finding.is_spam for finding in findings):
        return State.SPAM, findings
    is_new = any(finding.code == "first" for finding in findings)
    shows = mode == Mode.OPEN or (mode == Mode.NEWCOMERS and not is_new)
    if shows and not any(finding.holds for finding in findings):
        return State.SHOWN, findings
    if mode == Mode.HELD:
        return State.HELD, [*findings, Finding("mode", "Every reply waits here", holds=True)]
    if mode == Mode.NEWCOMERS and is_new:
        findings = [*findings, Finding("mode", "Newcomers wait here", holds=True)]
    return State.HELD, sorted(findings, key=lambda finding: not finding.holds)
