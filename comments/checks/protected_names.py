"""Names that somebody is known by here, so that nobody else takes them unnoticed."""

from __future__ import annotations

from typing import NamedTuple

from django.contrib.auth import get_user_model
from django.db.models import BooleanField, CharField, Exists, F, OuterRef, QuerySet, Value
from django.db.models.functions import Concat

from articles.models import Author
from articles.prepared import Prepared
from comments.models import Comment, Reader
from newsroom.lib.matching.lookalikes import skeleton


class Bearer(NamedTuple):
    """Whoever bears a name: a confirmed reader, or somebody of the newsroom."""

    name: str
    email: str
    is_staff: bool


def bearers(name: str) -> list[Bearer]:
    """Who is known by this name: confirmed readers with replies shown under it, and the newsroom.
    One query."""
    wanted = skeleton(name)
    if not wanted:
        return []
    known = _bearers(wanted[:245])
    return [
        Bearer(who, (email or "").lower(), bool(of_us))
        for who, email, of_us in known
        if skeleton(who) == wanted
    ]


def _asked(wanted: str) -> QuerySet:
    under_it = Comment.objects.shown().filter(reader=OuterRef("pk"), name=OuterRef("name"))
    readers = Reader.objects.filter(Exists(under_it), folded_name=wanted)
    readers = readers.order_by().values_list("name", "email", Value(False, BooleanField()))
    bylines = Author.objects.order_by().values_list(
        "name", "user__email", Value(True, BooleanField())
    )
    staff = get_user_model().objects.filter(is_active=True, is_staff=True).order_by()
    full = Concat(F("first_name"), Value(" "), F("last_name"), output_field=CharField())
    staff = staff.values_list(full, "email", Value(True, BooleanField()))
    return readers.union(bylines, staff, all=True)


_bearers = Prepared(_asked, str)
