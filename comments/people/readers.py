"""Readers: who follows a link that was mailed to an address has shown that it is theirs.

There is no account and no password. A link is good once; following it makes a proof, which the
reader's browser keeps and sends along with the next reply. Of links only digests are stored, and
nobody is told whether an address is known.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass, replace

from django.core import signing
from django.db import transaction
from django.utils import timezone

from articles.models import Article
from articles.pages import keys, versions
from articles.prepared import Prepared
from comments.errors import LinkRefused
from comments.findings import Draft
from comments.models import Comment, Follow, MailLink, Reader, State
from comments.notifications import emails, notices
from newsroom.lib.config.mail_server import is_address
from newsroom.lib.matching.lookalikes import skeleton

PROOF = "comments.reader.proof"
GOOD_FOR = dt.timedelta(days=7)
#: How long the link to what is held about an address is good.
DATA_GOOD_FOR = dt.timedelta(days=1)
#: Maximum number of links to one address in a day; in an hour one for a reply and one to follow a
#: story, until it is used.
MAX_LINKS_A_DAY = 5


@dataclass(frozen=True)
class Confirmed:
    """What came of following a link."""

    reader: Reader
    comment: Comment | None
    article: Article | None


def proof_for(reader: Reader) -> str:
    """What the browser of this reader keeps."""
    return signing.dumps([reader.pk, reader.key], salt=PROOF)


def is_proof(proof: str, reader: Reader) -> bool:
    try:
        return signing.loads(proof, salt=PROOF) == [reader.pk, reader.key]
    except signing.BadSignature:
        return False


def recognised(draft: Draft) -> Draft:
    """The draft with whose address it is, and with its reader where the proof holds. One
    query, two for an address that is known."""
    email = draft.email.lower()
    owner = Reader.objects.get(email=email) if email and _is_known(email) else None
    return replace(
        draft, owner=owner, reader=owner if owner and is_proof(draft.proof, owner) else None
    )


_is_known = Prepared(lambda email: Reader.objects.filter(email=email).values_list("pk"), str)


def ask_about(comment: Comment, draft: Draft, now: dt.datetime) -> None:
    """Write to the address of a new reply, where its owner wants mail about it, or could be
    somebody else."""
    if draft.reader:
        _name(draft.reader, comment.name)
        return
    if comment.state == State.SPAM:
        return
    if draft.owner:
        send_link(emails.was_it_you, draft.owner.email, now, name=comment.name, comment=comment)
    elif comment.wants_mail:
        send_link(emails.confirm_reply, comment.email, now, name=comment.name, comment=comment)


@transaction.atomic
def ask_to_follow(article: Article, email: str, *, now: dt.datetime | None = None) -> None:
    """Write to an address somebody gave to follow a story with; nothing tells whether it did."""
    send_link(emails.confirm_follow, email.lower(), now or timezone.now(), article=article)


@transaction.atomic
def ask_for_data(email: str, *, now: dt.datetime | None = None) -> None:
    """Mail a link to all that is held about an address; nothing tells whether something is."""
    send_link(emails.own_data, email.lower(), now or timezone.now())


def data_link_of(token: str, *, now: dt.datetime | None = None) -> MailLink:
    """The link to what is held about an address. It is good as often as one likes, for a day.
    Raises LinkRefused: unknown (404), or too old (410)."""
    link = MailLink.objects.filter(digest=digest(token), comment=None, article=None).first()
    if link is None:
        raise LinkRefused(
            "This link is not known here. Perhaps a part of it was lost on the way, or what it led"
            " to is erased.",
            404,
        )
    if link.made_at < (now or timezone.now()) - DATA_GOOD_FOR:
        raise LinkRefused("This link was good for a day, and that is over.", 410)
    return link


def send_link(letter, email: str, now: dt.datetime, **about) -> None:
    """Mail a link that confirms what it is about, unless the address has got too many."""
    if not is_address(email) or not may_send(email, now, next(iter(about.keys() - {"name"}), "")):
        return
    token = secrets.token_urlsafe(32)
    link = MailLink.objects.create(digest=digest(token), email=email, made_at=now, **about)
    letter(link, token).send()


def may_send(email: str, now: dt.datetime, about: str) -> bool:
    """Whether another link may go to this address, about a "comment", an "article", or "" for all
    that is held. One query of at most MAX_LINKS_A_DAY rows."""
    lately = MailLink.objects.filter(email=email, made_at__gt=now - dt.timedelta(days=1)).order_by(
        "-made_at"
    )
    sent = list(lately.values("made_at", "used_at", "article", "comment")[:MAX_LINKS_A_DAY])
    an_hour_ago = now - dt.timedelta(hours=1)
    unused = [
        row
        for row in sent
        if _is_about(row, about) and row["made_at"] > an_hour_ago and not row["used_at"]
    ]
    return len(sent) < MAX_LINKS_A_DAY and not unused


def _is_about(row: dict, about: str) -> bool:
    return bool(row[about]) if about else not (row["comment"] or row["article"])


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def link_of(token: str, *, now: dt.datetime | None = None) -> MailLink:
    """The link that was mailed with this token. Raises LinkRefused: unknown (404), used, or too old
    (410)."""
    found = MailLink.objects.select_related("comment__edition__address", "article")
    found = found.exclude(comment=None, article=None)
    link = found.filter(digest=digest(token)).first()
    if link is None:
        raise LinkRefused(
            "This link is not known here. Perhaps a part of it was lost on the way.", 404
        )
    if link.used_at:
        raise LinkRefused("This link was used already: what it confirms is confirmed.", 410)
    if link.made_at < (now or timezone.now()) - GOOD_FOR:
        raise LinkRefused(f"This link was good for {GOOD_FOR.days} days, and they are over.", 410)
    return link


@transaction.atomic
def confirm(token: str, *, now: dt.datetime | None = None) -> Confirmed:
    """Follow a link: its address has a reader from now on, to whom the reply belongs, or who
    follows the story.

    Raises LinkRefused.
    """
    now = now or timezone.now()
    link = link_of(token, now=now)
    # of two clicks at once, one wins
    if not MailLink.objects.filter(pk=link.pk, used_at=None).update(used_at=now):
        raise LinkRefused("This link was used already: what it confirms is confirmed.", 410)
    reader, _ = Reader.objects.get_or_create(
        email=link.email, defaults={"key": secrets.token_urlsafe(32), "confirmed_at": now}
    )
    _name(reader, link.name)
    if link.comment:
        _own(link.comment, reader, now)
    if link.article:
        Follow.objects.get_or_create(reader=reader, article=link.article, defaults={"since": now})
    return Confirmed(reader, link.comment, link.article)


def _name(reader: Reader, name: str) -> None:
    """The first name that a reader gives stays: nobody becomes somebody else under a mark that was
    earned before."""
    if name and not reader.name:
        reader.name, reader.folded_name = name, skeleton(name)[:245]
        reader.save(update_fields=["name", "folded_name"])


def _own(comment: Comment, reader: Reader, now: dt.datetime) -> None:
    """The reply is the reader's. Whoever confirms it after it was rejected is told why."""
    if not Comment.objects.filter(pk=comment.pk, email=reader.email, reader=None).update(
        reader=reader
    ):
        return
    comment.refresh_from_db(fields=["state", "reader"])
    if comment.state == State.SHOWN:
        versions.move(keys.replies(comment.article_id))
    if comment.state == State.REJECTED:
        notices.decided([comment], now)


@transaction.atomic
def sign_out(reader: Reader) -> None:
    """Make all proofs void that browsers keep."""
    reader.key = secrets.token_urlsafe(32)
    reader.save(update_fields=["key"])
