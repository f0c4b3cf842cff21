"""Writing: the one way in which a working copy is saved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from articles import permissions
from articles.errors import Collision, NotAllowed, StepRefused
from articles.models import Article, Author, Credit, Record, Revision, Role, Topic, Verb
from articles.pictures import uses
from articles.search import index
from articles.writing import content, merge, workflow
from newsroom.lib.text import html


@transaction.atomic
def save_article(
    article: Article,
    *,
    by,
    topics: Iterable[Topic] | None = None,
    authors: Sequence[Author] | None = None,
    roles: Mapping[int, str] | None = None,
    note: str = "",
    verb: Verb = Verb.SAVED,
    now: dt.datetime | None = None,
) -> Revision:
    """Save a working copy, new or known; what readers see does not change.

    `topics` and `authors` (in order) are the new ones, `roles` maps the numbers of authors who did
    something else than reporting to what they did; None leaves them unchanged. `article.version` is
    the version that `by` has seen. Where somebody saved another one since, both are merged, and the
    revision's note says with whom; saving without a change makes no new one. `note` says how it
    came about, `verb` is the Verb of the record.

    Raises NotAllowed when `by` may not write, or not this story; Collision when the same was
    changed differently; StepRefused where an embargo comes too late.
    """
    now = now or timezone.now()
    new = article.pk is None
    stored = None if new else Article.objects.select_for_update(of=("self",)).get(pk=article.pk)
    if not (permissions.can_write(by) if new else permissions.can_edit(by, stored)):
        raise NotAllowed("Your role does not allow saving this story.")
    article.body = html.clean_body(article.body)
    # once given, it is changed, not emptied
    article.slug = article.slug.strip("-") or (stored.slug if stored else "")
    mine = content.of(article, topics=topics, authors=authors, roles=roles)
    if new:
        article.created_at, article.created_by = now, by
        mine["owner"] = mine["owner"] or by.pk
        return _store(article, mine, by=by, now=now, verb=Verb.BEGUN, note=note)
    theirs = content.of(stored)
    base = _base(article, stored, theirs)
    merged = merge.merge(base, theirs, mine)
    if merged.collisions:
        raise Collision(stored, base=base, theirs=theirs, mine=mine, merged=merged)
    # moved by articles/writing/workflow.py alone
    article.state, article.approved_version = stored.state, stored.approved_version
    if merged.content == theirs:
        content.put(article, theirs)
        article.version, article.saved_at, article.saved_by = (
            stored.version,
            stored.saved_at,
            stored.saved_by,
        )
        return _latest(stored, theirs)
    # what is about to be replaced stays among the revisions, also of a story older than they are
    _latest(stored, theirs)
    if merged.content["embargo_until"] != theirs["embargo_until"]:
        refuse_late_embargo(stored, merged.content["embargo_until"], now=now)
    if merged.theirs:
        note = note or f"Merged with what {stored.saved_by} had saved"
    article.version, article.text_version = stored.version, stored.text_version
    return _store(article, merged.content, by=by, now=now, verb=verb, note=note, before=theirs)


def refuse_late_embargo(
    article: Article, until: dt.datetime | str | None, *, now: dt.datetime
) -> None:
    """Raise StepRefused when an embargo comes too late: it is set before readers may see the story,
    or not at all."""
    until = dt.datetime.fromisoformat(until) if isinstance(until, str) else until
    if not until or until <= now:
        return
    if article.editions.live(now).exists():
        raise StepRefused(
            "Readers see this story already. Withdraw it first, then set the embargo."
        )
    if article.editions.scheduled(now).filter(live_from__lt=until).exists():
        raise StepRefused(
            "It is scheduled for a time before this embargo ends. Take it off the schedule first."
        )


def restore(article: Article, number: int, *, by, now: dt.datetime | None = None) -> Revision:
    """Put what revision `number` held into the working copy; readers see nothing of it.

    References to what was deleted since (a topic, an author, a picture) are left out. Raises as
    save_article.
    """
    old = Revision.objects.get(article=article, number=number)
    holds = _existing(article, old.content)
    content.put(article, holds)
    topics = Topic.objects.filter(pk__in=holds["topics"])
    authors = Author.objects.in_bulk(holds["authors"])
    return save_article(
        article,
        by=by,
        topics=topics,
        authors=[authors[pk] for pk in holds["authors"]],
        roles=content.roles_in(holds),
        note=f"As in version {number}",
        verb=Verb.RESTORED,
        now=now,
    )


@transaction.atomic
def name_revision(article: Article, number: int, name: str, *, by) -> None:
    """Give a revision a name by hand, or take it away. Raises NotAllowed."""
    if not permissions.can_edit(by, article):
        raise NotAllowed("Your role does not allow naming versions of this story.")
    Revision.objects.filter(article=article, number=number).update(name=name.strip()[:80])
    Record.objects.write(
        Verb.NAMED,
        by=by,
        subject=article.headline,
        article=article,
        version=number,
        note=name.strip()[:80],
    )


@transaction.atomic
def delete_article(article: Article, *, by) -> None:
    """Delete a story that was never published. Raises NotAllowed, or StepRefused when readers know
    it."""
    if not by.has_perm("articles.delete_article"):
        raise NotAllowed("Your role does not allow deleting stories.")
    if article.editions.exists():
        raise StepRefused(
            "This story has been published: withdraw it instead. The public record stays whole."
        )
    Record.objects.write(Verb.DELETED, by=by, subject=article.headline)
    article.delete()


def _store(
    article: Article,
    holds: content.Content,
    *,
    by,
    now: dt.datetime,
    verb: Verb,
    note: str,
    before=None,
) -> Revision:
    """Store what an article holds from now on; `before` is what it held."""
    content.put(article, holds)
    article.version += 1
    if before is None or set(content.changed(before, holds)) & {*content.SEEN_BY_READERS, "slug"}:
        article.text_version = article.version
    article.saved_at, article.saved_by = now, by
    article.save()
    article.topics.set(holds["topics"])
    if before is None or before["body"] != holds["body"]:
        uses.note(article)
    credits = [
        (author, content.roles_in(holds).get(author, Role.REPORTING)) for author in holds["authors"]
    ]
    if [
        (credit.author_id, credit.role) for credit in Credit.objects.filter(article=article)
    ] != credits:
        article.credits.all().delete()
        Credit.objects.bulk_create(
            Credit(article=article, author_id=author, position=position, role=role)
            for position, (author, role) in enumerate(credits)
        )
    index.keep_articles([article])
    Record.objects.write(
        verb,
        by=by,
        at=now,
        subject=article.headline,
        article=article,
        version=article.version,
        note=note,
    )
    if article.text_version == article.version:
        workflow.note_change(article, by=by, now=now)
    return Revision.objects.create(
        article=article, number=article.version, at=now, by=by, note=note, content=holds
    )


def _base(article: Article, stored: Article, theirs: content.Content) -> content.Content:
    """What the one who saves began with; {} where that revision is gone, so that every difference
    is a collision."""
    seen = Revision.objects.filter(article=article, number=article.version).first()
    if seen:
        return content.SINCE | seen.content
    return theirs if stored.version == article.version else {}


def _latest(stored: Article, theirs: content.Content) -> Revision:
    """The revision of what is stored; made now for a story that is older than revisions."""
    return Revision.objects.get_or_create(
        article=stored,
        number=stored.version,
        defaults={"at": stored.saved_at, "by": stored.saved_by, "content": theirs},
    )[0]


def _existing(article: Article, holds: content.Content) -> content.Content:
    """The content without what is not there any more."""
    holds = content.SINCE | holds
    for name in (*content.REFERENCES, *content.LISTS):
        model = Article._meta.get_field(name).related_model
        wanted = holds[name] if name in content.LISTS else [holds[name]]
        there = set(
            model.objects.filter(pk__in=[pk for pk in wanted if pk]).values_list("pk", flat=True)
        )
        if name in content.LISTS:
            holds[name] = [pk for pk in wanted if pk in there]
        elif holds[name] not in there:
            holds[name] = getattr(article, f"{name}_id") if name == "section" else None
    return holds
