"""Names that somebody is known by here, so that nobody else takes them unnoticed."""

from __future__ import annotations

import functools
from typing import NamedTuple

from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import BooleanField, CharField, Exists, F, OuterRef, Value
from django.db.models.functions import Concat

from articles.models import Author
from comments.models import Comment, Reader
from newsroom.lib.matching.lookalikes import skeleton

#: Stands for a name, in the query.
WANTED = "\x00wanted"


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
    sql, parameters = _asked()
    with connection.cursor() as cursor:
        cursor.execute(sql, [wanted[:245] if each == WANTED else each for each in parameters])
        known = cursor.fetchall()
    return [
        Bearer(who, (email or "").lower(), bool(of_us))
        for who, email, of_us in known
        if skeleton(who) == wanted
    ]


@functools.cache
def _asked() -> tuple[str, tuple]:
    """The query, with WANTED in place of the folded name. It is asked at every reply, and to have
    Django make this SQL each time costs several times what it takes to run."""
    under_it = Comment.objects.shown().filter(reader=OuterRef("pk"), name=OuterRef("name"))
    readers = Reader.objects.filter(Exists(under_it), folded_name=WANTED)
    readers = readers.order_by().values_list("name", "email", Value(False, BooleanField()))
    bylines = Author.objects.order_by().values_list(
        "name", "user__email", Value(True, BooleanField())
    )
    staff = get_user_model().objects.filter(is_active=True, is_staff=True).order_by()
    full = Concat(F("first_name"), Value(" "), F("last_name"), output_field=CharField())
    staff = staff.values_list(full, "email", Value(True, BooleanField()))
    return readers.union(bylines, staff, all=True).query.sql_with_params()
