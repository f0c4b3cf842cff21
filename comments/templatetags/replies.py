"""What stories' templates show of replies."""

from __future__ import annotations

import functools
from collections import namedtuple

from crispy_forms.utils import render_crispy_form
from django import template
from django.http import Http404
from django.urls import reverse

from articles.models import Edition
from articles.pages.caching import Dependencies, Elsewhere
from articles.prepared import Prepared
from comments.checks import form_keys
from comments.checks.text import akismet
from comments.feedback import requests
from comments.intake.form import ReplyForm
from comments.models import Comment, Mode, Ping, State
from comments.policies import rulebook, waiting_time
from comments.policies.policy import Terms, terms_of
from comments.thread import pages, queries, rows, story_changes
from comments.transparency import thread_ledger
from newsroom.lib.text import html
from newsroom.lib.text.strings import number

#: Maximum number of old pings listed.
MAX_PINGS = 50
ORDERS = {
    pages.OLDEST: "Oldest",
    pages.NEWEST: "Newest",
    pages.BEST: "Best",
    pages.LATEST: "One by one",
    pages.PICKS: "Picks",
}

register = template.Library()
register.filter("reply_text", html.reply)


@register.inclusion_tag("comments/thread.html", takes_context=True)
def thread(context, edition: Edition) -> dict:
    """A page of the replies to a story, and the form.

    `?order=` is one of the threads' ORDERS, `?page=` asks for a later page, `?thread=` for the
    conversation in which a reply stands, `?replytocom=` for that with the form to answer it. Raises
    Http404 for a page that is not there, and that leads to the story from a reply that is not
    shown: nobody learns whether there is such a reply. `shown_replies`, their number, is in the
    context after this.
    """
    request = context["request"]
    receipt: Comment | None = context.get("receipt")
    form: ReplyForm | None = context.get("reply_form")
    asked = number(form["parent"].value() if form else request.GET.get("replytocom"))
    order = order_of(request, receipt)
    replies = page_of_replies(request, edition, asked, receipt, order)
    context["shown_replies"] = replies.count
    request.thread_title = title_of(replies, asked, linked_to(request, replies))
    answerable = {
        row.number: row.comment for row in replies.rows if row.comment and not row.pending
    }
    answered = answerable.get(asked)
    story_url = edition.get_absolute_url()
    dependencies: Dependencies = context.get("dependencies") or Dependencies()
    terms = terms_of(edition, dependencies) or Terms(Mode.CLOSED)
    version = rulebook.current_number(dependencies)
    marks = requests.marks([row.number for row in replies.rows])
    if form:
        form.rules_version = version
        form.keep_under(terms.max_length)
    place = rows.Place(
        story_url,
        replies.is_whole,
        terms.mode,
        order,
        acts=story_url if form or receipt else "",
        authors=rows.authors_of(edition, replies.rows),
    )
    changed = story_changes.after(edition) if replies.rows else {}
    picks = picks_of(edition, replies)
    return {
        "edition": edition,
        "story_url": story_url,
        "action": reverse("comments:reply", kwargs=edition.address.parts),
        "key": form_keys.of_page(edition.article_id),
        "preview": context.get("preview"),
        "follow": reverse("comments:follow", kwargs=edition.address.parts),
        "replies": replies,
        "linked": linked_to(request, replies) if replies.of_one and not receipt else 0,
        "rows": rows.folded(
            replies.rows,
            [
                rows.shown(row, place, changed, marks.get(row.number), context.get("own"))
                for row in replies.rows
            ],
            {asked, linked_to(request, replies), receipt.pk if receipt else 0},
        ),
        "terms": terms,
        "promise": promise_of(terms, dependencies, asks=version > 0),
        "rules_version": version,
        "order": order,
        "orders": [(name, label) for name, label in ORDERS.items() if name != pages.PICKS or picks],
        "kept": "" if order == pages.OLDEST else f"order={order}",
        "picks": [(pick, place.address(pick.pk)) for pick in picks] if order != pages.PICKS else [],
        "pings": pings_of(edition) if replies.is_first else None,
        "ledger": thread_ledger.of_story(edition.article_id, replies.count, dependencies)
        if replies.is_first
        else None,
        "is_live": not terms.is_closed and not form and not receipt,
        "mode": terms.mode,
        "receipt": receipt,
        "answered": answered,
        "form": form or form_for(answered, version, terms.max_length),
    }


