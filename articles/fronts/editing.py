"""Editing fronts: saving working copies, publishing, scheduling and rolling back.

Every step locks the front first, so two people at once come one after the other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from articles import permissions, timeline
from articles.errors import Conflict, NotAllowed, StepRefused
from articles.fronts.places import Place
from articles.fronts.slots import Content, Plan
from articles.models import Front, FrontEdition, Picture, Record, Verb
from articles.pages import versions
from articles.pictures import uses
from newsroom.lib.text.strings import storable


class FrontMoved(Conflict):
    """Somebody else has saved the front since. Bears it as it stands."""

    def __init__(self, front: Front) -> None:
        super().__init__(
            f"{front.saved_by} has saved this front since you opened it. It is shown as it stands"
            " now."
        )
        self.front = front


def working_copy(place: Place) -> Front:
    """The front that the newsroom works on; one that nobody has saved yet is empty, and fills
    itself."""
    found = Front.objects.filter(place=place.name).select_related("saved_by").first()
    return found or place.begun()


@transaction.atomic
def change(
    place: Place,
    act: Callable[[Plan], object],
    *,
    by,
    seen_version: int,
    note: str = "",
    now: dt.datetime | None = None,
) -> Front:
    """Save a front as `act` arranges it; readers see nothing of it until it is published.

    Raises NotAllowed, FrontMoved when it was saved since `seen_version`, or what `act` raises.
    """
    front = _locked(place, by)
    now = now or timezone.now()
    if seen_version != front.version:
        raise FrontMoved(front)
    plan = Plan(place, front.content)
    act(plan)
    content = plan.content()
    if content == front.content:
        return front
    return _save(front, content, by=by, now=now, verb=Verb.FRONT_SAVED, note=storable(note))


@transaction.atomic
def publish(
    place: Place,
    *,
    by,
    at: dt.datetime | None = None,
    seen_version: int | None = None,
    note: str = "",
    now: dt.datetime | None = None,
) -> FrontEdition:
    """Freeze the working copy into an edition that goes live at `at` (by default now).

    It stays until the next one begins: editions that wait for their time keep it, but for one that
    waits for this very time. Raises NotAllowed, FrontMoved (with `seen_version`), or StepRefused (a
    time in the past, a picture that is under embargo then).
    """
    # the time is taken once nobody else can act
    front = _locked(place, by)
    now = now or timezone.now()
    if seen_version is not None and seen_version != front.version:
        raise FrontMoved(front)
    at = timeline.time_to_publish(at, now)
    return _publish(front, place, by=by, at=at, note=storable(note)[:200], now=now)


@transaction.atomic
def unschedule(place: Place, number: int, *, by, now: dt.datetime | None = None) -> None:
    """Cancel an edition that waits for its time; the one before it stays on. Raises NotAllowed,
    StepRefused."""
    front = _locked(place, by)
    now = now or timezone.now()
    edition = front.editions.scheduled(now).filter(number=number).first()
    if edition is None:
        raise StepRefused("This edition is not scheduled any more.")
    ends, begins = edition.live_until, edition.live_from
    timeline.cancel(edition)
    before = front.editions.not_cancelled().filter(live_until=begins).first()
    if before:  # it was to end where this one begins
        timeline.set_end(before, ends)
    _record(front, by, now, Verb.FRONT_UNSCHEDULED, f"Edition {number}, {_said(begins)}")
    versions.move(place.key)


@transaction.atomic
def roll_back(place: Place, number: int, *, by, now: dt.datetime | None = None) -> FrontEdition:
    """Have an older edition be the working copy again, and publish it, in this instant.

    Raises NotAllowed, or StepRefused where there is no such edition.
    """
    front = _locked(place, by)
    now = now or timezone.now()
    old = front.editions.filter(number=number).first()
    if old is None:
        raise StepRefused("There is no such edition.")
    if old.content != front.content:
        front = _save(
            front,
            old.content,
            by=by,
            now=now,
            verb=Verb.FRONT_RESTORED,
            note=f"As in edition {number}",
        )
    return _publish(front, place, by=by, at=now, note=f"Back to edition {number}", now=now)


def _locked(place: Place, by) -> Front:
    """The front as it is stored, locked against other steps until the transaction ends; made where
    there is none."""
    if not permissions.can_compose(by):
        raise NotAllowed("Your role does not allow composing fronts.")
    begun = place.begun(saved_at=timezone.now(), saved_by=by)
    fields = {name: getattr(begun, name) for name in ("section", "topic", "saved_at", "saved_by")}
    # a row to lock, also for two who save this front for the first time
    Front.objects.get_or_create(place=place.name, defaults=fields)
    return (
        Front.objects.select_for_update(of=("self",))
        .select_related("saved_by")
        .get(place=place.name)
    )


def _save(front: Front, content: Content, *, by, now: dt.datetime, verb: Verb, note: str) -> Front:
    front.content = content
    front.version += 1
    front.saved_at, front.saved_by = now, by
    front.save()
    _record(front, by, now, verb, note)
    return front


def _publish(
    front: Front, place: Place, *, by, at: dt.datetime, note: str, now: dt.datetime
) -> FrontEdition:
    timeline.check_clock(front.editions.all(), now, of="this front")
    _check_pictures(Plan(place, front.content), at)
    ends = _make_room(front, at)
    edition = FrontEdition.objects.create(
        front=front,
        number=front.editions.next_number(),
        content=front.content,
        live_from=at,
        live_until=ends,
        front_version=front.version,
        note=note,
        published_by=by,
        created_at=now,
    )
    verb = Verb.FRONT_PUBLISHED if at <= now else Verb.FRONT_SCHEDULED
    _record(
        front,
        by,
        now,
        verb,
        ". ".join(filter(None, (f"Edition {edition.number}, {_said(at)}", note))),
    )
    versions.move(place.key)
    return edition


def _make_room(front: Front, at: dt.datetime) -> dt.datetime | None:
    """End what would be live from `at`; until when there is room then."""
    standing = front.editions.to_come(at).filter(live_from__lte=at).first()
    if standing:
        ends = standing.live_until
        timeline.end(standing, at)
        return ends
    following = front.editions.scheduled(at).soonest_first().first()
    return following.live_from if following else None


def _check_pictures(plan: Plan, at: dt.datetime) -> None:
    wanted = {slot.picture for _, _, slot in plan if slot.picture}
    shown = uses.with_embargo(Picture.objects.filter(pk__in=wanted), at)
    held = shown.filter(is_held=True).first() if wanted else None
    if held:
        raise StepRefused(
            f"The picture “{held}” belongs to a story that is under embargo then. Choose another"
            " one."
        )


def _record(front: Front, by, now: dt.datetime, verb: Verb, note: str) -> None:
    Record.objects.write(
        verb, by=by, at=now, subject=front, front=front, version=front.version, note=note
    )


def _said(at: dt.datetime) -> str:
    return date_format(timezone.localtime(at), "j F Y, H:i")
