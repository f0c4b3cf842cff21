"""Checks: small functions that look at a new reply and say in words what they found.

A check takes a Draft and yields its Findings. Each stands in a file of its own; where it may hold a
reply, `holds_as` says what the desk's filter calls that. To add one, write it and list it in
CHECKS. What those before it have found is in `draft.found`: the rules of the desk come last, as
some go by it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import replace

from django.db import connection, transaction

from comments.checks.form.haste import haste
from comments.checks.form.no_form import no_form
from comments.checks.form.trap import trap
from comments.checks.sender.claimed_address import claimed_address
from comments.checks.sender.claimed_name import claimed_name
from comments.checks.sender.earlier_spam import earlier_spam
from comments.checks.sender.first_reply import first_reply
from comments.checks.sender.odd_name import odd_name
from comments.checks.sender.sanctions import sanctions
from comments.checks.text.akismet import akismet
from comments.checks.text.campaign import campaign
from comments.checks.text.desk_rules import desk_rules
from comments.checks.text.links import links
from comments.checks.text.long import long
from comments.checks.text.model import model
from comments.checks.text.shouting import shouting
from comments.checks.text.thin import thin
from comments.errors import ReplyRefused
from comments.findings import Draft, Finding

log = logging.getLogger("newsroom.checks")

Check = Callable[[Draft], Iterator[Finding]]
CHECKS: tuple[Check, ...] = (
    akismet,
    sanctions,
    links,
    thin,
    long,
    first_reply,
    claimed_address,
    claimed_name,
    earlier_spam,
    shouting,
    odd_name,
    no_form,
    haste,
    trap,
    model,
    campaign,
    desk_rules,
)


#: What the desk's filter calls that for which a reply is held, by the finding's code.
LABELS: dict[str, str] = {
    code: label for check in CHECKS for code, label in getattr(check, "labels", {}).items()
}


def examine(draft: Draft) -> list[Finding]:
    """All findings about `draft`, in the order of the checks.

    No check takes down another, or the reply: one that fails is a finding that holds. Within a
    transaction they share a savepoint, as a query that fails ends it for all: then they are made
    again without the one that failed. Outside of one none is begun, as on SQLite that takes the
    write lock. Raises ReplyRefused where a rule of the desk refuses the reply.
    """
    failed: dict[Check, Finding] = {}
    while True:
        running = None
        draft = replace(draft, found=[])
        try:
            with transaction.atomic() if connection.in_atomic_block else nullcontext():
                for running in CHECKS:
                    draft.found.extend(
                        [failed[running]] if running in failed else list(running(draft))
                    )
            return draft.found
        except ReplyRefused:
            raise
        except Exception:
            log.exception("The check %s failed.", running.__name__)
            failed[running] = not_made(running)


def not_made(check: Check) -> Finding:
    words = f"Could not be checked: {check.__name__.replace('_', ' ')}"
    return Finding("unchecked", words, holds=True)
