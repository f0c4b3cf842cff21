"""Following a story: being told of new replies under it. It begins with a link that is mailed
(readers.py)."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import get_text_list

from articles.models import Edition
from articles.paging import Page, page_of
from comments import links
from comments.models import Follow, Pace, Reader
from comments.notifications import emails

PER_PAGE = 20
#: The kinds of mail that a reader chooses about, in words.
KINDS = {
    "answers_mail": "answers to your replies",
    "decisions_mail": "what becomes of your replies",
    "stories_mail": "stories you follow",
}


def followed_by(reader: Reader, number: int = 1) -> Page:
    """The stories that a reader follows, newest first, as their live editions. Two queries."""
    found = page_of(_follows(reader), number, PER_PAGE)
    live = Edition.objects.live(timezone.now()).filter(
        article__in=[follow.article_id for follow in found]
    )
    editions = {
        edition.article_id: edition for edition in live.defer("body").select_related("address")
    }
    for follow in found:
        follow.edition = editions.get(follow.article_id)
    return found


def _follows(reader: Reader) -> QuerySet:
    return Follow.objects.filter(reader=reader).order_by("-since", "-pk")


def unfollow(reader: Reader, article_id: int) -> None:
    Follow.objects.filter(reader=reader, article=article_id).delete()


def token_for(reader: Reader) -> str:
    """What a link bears that is about all that is mailed to a reader."""
    return links.mail_token(reader, list(KINDS))


def stop(reader: Reader, about: int | list[str]) -> None:
    """End what a mail was about: that story, or these kinds of mail."""
    if isinstance(about, int):
        unfollow(reader, about)
    elif kinds := set(about) & set(KINDS):
        Reader.objects.filter(pk=reader.pk).update(**dict.fromkeys(kinds, Pace.NEVER))


def in_words(about: int | list[str]) -> str:
    """What a mail was about, for its reader."""
    if isinstance(about, int):
        return f"new replies to “{emails.headline(about)}”"
    return get_text_list([KINDS[kind] for kind in about if kind in KINDS], "and")
