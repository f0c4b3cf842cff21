"""How well is judged: by rules of the desk, under each house rule, and by each moderator."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.db.models import Count, Q

from comments.models import Appeal, AppealState, Decision, RuleHit, SecondLook, State
from comments.transparency.figures.span import Figure, Span
from newsroom.lib.text import html
from newsroom.lib.web import charts

RULES, PEOPLE = 20, 50
BY_LAW = "By law, or no rule"


def desk_rules(span: Span) -> Figure:
    """What people later decided about replies in which a rule of the desk had found something. One
    query."""
    hits = span.within(RuleHit.objects.all(), "at")
    judged = Q(comment__reviewed=True)
    counts = {
        "n": Count("*"),
        "judged": Count("pk", filter=judged),
        "right": Count("pk", filter=judged & Q(comment__state__in=(State.REJECTED, State.SPAM))),
    }
    found = (
        hits.values_list("rule__name", "was_silent").annotate(**counts).order_by("-n", "rule__name")
    )
    rows = [
        [f"{name} (silent)" if silent else name, n, judged, right, percent(right, judged)]
        for name, silent, n, judged, right in found[:RULES]
    ]
    best = [(row[0], row[4], f"{row[4]} %") for row in rows if row[4] is not None]
    answer = "No rule has found anything in these days."
    if rows:
        judged = sum(row[2] for row in rows)
        right = sum(row[3] for row in rows)
        answer = (
            f"People have decided about {judged:,} replies in which one found something; {right:,}"
            " were not shown."
        )
    drawing = charts.bars("Share that people did not show either, by rule", best, 100)
    return Figure(
        "rules",
        "How often are rules of the desk right?",
        answer,
        ["Rule", "Found", "Decided by people", "Not shown", "Right, %"],
        rows,
        html.drawing(drawing) if best else "",
    )


def overturned(span: Span) -> Figure:
    """Rejections by house rule, and what came of appeals against them. Two queries."""
    rejections = span.within(
        Decision.objects.not_undoing().filter(to_state=State.REJECTED), "decided_at"
    )
    rejected = dict(rejections.values_list("rule__title").annotate(n=Count("*")))
    answered = Appeal.objects.filter(state__in=(AppealState.UPHELD, AppealState.OVERTURNED))
    again = Count("pk", filter=Q(state=AppealState.OVERTURNED))
    appeals = (
        span.within(answered, "decided_at")
        .values_list("decision__rule__title")
        .annotate(n=Count("*"), again=again)
    )
    of_rule = {title: (n, again) for title, n, again in appeals}
    rows = []
    for title in sorted(
        rejected.keys() | of_rule.keys(), key=lambda title: (-rejected.get(title, 0), title or "")
    ):
        count, wrong = of_rule.get(title, (0, 0))
        rows.append([title or BY_LAW, rejected.get(title, 0), count, wrong, percent(wrong, count)])
    total = sum(row[2] for row in rows)
    wrong = sum(row[3] for row in rows)
    answer = (
        f"{wrong:,} of {total:,} appeals were right, {percent(wrong, total)} %."
        if total
        else "No appeal was answered in these days."
    )
    drawn = [(row[0], row[4], f"{row[4]} %") for row in rows if row[4] is not None]
    return Figure(
        "overturned",
        "Which rejections are overturned?",
        answer,
        ["House rule", "Rejected", "Appeals answered", "Overturned", "Overturned, %"],
        rows,
        html.drawing(charts.bars("Share of appeals that were right, by house rule", drawn, 100))
        if drawn
        else "",
    )


def people(span: Span) -> Figure:
    """What each moderator decided, and how it stood. Five queries."""
    decided = (
        span.within(Decision.objects.not_undoing(), "decided_at")
        .values_list("by")
        .annotate(n=Count("*"))
    )
    # one of them is nobody: asked for in SQL, rows would be read
    most = decided.order_by("-n", "by")[: PEOPLE + 1]
    counts = {by: count for by, count in most if by}
    undone = span.within(Decision.objects.filter(undoes__isnull=False), "decided_at")
    taken_back = dict(undone.values_list("undoes__by").annotate(n=Count("*")))
    wrong = span.within(Appeal.objects.filter(state=AppealState.OVERTURNED), "decided_at")
    overturned = dict(wrong.values_list("decision__by").annotate(n=Count("*")))
    looked = span.within(
        SecondLook.objects.filter(done_at__isnull=False), "done_at", "decision__comment__"
    )
    agreed = Count("pk", filter=Q(agrees=True))
    seconds = {
        by: (n, same)
        for by, n, same in looked.values_list("decision__by").annotate(n=Count("*"), same=agreed)
    }
    known = {person.pk: str(person) for person in get_user_model().objects.filter(pk__in=counts)}
    rows = []
    for pk, count in counts.items():
        looks, same = seconds.get(pk, (0, 0))
        rows.append(
            [
                known[pk],
                count,
                taken_back.get(pk, 0),
                overturned.get(pk, 0),
                looks,
                percent(same, looks),
            ]
        )
    drawn = [(row[0], row[1], f"{row[1]:,}") for row in rows[:10]]
    people = f"{len(rows)} {'person' if len(rows) == 1 else 'people'}"
    answer = (
        f"{sum(counts.values()):,} decisions by {people}."
        if rows
        else "Nobody decided anything in these days."
    )
    return Figure(
        "people",
        "Who decides, and how does it stand?",
        answer,
        ["Moderator", "Decided", "Taken back", "Overturned on appeal", "Second looks", "Agreed, %"],
        rows,
        html.drawing(charts.bars("Decisions by moderator", drawn)) if rows else "",
        is_table=True,
    )


def percent(part: int, whole: int) -> int | None:
    return round(100 * part / whole) if whole else None
