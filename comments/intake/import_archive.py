"""Arriving: replies and pings that were written elsewhere come in with their threads, numbers and
times.

Nobody is told of them, no check looks at them, and how they stood there is how they stand here:
that is what their first decision says. What comes in keeps its number as long as that is free, so
that links to #comment-<number> go on working.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from articles.exchange import row_numbers
from articles.models import Article, Edition, Record, Verb
from articles.pages import keys, versions
from comments import permissions, triage
from comments.errors import NotAllowed
from comments.findings import Finding
from comments.models import Arrival, Comment, Decision, Ping, State
from comments.thread import paths
from newsroom.lib.text.strings import storable
from newsroom.lib.web.addresses import NotAnAddress, mail_address, web_address
from newsroom.lib.web.network import truncated

#: How each state was called there, for the moderator who reads why a reply stands as it does.
STOOD = {
    State.SHOWN: "was shown",
    State.HELD: "waited to be read",
    State.REJECTED: "had been removed",
    State.SPAM: "was marked as spam",
    State.WITHDRAWN: "was withdrawn by its author",
}


@dataclass(frozen=True)
class Arrived:
    """A reply as it was written elsewhere. `number` and `parent` (0: none) are those of that
    system; the network may be a whole address, which is cut here; `user` is somebody of the
    newsroom."""

    number: int
    parent: int
    name: str
    email: str
    website: str
    text: str
    state: str
    created_at: dt.datetime
    network: str = ""
    user: object = None
    edited_at: dt.datetime | None = None
    picked_at: dt.datetime | None = None


@dataclass(frozen=True)
class ArrivedPing:
    """A pingback or trackback that was shown elsewhere."""

    number: int
    kind: str
    title: str
    address: str
    excerpt: str
    created_at: dt.datetime


@dataclass
class Outcome:
    """What came of it. Numbers are those of the other system."""

    came: int = 0
    known: int = 0  # had come in before
    # their number here, where it is another
    renumbered: dict[int, int] = field(default_factory=dict)
    # what they answered is not there; they begin a thread
    orphans: list[int] = field(default_factory=list)
    flattened: list[int] = field(default_factory=list)  # too deep; they answer one further up
    # an address, or a part of the name, did not fit
    shortened: list[int] = field(default_factory=list)

    def __iadd__(self, other: Outcome) -> Outcome:
        self.came, self.known = self.came + other.came, self.known + other.known
        self.renumbered |= other.renumbered
        for name in ("orphans", "flattened", "shortened"):
            getattr(self, name).extend(getattr(other, name))
        return self


def take_in(
    edition: Edition, replies: Iterable[Arrived], *, source: str, by, now: dt.datetime | None = None
) -> Outcome:
    """Take in replies to the story of `edition`, in whatever order they are given; what came before
    is left alone.

    `source` names the system they come from: with it, a number means one reply for ever. Raises
    NotAllowed.
    """
    return take_in_all([(edition, replies)], source=source, by=by, now=now)[0]


@transaction.atomic
def take_in_all(
    threads: Iterable[tuple[Edition, Iterable[Arrived]]],
    *,
    source: str,
    by,
    above: int = 0,
    now: dt.datetime | None = None,
) -> list[Outcome]:
    """As take_in, of several stories, in a number of queries that doesn't depend on how many; an
    outcome for each.

    Those that can't keep their numbers get some beyond the others, and beyond `above`: the highest
    of all that are to come from there, so that none of these is taken by then.
    """
    _may(by)
    now = now or timezone.now()
    given = [(edition, list(replies)) for edition, replies in threads]
    of_parents = {reply.parent for _, replies in given for reply in replies}
    known = _known(
        source, of_parents.union(reply.number for _, replies in given for reply in replies)
    )
    threads = _identified(given, known)
    numbers = {number for _, replies in threads for number in replies}
    known |= _known(source, numbers.difference(known))
    taken = _taken(numbers.difference(known))
    came = set(known)
    if taken:
        row_numbers.begin_above(
            Comment, max([above, *(number for number in numbers if 0 < number <= paths.MAX_NUMBER)])
        )
    outcomes, made, records = [], [], []
    for edition, replies in threads:
        new = {number: reply for number, reply in replies.items() if number not in came}
        outcome = Outcome(came=len(new), known=len(replies) - len(new))
        outcomes.append(outcome)
        came.update(new)
        made += _placed(edition, new, known, taken, source, outcome)
        if new:
            records.append(_record(edition.article, by, now, source, f"{len(new)} replies"))
    if not made:
        return outcomes
    Comment.objects.bulk_create([c for reply, c in made if c._state.adding], batch_size=500)
    row_numbers.count_on(Comment, max(comment.pk for _, comment in made))
    Arrival.objects.bulk_create(
        Arrival(source=source, number=number, comment=comment) for number, comment in made
    )
    Decision.objects.bulk_create(_decision(comment, source) for _, comment in made)
    Record.objects.bulk_create(records)
    versions.move(keys.REPLIES, *(keys.replies(record.article_id) for record in records))
    return outcomes


def _identified(
    threads: Sequence[tuple[Edition, Sequence[Arrived]]], known: dict[int, Comment]
) -> list[tuple[Edition, dict[int, Arrived]]]:
    """The replies of each story by the number under which each is known for ever: its own where it
    has one that no other has, else one made of its story, date, author and text."""
    owners: dict[int, tuple] = {}
    found = []
    for edition, replies in threads:
        own: dict[int, Arrived] = {}
        times: Counter[tuple] = Counter()
        for reply in replies:
            mark = (edition.article_id, reply.created_at.isoformat(), reply.name, reply.text)
            number = reply.number
            there = known.get(number)
            is_other = there is not None and (there.article_id, there.created_at) != (
                edition.article_id,
                reply.created_at,
            )
            if number <= 0 or is_other or owners.setdefault(number, mark) != mark:
                times[mark] += 1
                number = _made_number(mark, times[mark])
            own.setdefault(number, reply)
        found.append((edition, own))
    return found


def _made_number(mark: tuple, time: int) -> int:
    """A number that no system gives: below zero, and the same whenever the same comes again."""
    told = "\x1f".join(map(str, (*mark, time)))
    return -1 - int.from_bytes(hashlib.sha256(told.encode()).digest()[:7])


def _placed(
    edition: Edition,
    new: dict[int, Arrived],
    known: dict[int, Comment],
    taken: set[int],
    source: str,
    outcome: Outcome,
) -> list[tuple[int, Comment]]:
    """The new replies of a story in their threads, by the numbers under which they are known. Those
    whose number is `taken` are stored, to get another."""
    placed = {
        number: comment
        for number, comment in known.items()
        if comment.article_id == edition.article_id
    }
    made = []
    for number, reply in _parents_first(new):
        parent = placed.get(reply.parent) if reply.parent else None
        if reply.parent and parent is None:
            outcome.orphans.append(reply.number)
        if parent and parent.depth >= paths.MAX_DEPTH:
            outcome.flattened.append(reply.number)
            parent = parent.parent
        comment = _comment(edition, reply, number, parent, source, outcome)
        if number in taken:  # its path holds its number, which the database gives it first
            comment.save(force_insert=True)
            _place(comment, parent)
            Comment.objects.filter(pk=comment.pk).update(path=comment.path)
            outcome.renumbered[reply.number] = comment.pk
        else:
            comment.pk = number
            _place(comment, parent)
        placed.setdefault(reply.number, comment)
        made.append((number, comment))
    return made


@transaction.atomic
def take_in_pings(
    article: Article,
    pings: Sequence[ArrivedPing],
    *,
    source: str,
    by,
    now: dt.datetime | None = None,
) -> Outcome:
    """Take in what other sites said of old to link to a story. Raises NotAllowed."""
    _may(by)
    outcome = Outcome()
    numbered = _pings_by_number(article, pings, source)
    known = set(_arrivals(source, numbered).values_list("number", flat=True))
    for number, ping in numbered.items():
        address = (_kept(web_address, ping.address) or "")[:500]
        if number in known:
            outcome.known += 1
            continue
        row = Ping.objects.create(
            article=article,
            kind=ping.kind,
            title=storable(ping.title)[:245] or address[:245],
            address=address,
            excerpt=storable(ping.excerpt),
            created_at=ping.created_at,
        )
        Arrival.objects.create(source=source, number=number, ping=row)
        outcome.came += 1
    if outcome.came:
        _record(
            article, by, now or timezone.now(), source, f"{outcome.came} links from other sites"
        ).save()
        versions.move(keys.replies(article.pk))
    return outcome


def _pings_by_number(
    article: Article, pings: Sequence[ArrivedPing], source: str
) -> dict[int, ArrivedPing]:
    """As _identified, for pings."""
    arrivals = _arrivals(source, [ping.number for ping in pings]).select_related("ping")
    known = {arrival.number: arrival.ping for arrival in arrivals}
    found: dict[int, ArrivedPing] = {}
    times: Counter[tuple] = Counter()
    for ping in pings:
        mark = (article.pk, ping.created_at.isoformat(), ping.title, ping.address, ping.excerpt)
        number = ping.number
        there = known.get(number)
        is_other = number in known and (
            there is None or (there.article_id, there.created_at) != (article.pk, ping.created_at)
        )
        if number <= 0 or is_other or found.get(number, ping) != ping:
            times[mark] += 1
            number = _made_number(mark, times[mark])
        found.setdefault(number, ping)
    return found


def _may(by) -> None:
    if not permissions.can_decide(by):
        raise NotAllowed("Your role does not allow bringing replies along.")


def _arrivals(source: str, numbers: Iterable[int]):
    return Arrival.objects.filter(source=source, number__in=list(numbers))


def _known(source: str, numbers: Iterable[int]) -> dict[int, Comment]:
    """The replies that came from there before, by their numbers there."""
    found = _arrivals(source, numbers).exclude(comment=None).select_related("comment__parent")
    return {arrival.number: arrival.comment for arrival in found}


def _taken(numbers: Iterable[int]) -> set[int]:
    """Those numbers that a reply can't have here."""
    numbers = set(numbers)
    fits = [number for number in numbers if 0 < number <= paths.MAX_NUMBER]
    there = Comment.objects.filter(pk__in=fits).values_list("pk", flat=True)
    return numbers.difference(fits) | set(there)


