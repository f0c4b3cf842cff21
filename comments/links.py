"""Signed links: how readers without an account reach what is theirs.

Links stand in mails and bookmarks for years, so a salt never changes.
"""

from __future__ import annotations

from django.core import signing
from django.urls import reverse

from comments.models import Comment, LegalNotice, Reader

_RECEIPT = signing.Signer(salt="comments.receipt")
_NOTICE = signing.Signer(salt="comments.notice")
_MAIL_SALT = "comments.reader.mail"


def receipt(comment: Comment) -> str:
    """The path of a reply's receipt, which shows its author how it stands; not for anybody else."""
    return f"{receipt_page(comment)}#comment-{comment.pk}"


def receipt_page(comment: Comment) -> str:
    """The path of the receipt without the anchor. Its author's forms (edit, withdraw, appeal) are
    posted to addresses below it."""
    token = _RECEIPT.sign_object(comment.pk)
    return reverse("comments:receipt", kwargs={**comment.edition.address.parts, "token": token})


def comment_of_receipt(token: str) -> Comment | None:
    """The reply behind the link of a receipt. One query."""
    number = _unsign(_RECEIPT, token)
    comments = Comment.objects.select_related("parent", "edition__address")
    return comments.filter(pk=number).first() if number is not None else None


def legal_notice_status(notice: LegalNotice) -> str:
    """The path where whoever sent a legal notice sees how it stands."""
    return reverse("comments:legal-notice-status", kwargs={"token": _NOTICE.sign_object(notice.pk)})


def legal_notice_of_status(token: str) -> LegalNotice | None:
    """The legal notice behind the link of its status page. One query."""
    number = _unsign(_NOTICE, token)
    return LegalNotice.objects.filter(pk=number).first() if number is not None else None


def mail_token(reader: Reader, about: int | list[str]) -> str:
    """The token in the links of a mail: its reader, and what it is about (a story's number or kinds
    of mail)."""
    return signing.dumps([reader.pk, about], salt=_MAIL_SALT)


def reader_of_mail(token: str) -> tuple[Reader, int | list[str]] | None:
    """The reader of a mail and what it is about, as given to `mail_token`; None where the token is
    forged or the reader is gone. One query."""
    try:
        number, about = signing.loads(token, salt=_MAIL_SALT)
    except signing.BadSignature:
        return None
    reader = Reader.objects.filter(pk=number).first()
    return (reader, about) if reader else None


def _unsign(signer: signing.Signer, token: str):
    try:
        return signer.unsign_object(token)
    except (signing.BadSignature, ValueError):
        return None
