"""Publishing: freezing working copies into editions, and ending them.

Every step locks the story first, so two people publishing at once come one after the other.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import F, Min
from django.utils import timezone

from articles import fields, permissions, timeline
from articles.checks import checklist
from articles.errors import Conflict, NotAllowed, StepRefused
from articles.models import (
    Address,
    Article,
    Edition,
    EditionCredit,
    Kind,
    Record,
    Revision,
    State,
    Verb,
)
from articles.models.stories.edition import OPEN_KINDS
from articles.pages import keys, versions
from articles.pictures import uses
from articles.search import index
from articles.signals import moved_on
from articles.writing import workflow
from newsroom.lib.text import slugs
from newsroom.lib.text.strings import storable
from newsroom.lib.times import exact

#: What an edition takes over from the working copy, column by column.
FROZEN = (
    *(field.name for field in fields.TABLE if field.in_editions and field.is_column),
    "words",
)


@transaction.atomic
def publish(
    article: Article,
    *,
    by,
    at: dt.datetime | None = None,
    kind: str = "",
    note: str = "",
    seen_version: int | None = None,
    checked: bool = True,
    now: dt.datetime | None = None,
) -> Edition:
    """Freeze the working copy into an edition that goes live at `at` (by default now).

    An edition that was waiting for its time is replaced; the live one ends in the instant the new
    one begins. `kind` says what the change means to readers; a story that was live before needs
    one, and for the kinds that readers are told of a `note`. With `seen_version` the step is
    refused when the working copy was saved again since. Imports of what was published elsewhere
    pass `checked=False`.

    Raises NotAllowed, Conflict (saved meanwhile, address taken), or StepRefused (nobody has
    approved it and `by` may not skip that, a check that must hold fails, a clock that was set back,
    a time in the past, before the embargo ends or after the story expires, no kind or note).
    """
    # the time is taken after the lock
    article = _locked(article)
    is_real = now is None
    now = now or timezone.now()
    _check_allowed(article, by, seen_version)
    _check_clock(article, now, is_real=is_real)
    at = timeline.time_to_publish(at, now)
    if checked:
        workflow.refuse_unapproved(article, by=by)
        _check(article, at)
    _check_times(article, at)
    begun = article.editions.begun(now)
    first_published_at = begun.aggregate(first=Min("live_from"))["first"]
    kind, note = _check_kind(kind, storable(note), was_live=first_published_at is not None)

    last = begun.order_by("-live_from").first()
    _cancel_scheduled(article, now)
    ended = _end_live(article, at, now)
    edition = _freeze(
        article,
        live_from=at,
        live_until=article.expires_at,
        first_published_at=first_published_at or at,
        updated_at=at if kind in OPEN_KINDS else (last.updated_at if last else None),
        kind=kind,
        note=note,
        published_by=by,
        created_at=now,
    )
    article.state, article.approved_version = State.READY, article.version
    article.gone_words, article.gone_to = "", None
    article.save(update_fields=["state", "approved_version", "gone_words", "gone_to"])
    verb = Verb.PUBLISHED if at <= now else Verb.SCHEDULED
    _record(article, by, now, verb, edition=edition, note=note)
    _moved(edition, *ended)
    return edition


@transaction.atomic
def withdraw(
    article: Article,
    *,
    by,
    note: str = "",
    words: str = "",
    leads_to: Article | None = None,
    now: dt.datetime | None = None,
) -> None:
    """Take the story off the site, in this instant: its address answers 410 from now on, with
    `words` to readers, or leads on to the story `leads_to` while that is live.

    Editions that were waiting for their time are cancelled as well. Raises NotAllowed, or
    StepRefused when nothing of it is live or scheduled, or it would lead to itself.
    """
    # the time is taken after the lock
    article = _locked(article)
    now = now or timezone.now()
    if not permissions.can_withdraw(by, article):
        raise NotAllowed("Your role does not allow withdrawing a story.")
    if leads_to and leads_to.pk == article.pk:
        raise StepRefused("It can’t lead on to itself: choose another story.")
    cancelled = _cancel_scheduled(article, now)
    ended = _end_live(article, now, now)
    if not ended and not cancelled:
        raise StepRefused("Nothing of this story is live or scheduled.")
    last = ended[0] if ended else None
    article.gone_words, article.gone_to = storable(words)[:300], leads_to
    article.save(update_fields=["gone_words", "gone_to"])
    _record(article, by, now, Verb.WITHDRAWN, edition=last, note=storable(note))
    _moved(*cancelled, *ended)


@transaction.atomic
def unschedule(article: Article, *, by, now: dt.datetime | None = None) -> None:
    """Cancel the edition that waits for its time; what is live stays live.

    Raises NotAllowed, or StepRefused when none is waiting.
    """
    # the time is taken after the lock
    article = _locked(article)
    now = now or timezone.now()
    if not permissions.can_unschedule(by, article):
        raise NotAllowed("Your role does not allow taking a story off the schedule.")
    cancelled = _cancel_scheduled(article, now)
    if not cancelled:
        raise StepRefused("This story is not scheduled any more.")
    _record(article, by, now, Verb.UNSCHEDULED, edition=cancelled[0])
    _moved(*cancelled)


def _locked(article: Article) -> Article:
    """The story as it is stored, locked against other steps until the transaction ends."""
    return Article.objects.select_for_update(of=("self",)).get(pk=article.pk)


def _check_clock(article: Article, now: dt.datetime, *, is_real: bool) -> None:
    """Raises StepRefused where an edition of the story was made after `now`. Where that is what the
    clock says, also where the newest of another story was, by a good deal: nodes differ a bit."""
    timeline.check_clock(article.editions.all(), now, of="this story")
    newest = Edition.objects.not_cancelled().order_by("-pk").values_list("pk", "headline")[:1]
    for pk, headline in newest if is_real else ():
        one = Edition.objects.filter(pk=pk)
        timeline.check_clock(one, now, of=f"“{headline}”", grace=timeline.GRACE)


def _freeze(article: Article, *, first_published_at: dt.datetime, **more) -> Edition:
    """A new edition with what the working copy holds, its topics and byline included."""
    edition = Edition(
        article=article,
        number=article.editions.next_number(),
        address=_address(article, first_published_at),
        first_published_at=first_published_at,
        article_version=article.version,
        **{name: getattr(article, name) for name in FROZEN},
        **more,
    )
    edition.save(force_insert=True)
    uses.freeze(edition)
    edition.topics.set(article.topics.all())
    EditionCredit.objects.bulk_create(
        EditionCredit(edition=edition, author=credit.author, position=position, role=credit.role)
        for position, credit in enumerate(article.credits.select_related("author"))
    )
    index.keep_editions([edition])
    return edition


def _check_allowed(article: Article, by, seen_version: int | None) -> None:
    if not permissions.can_publish(by, article):
        raise NotAllowed("Your role does not allow publishing.")
    if seen_version is not None and seen_version != article.version:
        raise Conflict(
            "This story was saved by somebody else meanwhile. Look at it again before you"
            " publish it."
        )


def _check(article: Article, at: dt.datetime) -> None:
    if missing := checklist.musts(checklist.run(article, at=at)):
        words = " ".join(finding.words for finding in missing)
        raise StepRefused(f"It can't be published like this. {words}")


def _check_times(article: Article, at: dt.datetime) -> None:
    if article.embargo_until and at < article.embargo_until:
        until = exact(article.embargo_until)
        raise StepRefused(
            f"This story is under embargo until {until}. Choose that time or a later one."
        )
    if article.expires_at and article.expires_at <= at:
        raise StepRefused(
            "This story would have expired by then. Change when it expires, or leave that empty."
        )


def _check_kind(kind: str, note: str, *, was_live: bool) -> tuple[str, str]:
    if not was_live:
        return Kind.FIRST, ""
    if kind not in Kind.values or kind == Kind.FIRST:
        raise StepRefused("Say what kind of change this is: readers have seen the story already.")
    if kind in OPEN_KINDS and not note:
        raise StepRefused("Say in a sentence what has changed: readers will see it.")
    return kind, note


def _address(article: Article, first: dt.datetime) -> Address:
    """The address of an edition: the slug under year and month of first publication, in the site's
    time zone."""
    local = timezone.localtime(first)
    slug = article.slug or _free_slug(article, local)
    address, _ = Address.objects.get_or_create(
        year=local.year, month=local.month, slug=slug, defaults={"article": article}
    )
    if address.article_id != article.pk:
        raise Conflict(f"Another story has the address “{slug}” in this month. Choose another one.")
    if article.slug != slug:
        article.slug = slug
        article.save(update_fields=["slug"])
        for revision in Revision.objects.filter(article=article, number=article.version):
            revision.content["slug"] = slug  # whoever saves next began with it
            revision.save(update_fields=["content"])
    return address


def _free_slug(article: Article, local: dt.datetime) -> str:
    """The headline as an address, with a number behind it where another story has it already."""
    base = slugs.made_of(article.headline) or "story"
    taken = set(
        Address.objects.filter(year=local.year, month=local.month, slug__startswith=base)
        .exclude(article=article)
        .values_list("slug", flat=True)
    )
    return next(
        slug
        for n in range(1, len(taken) + 2)
        if (slug := base if n == 1 else f"{base}-{n}") not in taken
    )


def _cancel_scheduled(article: Article, now: dt.datetime) -> list[Edition]:
    """Cancel what waits for its time, and let the live edition stay."""
    scheduled = list(article.editions.scheduled(now))
    for edition in scheduled:
        timeline.cancel(edition)
    if scheduled:
        index.forget(scheduled, now)
        article.editions.live(now).update(live_until=F("expires_at"))
    return scheduled


def _end_live(article: Article, at: dt.datetime, now: dt.datetime) -> list[Edition]:
    """End the live edition at that time; it, or nothing where none is live."""
    live = list(article.editions.live(now)[:1])
    for edition in live:
        timeline.end(edition, at)
        index.forget([edition], now)
    return live


def _record(article: Article, by, now: dt.datetime, verb: Verb, **more) -> None:
    Record.objects.write(
        verb,
        by=by,
        at=now,
        subject=article.headline,
        article=article,
        version=article.version,
        **more,
    )
    moved_on.send(Article, article=article, by=by, at=now, verb=verb, **{"note": "", **more})


def _moved(*editions: Edition) -> None:
    """Have all pages that show these editions built anew, in this transaction."""
    moved = {key for edition in editions for key in keys.of_edition(edition)}
    versions.move(keys.STORIES, *moved)
