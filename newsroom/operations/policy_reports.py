"""What browsers refused to do for a page of ours, as they report it (CSP, `report-uri`).

A report comes from anybody and may say anything: it is small, about a page of ours, kept once for
what happens often, without a query, a token or a path that is not ours, and for a week. How many
are read is bounded by the gate (newsroom/serving/gate/reports.py).
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from newsroom import public_addresses
from newsroom.lib.text.strings import storable
from newsroom.models import PolicyReport
from newsroom.serving.gate.reports import LARGEST

TYPE = "application/csp-report"
#: Maximum number of different ones that are kept.
MAX_KEPT = 200
MAX_LENGTH = 200
#: What programs in the browser of a reader bring along is no business of ours.
_NOT_OURS = re.compile(r"[a-z-]*extension|about|chrome|resource|user-script|webkit-masked-url")
_WORD = re.compile(r"[a-z-]{1,40}")


@csrf_exempt
@never_cache
@require_POST
def take_report(request: HttpRequest) -> HttpResponse:
    """204, whether it is kept or not; 400, 413 or 415 for what is no report."""
    if request.content_type != TYPE:
        return HttpResponse(status=415)
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
        return HttpResponse(status=413)
    try:
        told = json.loads(request.body)
    except (ValueError, RecursionError):
        return HttpResponse(status=400)
    report = told.get("csp-report") if isinstance(told, dict) else None
    if not isinstance(report, dict):
        return HttpResponse(status=400)
    if found := read_report(report, request.get_host()):
        keep(found)
    return HttpResponse(status=204)


def read_report(report: dict[str, Any], host: str) -> PolicyReport | None:
    """What is kept of a report; None where it is not about a page of ours, or about what its reader
    brought along."""
    told = {name: words for name, words in report.items() if isinstance(words, str)}
    page = urlsplit_or_none(told.get("document-uri", ""))
    directive = told.get("effective-directive") or told.get("violated-directive", "")
    directive = directive.partition(" ")[0]
    blocked = place_of(told.get("blocked-uri", ""), host)
    source = place_of(told.get("source-file", ""), host)
    if not page or page.netloc != host or not _WORD.fullmatch(directive):
        return None
    if blocked is None or source is None:
        return None
    line = report.get("line-number")
    return PolicyReport(
        directive=directive,
        blocked=blocked,
        source=source,
        line=line if isinstance(line, int) and 0 <= line < 1_000_000 else 0,
        page=our_place(page.path),
    )


def place_of(address: str, host: str) -> str | None:
    """An address as it is kept: a word as it is, a path of ours, of other sites the origin alone.
    None: it is of the reader's own browser."""
    if not address or _WORD.fullmatch(address):
        return None if _NOT_OURS.fullmatch(address) else address
    parts = urlsplit_or_none(address)
    if parts is None or _NOT_OURS.fullmatch(parts.scheme):
        return None
    if parts.netloc == host:
        return our_place(parts.path)
    if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname:
        return storable(f"{parts.scheme}://{parts.hostname}")[:MAX_LENGTH]
    return f"{parts.scheme}:" if _WORD.fullmatch(parts.scheme) else None


def our_place(path: str) -> str:
    """A path that everybody may know; of all others, what kind of page is there: what stands in
    such a path may open something."""
    if path.startswith((settings.STATIC_URL, settings.MEDIA_URL)):
        return storable(path)[:MAX_LENGTH]
    try:
        found = resolve(path)
    except (Resolver404, ValueError):
        return "nowhere"
    if found.view_name in public_addresses.PAGES:
        return storable(path)[:MAX_LENGTH]
    return f"/{found.route}"[:MAX_LENGTH]


def keep(report: PolicyReport) -> None:
    """Count a report, as a new one where there is none like it and room for it."""
    now = timezone.now()
    same = PolicyReport.objects.filter(
        directive=report.directive, blocked=report.blocked, source=report.source
    )
    latest = {"last_at": now, "page": report.page, "line": report.line}
    if same.update(count=F("count") + 1, **latest):
        return
    if PolicyReport.objects.count() < MAX_KEPT:
        report.first_at = report.last_at = now
        PolicyReport.objects.bulk_create([report], ignore_conflicts=True)


def urlsplit_or_none(address: str):
    try:
        parts = urlsplit(address)
        parts.hostname  # noqa: B018  (an address in brackets that is none)
    except ValueError:
        return None
    return parts
