"""Letters: the mails to readers, in plain text. None holds an address of anybody else.

What a stranger typed stands in none that goes to an address nobody has confirmed: nobody mails
others through us.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Edition, Publication
from comments import links
from comments.models import Event, LegalNotice, MailLink, Reader
from comments.transparency import statements

if TYPE_CHECKING:
    from comments.notifications.digest import Item


def confirm_reply(link: MailLink, token: str) -> EmailMessage:
    """Asks whoever wants mail about a reply whether the address is theirs."""
    return _with_link("confirm_reply", "Please confirm your address", link, token)


def was_it_you(link: MailLink, token: str) -> EmailMessage:
    """Asks a confirmed reader about a reply that came under their address without proof."""
    return _with_link("was_it_you", "Was this you?", link, token)


def confirm_follow(link: MailLink, token: str) -> EmailMessage:
    """Asks whoever wants to follow a story whether the address is theirs."""
    return _with_link(
        "confirm_follow", "Please confirm that you want to follow a story", link, token
    )


def own_data(link: MailLink, token: str) -> EmailMessage:
    """Leads to all that is held about an address."""
    return written(
        "own_data",
        "What we hold about you",
        link.email,
        link=absolute("comments:data-page", token=token),
    )


def news(reader: Reader, items: list[Item], others: int) -> EmailMessage:
    """Tells a reader what happened: digest.Items, and how many `others` there are."""
    stories = {item.edition.article_id for item in items}
    kinds = sorted({item.event.choice for item in items})
    follow = kinds == ["stories_mail"] and len(stories) == 1
    token = links.mail_token(reader, stories.copy().pop() if follow else kinds)
    headers = {
        "List-Unsubscribe": f"<{absolute('comments:off', token=token)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    for item in items:
        if item.event == Event.FOLLOWED:
            item.unfollow = absolute(
                "comments:off", token=links.mail_token(reader, item.edition.article_id)
            )
    return written(
        "news",
        items[0].subject if len(items) == 1 else f"News about replies ({len(items) + others})",
        reader.email,
        headers=headers,
        article=items[0].edition.article_id if len(stories) == 1 else None,
        items=items,
        others=others,
        token=token,
        choices=absolute("comments:preferences", token=token),
    )


def legal_notice_came(notice: LegalNotice) -> EmailMessage:
    """The receipt of a notice of illegal content. The address is anybody's: nothing that was typed
    stands in it."""
    return written(
        "legal_notice_came",
        f"Your notice {notice.reference}",
        notice.email,
        reference=notice.reference,
        link=f"{settings.SITE_URL}{links.legal_notice_status(notice)}",
        due=notice.due_at,
    )


def legal_notice_decided(notice: LegalNotice) -> EmailMessage:
    """What came of it, in the words of whoever decided."""
    return written(
        "legal_notice_decided",
        f"Your notice {notice.reference} is decided",
        notice.email,
        notice=notice,
        link=f"{settings.SITE_URL}{links.legal_notice_status(notice)}",
        courts=statements.COURTS,
    )


def _with_link(letter: str, subject: str, link: MailLink, token: str) -> EmailMessage:
    article = link.article or link.comment.article
    return written(
        letter,
        subject,
        link.email,
        article=article.pk,
        headline=headline(article),
        link=absolute("comments:confirm", token=token),
    )


def written(
    letter: str, subject: str, to: str, *, headers=None, article: int | None = None, **context
):
    """A mail made of the template of that name; those about one story stand together in the
    reader's mailbox."""
    context |= {"paper": Publication.objects.current(), "site": settings.SITE_URL}
    headers = dict(headers or {})
    if article:
        headers["References"] = f"<replies-{article}@{settings.HOST}>"
    text = render_to_string(f"comments/mail/{letter}.txt", context)
    return EmailMessage(" ".join(subject.split())[:200], text, to=[to], headers=headers)


def headline(article: Article | int) -> str:
    """What the story is called on the site; what its working copy says is for the newsroom."""
    newest = Edition.objects.begun(timezone.now()).filter(article=article).order_by("-live_from")
    return newest.values_list("headline", flat=True).first() or ""


def absolute(name: str, **parts) -> str:
    return f"{settings.SITE_URL}{reverse(name, kwargs=parts)}"
