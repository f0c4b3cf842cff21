"""Runs a coroutine in a test, where Playwright keeps a loop of its own running in this thread."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connections

Result = TypeVar("Result")


def run(coroutine: Coroutine[object, object, Result]) -> Result:
    """What it returns, from a loop in a thread of its own."""

    def whole() -> Result:
        try:
            return asyncio.run(coroutine)
        finally:
            connections.close_all()  # those of this thread

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(whole).result()
