"""Names that somebody is known by here, so that nobody else takes them unnoticed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from django.contrib.auth import get_user_model
from django.db.models import (
    CharField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Concat

from articles.models import Author, Publication
from articles.prepared import Prepared
from comments.models import Comment, Reader
from newsroom.lib.matching.lookalikes import could_be_read_as, skeleton

#: Kinds of rows of the one query.
_READER, _STAFF, _PAPER = range(3)
#: A word with which the paper's name may begin, and without which it is known as well.
_ARTICLE = "the "


class Bearer(NamedTuple):
    """Whoever bears a name: a confirmed reader, or somebody of the newsroom."""

    name: str
    email: str
    is_staff: bool


@dataclass(frozen=True)
class Claim:
    """What a name claims: those who are known by it, and the name of the newsroom that it says."""

    bearers: list[Bearer]
    reserved: str = ""


def claim(name: str) -> Claim:
    """Who is known by this name: confirmed readers with replies shown under it, and the newsroom;
    and whether it says a name that no reader may use. One query."""
    wanted = skeleton(name)
    rows = list(_known(wanted[:245]))
    bearers = [
        Bearer(who, (email or "").lower(), kind == _STAFF)
        for who, email, kind in rows
        if kind != _PAPER and _is_same(name, who, kind)
    ]
    paper = next((who for who, _, kind in rows if kind == _PAPER), None)
    return Claim(bearers, _reserved(name, paper))


def _is_same(name: str, known: str, kind: int) -> bool:
    """Of people of the newsroom, a name of several words is theirs among others as well."""
    if skeleton(known) == skeleton(name) != "":
        return True
    return kind == _STAFF and " " in known.strip() and could_be_read_as(name, known)


def _reserved(name: str, paper: str | None) -> str:
    """The name of the newsroom that this one says; `paper` is the paper's name and its list."""
    unnamed = Publication()
    own, _, listed = (paper or f"{unnamed.name}\n{unnamed.reserved_names}").partition("\n")
    short = own[len(_ARTICLE) :] if own.lower().startswith(_ARTICLE) else own
    if skeleton(name) == skeleton(short) != "":
        return own
    for each in (own, *listed.splitlines()):
        if could_be_read_as(name, each.strip()):
            return each.strip()
    return ""


def _asked(wanted: str) -> QuerySet:
    under_it = Comment.objects.shown().filter(reader=OuterRef("pk"), name=OuterRef("name"))
    readers = Reader.objects.filter(Exists(under_it), folded_name=wanted)
    readers = readers.order_by().values_list(_text("name"), "email", _kind(_READER))
    bylines = Author.objects.order_by()
    bylines = bylines.values_list(_text("name"), "user__email", _kind(_STAFF))
    staff = get_user_model().objects.filter(is_active=True, is_staff=True).order_by()
    full = Concat(F("first_name"), Value(" "), F("last_name"), output_field=TextField())
    staff = staff.values_list(full, "email", _kind(_STAFF))
    listed = Concat(F("name"), Value("\n"), F("reserved_names"), output_field=TextField())
    paper = Publication.objects.order_by().values_list(
        listed, Value("", CharField()), _kind(_PAPER)
    )
    return readers.union(bylines, staff, paper, all=True)


def _text(name: str) -> Cast:
    return Cast(name, TextField())


def _kind(kind: int) -> Value:
    return Value(kind, IntegerField())


_known = Prepared(_asked, str)