def title_of(replies: pages.Page, answered: int, linked: int) -> str:
    """What tells a page of replies from the story's other pages, in windows and bookmarks; "" for
    the first page."""
    names = {row.number: row.comment.name for row in replies.rows if row.comment}
    if name := names.get(answered):
        return f"Reply to {name}"
    if replies.of_one:
        name = names.get(linked)
        return f"{name}’s reply" if name else "A conversation"
    order = "" if replies.order == pages.OLDEST else f", {ORDERS[replies.order].lower()}"
    if replies.number > 1:
        return f"Replies{order}, page {replies.number}"
    return f"Replies{order}" if order else ""


def picks_of(edition: Edition, replies: pages.Page) -> list[Comment]:
    """What the newsroom has picked, on the first page alone."""
    if not replies.is_first:
        return []
    return queries.newest_picks(edition.article_id)


def promise_of(terms: Terms, dependencies: Dependencies, *, asks: bool) -> str:
    """What is said of waiting; the page is right until the clock changes that, or the terms."""
    desk = waiting_time.desk_of(dependencies)
    promise = waiting_time.before_writing(terms.mode, desk, dependencies.now, asks=asks)
    dependencies.turns_at(terms.until)
    dependencies.turns_at(None if terms.is_closed else promise.until)
    return promise.words


def form_for(answered: Comment | None, version: int, max_length: int) -> ReplyForm | None:
    """The form that answers a reply; None where the page's own is to be had."""
    if answered is None:
        return None
    return ReplyForm(initial={"parent": answered.pk}, rules_version=version, max_length=max_length)


def linked_to(request, replies: pages.Page) -> int:
    """The number of the reply to which the address of a conversation leads, where it stands there;
    0 else."""
    wanted = number(request.GET.get("thread"))
    return wanted if any(row.number == wanted and row.comment for row in replies.rows) else 0


@register.simple_tag
@functools.lru_cache(8)
def blank_form(rules_version: int, max_length: int) -> str:
    """The fields of the form before anybody has typed: the same on every page."""
    return render_crispy_form(ReplyForm(rules_version=rules_version, max_length=max_length))


def order_of(request, receipt: Comment | None) -> str:
    """The order that the address asks for. Raises Http404 for one that there is not."""
    order = request.GET.get("order", pages.OLDEST)
    if order not in ORDERS:
        raise Http404("There is no such order.")
    return pages.OLDEST if receipt else order


def page_of_replies(
    request, edition: Edition, answered: int, receipt: Comment | None, order: str
) -> pages.Page:
    """The page that the address asks for; the whole of a short thread always."""
    story = edition.article_id
    if (answered or receipt) and not pages.is_short(story):
        around = answered
        if receipt:
            around = receipt.pk if receipt.state == State.SHOWN else receipt.parent_id
        if around and (found := pages.conversation(story, around, receipt)):
            return found
        if receipt:
            return pages.alone(receipt)
    if wanted := request.GET.get("thread"):
        found = pages.conversation(story, number(wanted))
        if found is None and number(wanted):
            raise Elsewhere(f"{edition.get_absolute_url()}#comments")
    else:
        found = pages.page(story, number(request.GET.get("page", 1)), receipt, order)
    if found is None:
        raise Http404("There is no such page of replies.")
    return found


Linking = namedtuple("Linking", ("title", "address", "excerpt", "created_at"))
_newest_pings = Prepared(
    lambda article: (
        Ping.objects.filter(article=article)
        .order_by("-created_at", "-pk")
        .values_list(*Linking._fields)[: MAX_PINGS + 1]
    ),
    int,
)


def pings_of(edition: Edition) -> dict | None:
    """The pings of old from other sites, the newest MAX_PINGS of them, and how many there are."""
    rows = [*map(Linking._make, _newest_pings(edition.article_id))]
    if not rows:
        return None
    pings = Ping.objects.filter(article=edition.article_id)
    return {
        "rows": rows[:MAX_PINGS],
        "count": pings.count() if len(rows) > MAX_PINGS else len(rows),
    }


@register.filter
def web_address(address: str) -> str:
    """An address that may be a link: nothing but http(s)."""
    return address if address.lower().startswith(("http://", "https://")) else ""


@register.simple_tag
def asks_akismet() -> bool:
    """Whether replies are sent to Akismet, which their writers are told before."""
    return akismet.is_on()


@register.simple_tag
def reply_counts(editions) -> dict[int, int]:
    """How many replies are shown under each of these stories, by the story's number. One query."""
    return Comment.objects.counts([edition.article_id for edition in editions])


@register.filter
def of(counts: dict[int, int], key: int) -> int:
    """What a table of counts holds for `key`."""
    return counts.get(key, 0) if counts else 0
