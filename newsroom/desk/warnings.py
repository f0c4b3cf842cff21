"""What is amiss with the site itself, for the people who work with it: in their words, and what
comes of it."""

from __future__ import annotations

import datetime as dt

from newsroom.models import Chore, PolicyReport, User
from newsroom.serving.backlog import LONG, in_words, read_backlog


def read_warnings(person: User, now: dt.datetime) -> list[str]:
    """Sentences; mostly none. Three queries, and two more for who looks after the site."""
    backlog = read_backlog(now)
    found = []
    if not backlog.has_worker:
        since = backlog.worker_seen_at or backlog.task_since
        found.append(
            f"Nothing has been sent for {in_words(backlog.waited(since))}: the worker is not"
            " running. Mail, alerts and new pictures wait, and go out once it runs again. Whoever"
            " looks after the site starts it with: manage.py worker"
        )
    elif backlog.waited(backlog.mail_since) > LONG and person.has_perm("newsroom.view_mail"):
        found.append(
            f"An email has been waiting for {in_words(backlog.waited(backlog.mail_since))}. The"
            " list of emails tells what the mail server says."
        )
    if person.has_perm("newsroom.view_mail"):
        names = list(Chore.objects.exclude(error="").values_list("name", flat=True)[:5])
        if names:
            found.append(
                f"Tidying failed last time ({', '.join(names)}): old data stay for longer than they"
                " should. The log of the worker says why."
            )
    if person.has_perm("newsroom.view_policyreport"):
        refused = PolicyReport.objects.filter(last_at__gte=now - dt.timedelta(days=1)).count()
        if refused:
            things = "something" if refused == 1 else f"{refused} things"
            found.append(
                f"Since yesterday, browsers have refused {things} that pages of this site asked"
                " for. The list of refusals tells what and where: a mistake in a page, or an"
                " attempt to get something into it."
            )
    return found