def _parents_first(replies: dict[int, Arrived]) -> list[tuple[int, Arrived]]:
    """Each after the one that it answers, else as they are given. Of a ring, one begins.

    Linear, whatever the depth.
    """
    first: dict[int, int] = {}  # under which its own number is known here
    for number, reply in replies.items():
        first.setdefault(reply.number, number)
    ordered: dict[int, Arrived] = {}
    for number in replies:
        chain, passed = [number], {number}
        while (parent := replies[chain[-1]].parent) and (above := first.get(parent)):
            if above in ordered or above in passed:
                break
            chain.append(above)
            passed.add(above)
        for one in reversed(chain):
            ordered.setdefault(one, replies[one])
    return list(ordered.items())


def _comment(
    edition: Edition,
    reply: Arrived,
    number: int,
    parent: Comment | None,
    source: str,
    outcome: Outcome,
) -> Comment:
    name = storable(reply.name).strip() or "Anonymous"
    website, email = _kept(web_address, reply.website), _kept(mail_address, reply.email)
    if len(name) > 245 or website is None or len(website) > 200 or email is None:
        outcome.shortened.append(reply.number)
    text = storable(reply.text)
    return Comment(
        article_id=edition.article_id,
        edition=edition,
        parent=parent,
        depth=parent.depth + 1 if parent else 0,
        name=name[:245],
        email=email or "",
        website=website if website and len(website) <= 200 else "",
        text=text,
        user=reply.user,
        state=reply.state,
        reviewed=reply.state != State.HELD,
        created_at=reply.created_at,
        shown_at=reply.created_at if reply.state == State.SHOWN else None,
        edited_at=reply.edited_at,
        picked_at=reply.picked_at,
        idempotency_key=hashlib.sha256(f"{source}\x1f{number}".encode()).hexdigest(),
        network=truncated(reply.network),
        **triage.imported_reply(text, is_held=reply.state == State.HELD),
    )


def _kept(form: Callable[[str], str], typed: str) -> str | None:
    """An address in the form that is kept; None for what is none."""
    try:
        return form(typed)
    except NotAnAddress:
        return None


def _place(comment: Comment, parent: Comment | None) -> None:
    comment.path = (parent.path if parent else "") + paths.segment(comment.pk)


def _decision(comment: Comment, source: str) -> Decision:
    finding = Finding("arrived", f"Came in from {source}, where it {STOOD[State(comment.state)]}")
    return Decision(
        comment=comment,
        to_state=comment.state,
        decided_at=comment.created_at,
        batch=uuid.uuid4(),
        findings=[finding.as_dict()],
    )


def _record(article: Article, by, now: dt.datetime, source: str, what: str) -> Record:
    return Record.of(
        Verb.REPLIES_CAME_IN,
        by=by,
        at=now,
        subject=article.headline,
        article=article,
        note=f"{what} from {source}",
    )
