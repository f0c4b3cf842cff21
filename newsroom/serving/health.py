"""Health: whether the process lives, and whether it can serve."""

import uuid

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse


def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return _answer({"process": "ok"})


def readyz(request: HttpRequest) -> JsonResponse:
    """Database and cache can be reached; 503 when one can't."""
    return _answer({"database": _database(), "cache": _cache()})


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM articles_version LIMIT 1")
    except DatabaseError as error:
        return type(error).__name__
    return "ok"


def _cache() -> str:
    word = uuid.uuid4().hex
    try:
        cache.set("readyz", word, 5)
        return "ok" if cache.get("readyz") else "unreachable"
    except Exception as error:  # each backend raises errors of its own
        return type(error).__name__


def _answer(parts: dict[str, str]) -> JsonResponse:
    fine = all(state == "ok" for state in parts.values())
    return JsonResponse(parts, status=200 if fine else 503, headers={"Cache-Control": "no-store"})
