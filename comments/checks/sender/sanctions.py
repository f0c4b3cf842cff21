"""Measures about the person."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.formats import date_format

from articles.prepared import Prepared
from comments.errors import RefusedAtForm
from comments.findings import Draft, Finding, holds_as
from comments.models import Sanction
from newsroom.lib.web.addresses import digest

Kind = Sanction.Kind
HELD = {Kind.WARN: "Was warned, and has not said to have read it", Kind.HOLD: "Always held"}
REFUSED = {Kind.SUSPEND: "Suspended", Kind.BAN: "Banned"}


@holds_as("sanction", "The person")
def sanctions(draft: Draft) -> Iterator[Finding]:
    """Who is suspended or banned is told why and until when: raises RefusedAtForm.

    Whoever types a confirmed reader's address and has not shown that it is theirs only waits:
    nobody learns what the newsroom has against another.
    """
    email = draft.email.lower()
    if not email or not _are_there(email, digest(email)):
        return
    now = draft.now or timezone.now()
    about = Sanction.objects.about(email).filter(lifted_at=None)
    in_force = [sanction for sanction in about if sanction.is_in_force(now)]
    for sanction in sorted(in_force, key=lambda each: -Kind.values.index(each.kind)):
        if sanction.kind in HELD:
            yield Finding("sanction", HELD[Kind(sanction.kind)], holds=True, weight=1.0)
        elif draft.owner and not draft.reader:
            words = (
                f"{REFUSED[Kind(sanction.kind)]}; but whoever wrote this has not shown that the"
                " address is theirs"
            )
            yield Finding("sanction", words, holds=True, weight=1.0)
        else:
            raise RefusedAtForm(told(sanction), 403)


_are_there = Prepared(
    lambda email, erased: Sanction.objects.filter(
        email__in=[email, erased], lifted_at=None
    ).values_list("pk")[:1],
    str,
    str,
)


def told(sanction: Sanction) -> str:
    """What the person is told at the form."""
    if sanction.kind == Kind.BAN:
        words = "We take no more replies from this address."
    else:
        until = date_format(timezone.localtime(sanction.until), "j F Y, H:i")
        words = f"We take no replies from this address until {until}."
    if sanction.rule:
        words += f" The reason is our house rule “{sanction.rule.title}”."
    if sanction.message:
        words += f" The moderators wrote: “{sanction.message}”"
    return f"{words} What you wrote stays here, so that you can keep it."
