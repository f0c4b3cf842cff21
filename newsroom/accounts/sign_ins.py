"""Who is logged in where: a row for each login, kept while its session lasts and for as long as
its network is to be known."""

from __future__ import annotations

import datetime as dt
import re

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from newsroom.accounts.models import SignIn
from newsroom.lib.web import network as networks

KEEP = dt.timedelta(days=90)
SEEN_EVERY = dt.timedelta(minutes=10)
MAX_OF_USER = 50
BATCH = 1_000  # rows deleted at once
SEEN = "seen_at"
PROVED = "proved_at"

#: What a browser calls itself, the particular before what others claim to be as well.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone|iPad", "iOS"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def network_of(request: HttpRequest) -> str:
    """The sender's network, cut to /24 or /48."""
    return networks.truncated(networks.sender_address(request.META, settings.TRUSTED_PROXIES))


def note(sender, request: HttpRequest, user, **_) -> None:
    """Somebody has logged in (Django's signal user_logged_in), and has just proved who they are."""
    now = timezone.now()
    if not request.session.session_key:
        request.session.create()
    request.session[PROVED] = request.session[SEEN] = now.timestamp()
    SignIn.objects.create(
        user=user,
        session_key=request.session.session_key,
        network=network_of(request),
        browser=browser_of(request.headers.get("User-Agent", "")),
        at=now,
        seen_at=now,
    )
    newest_first = SignIn.objects.filter(user=user).order_by("-at", "-pk")
    beyond = dict(newest_first.values_list("pk", "session_key")[MAX_OF_USER:])
    # nobody could end a session of which there is no row
    Session.objects.filter(session_key__in=beyond.values()).delete()
    SignIn.objects.filter(pk__in=beyond).delete()


def note_end(sender, request: HttpRequest, user, **_) -> None:
    """Somebody logs out (Django's signal user_logged_out)."""
    if key := request.session.session_key:
        SignIn.objects.filter(session_key=key).update(session_key="")


def touch(request: HttpRequest) -> None:
    """Note that a session is used."""
    now = timezone.now()
    request.session[SEEN] = now.timestamp()
    SignIn.objects.filter(session_key=request.session.session_key).update(seen_at=now)


def knows_network(user: int | None, network: str) -> bool:
    """Whether this account was logged in from this network within the last 90 days. One query."""
    since = timezone.now() - KEEP
    return SignIn.objects.filter(user_id=user or 0, network=network, at__gt=since).exists()


def open_sessions(user, *, but: str | None = "") -> QuerySet[SignIn]:
    """The sessions of a user that have not run out, but for one."""
    alive = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    mine = SignIn.objects.filter(user=user, session_key__in=alive)
    return mine.exclude(session_key=but or "").order_by("-seen_at", "-pk")


def end_sessions(user, *, but: str | None = "") -> int:
    """Log a user out everywhere, but for one session. Returns how many there were."""
    keys = list(open_sessions(user, but=but).values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    return SignIn.objects.filter(session_key__in=keys).update(session_key="")


def browser_of(agent: str) -> str:
    """What is told of a browser: "Firefox on Linux"."""
    agent = agent[:500]
    browser = next((name for sign, name in BROWSERS if f"{sign}/" in agent), "A browser")
    system = next((name for sign, name in SYSTEMS if re.search(sign, agent)), "")
    return f"{browser} on {system}" if system else browser


def tidy(now: dt.datetime | None = None) -> None:
    """Delete what is not needed any more. The worker calls this often."""
    since = (now or timezone.now()) - KEEP
    ended = SignIn.objects.filter(seen_at__lt=since, at__lt=since).order_by("at")
    if gone := list(ended.values_list("pk", flat=True)[:BATCH]):
        SignIn.objects.filter(pk__in=gone).delete()
