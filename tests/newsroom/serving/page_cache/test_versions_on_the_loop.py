"""Versions asked for on the event loop: as new as asked in a thread, and one question for many.

Covers newsroom/serving/gate/versions.py.
"""

import asyncio
import contextlib

import pytest
from django.db import connection, transaction

from articles.pages import versions
from newsroom.serving.gate.versions import questions
from newsroom.serving.page_cache.current_versions import CantAsk, asking
from tests import event_loop

pytestmark = pytest.mark.django_db(transaction=True)

KEYS, OTHERS = ("replies:1", "never", "site"), ("furniture",)


@contextlib.contextmanager
def on_the_loop():
    asked = questions(asking())
    try:
        yield asked
    finally:
        asked.close()
        if connection.vendor == "postgresql":
            asked.asking.outage.ends()  # Django's own connections would wait as well


def move(*keys: str) -> dict[str, int]:
    with transaction.atomic():
        versions.move(*keys)
    return versions.numbers({*KEYS, *OTHERS})


def test_numbers_are_where_they_stand_now():
    async def run():
        with on_the_loop() as asked:
            for moved in (["replies:1"], ["site", "furniture"], ["other"]):
                stand = move(*moved)
                for keys in (KEYS, OTHERS, KEYS):
                    assert await asked.numbers(keys) == tuple(stand[key] for key in keys)

    event_loop.run(run())


def test_one_question_is_for_all_who_wait():
    if connection.vendor != "postgresql":  # SQLite is asked without a network
        return

    async def run():
        with on_the_loop() as asked:
            await asked.numbers(KEYS)
            sent, ask = [], asked._ask
            asked._ask = lambda: ask() or sent.append(asked.keys)
            first = asyncio.create_task(asked.numbers(KEYS))
            await asyncio.sleep(0)  # on its way: who comes now waits for the next question
            stand = move("replies:1", "furniture")
            waiting = [asyncio.create_task(asked.numbers(keys)) for keys in (KEYS, OTHERS) * 20]
            await asyncio.sleep(0)
            waiting[0].cancel()
            await first
            for keys, answer in zip((KEYS, OTHERS) * 20, waiting, strict=True):
                if answer is not waiting[0]:
                    assert await answer == tuple(stand[key] for key in keys)
            return sent

    assert event_loop.run(run()) == [KEYS, tuple(sorted({*KEYS, *OTHERS}))]


def test_a_connection_that_was_lost_is_made_anew():
    if connection.vendor != "postgresql":  # SQLite is asked without a network
        return

    async def run():
        with on_the_loop() as asked:
            stand = move("replies:1")
            for _ in range(2):
                assert await asked.numbers(KEYS) == tuple(stand[key] for key in KEYS)
                pid = asked.connection.info.backend_pid
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
            asked.asking.settings = {**asked.asking.settings, "PORT": "1"}
            with pytest.raises(CantAsk):
                await asked.numbers(KEYS)
            with pytest.raises(CantAsk):
                await asked.numbers(KEYS)

    event_loop.run(run())
