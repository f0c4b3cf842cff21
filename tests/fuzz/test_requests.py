"""Addresses and forms with hostile values, as each role: nothing fails, and nobody changes what is
past their role. Some of them, the same each time; more by `python -m tests.fuzz`."""

import itertools
import os
import random
import time
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.test import Client

from newsroom.models import User
from newsroom.roles import ROLES
from tests.fuzz import hostile
from tests.project import test_addresses as sweep

pytestmark = pytest.mark.django_db
FEW = 180
example = sweep.example
#: Their own doors: they ask for something else than a role, or log out.
APART = {"admin:logout"}


def may(user: User | None, name: str) -> bool:
    needed = sweep.rule(name)
    if needed == sweep.EVERYBODY:
        return True
    if user is None or needed == sweep.NOBODY:
        return False
    return needed == sweep.NEWSROOM or user.has_perm(needed)


def attempt(chance: random.Random, clients: dict, example: dict) -> str:
    """One address, asked and sent to; what was wrong, or ""."""
    role = chance.choice(sorted(clients))
    client, user = clients[role]
    name, arguments = chance.choice(sweep.ADDRESSES)
    if name in APART:
        return ""
    path = sweep.address(name, arguments, example)
    asked = hostile.query(chance) if chance.random() < 0.7 else {}
    sent: object = None
    try:
        page = client.get(path, asked)
        if page.status_code >= 500:
            return f"{role} GET {path} {asked!r}: {page.status_code}"
        if page.status_code != 200 and asked:
            page = client.get(path)
        text = page.content.decode("utf-8", "replace") if not page.streaming else ""
        sent = hostile.form(chance, text)
        with hostile.written() as tables:
            answer = client.post(path, sent)
        if answer.status_code >= 500:
            return f"{role} POST {path} {sent!r}: {answer.status_code}"
        if tables and not may(user, name):
            return f"{role} POST {path} {sent!r}: {answer.status_code}, wrote {sorted(tables)}"
        away = urlsplit(answer.headers.get("Location", "")).netloc
        if away not in ("", "testserver", "localhost:8000"):
            return f"{role} POST {path} {sent!r}: leads to {away}"
    except Exception as fault:
        return f"{role} {name} {path} {asked!r} {sent!r}: {type(fault).__name__}: {fault}"
    return ""


def test_hostile_values_anywhere(example, people):
    users = {role: people[role] for role in ROLES}
    clients: dict[str, tuple[Client, User | None]] = {"anonymous": (Client(), None)}
    for role, user in users.items():
        client = Client()
        client.force_login(user)
        clients[role] = client, User.objects.get(pk=user.pk)
    minutes = float(os.environ.get("MINUTES", "0"))
    first = int(os.environ.get("SEED", time.time())) if minutes else 0
    end, wrong, done = time.monotonic() + 60 * minutes, set(), 0
    for number in itertools.count(first):
        if time.monotonic() > end if minutes else number == FEW:
            break
        with transaction.atomic():
            if fault := attempt(random.Random(number), clients, example):
                wrong.add(fault[:1500])
                if minutes:
                    print(f"{number}: {fault[:1500]}", flush=True)
            transaction.set_rollback(True)
        done += 1
    print(f"{done} addresses")
    assert not wrong, "\n".join(sorted(wrong))
