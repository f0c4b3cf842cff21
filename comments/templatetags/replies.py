"""What stories' templates show of replies."""

from __future__ import annotations

import functools

from crispy_forms.utils import render_crispy_form
from django import template
from django.http import Http404
from django.template.loader import render_to_string
from django.urls import reverse

from articles.models import Edition
from articles.pages import Elsewhere, Standing
from comments import feedback, formkeys, rulebook, threads, waiting
from comments.forms import ReplyForm
from comments.models import Comment, Mode, State
from comments.policy import Terms, terms_of
from newsroom.lib import html
from newsroom.lib.text import number

#: So many rows are kept rendered by each process, none of them with a longer text.
KEPT_ROWS, KEPT_LENGTH = 4096, 2000

register = template.Library()
register.filter("reply_text", html.reply)


@register.inclusion_tag("comments/thread.html", takes_context=True)
def thread(context, edition: Edition) -> dict:
    """A page of the replies to a story, and the form.

    `?page=` asks for a later one, `?thread=` for the conversation in which a reply stands, `?replytocom=` for
    that with the form to answer it. Raises Http404 for a page that is not there, and that leads to the story
    from a reply that is not shown: nobody learns whether there is such a reply.
    """
    request = context["request"]
    receipt: Comment | None = context.get("receipt")
    form: ReplyForm | None = context.get("reply_form")
    asked = number(form["parent"].value() if form else request.GET.get("replytocom"))
    replies = page_of_replies(request, edition, asked, receipt)
    answerable = {row.number: row.comment for row in replies.rows if row.comment and not row.pending}
    answered = answerable.get(asked)
    story_url = edition.get_absolute_url()
    standing: Standing = context.get("standing") or Standing()
    terms = terms_of(edition, standing) or Terms(Mode.CLOSED)
    version = rulebook.current_number(standing)
    promise = waiting.before_writing(terms.mode, waiting.desk_of(standing), standing.now, asks=version > 0)
    standing.turns_at(terms.until)
    standing.turns_at(None if terms.is_closed else promise.until)
    marks = feedback.marks([row.number for row in replies.rows])
    if form:
        form.rules_version = version
    return {
        "edition": edition,
        "story_url": story_url,
        "action": reverse("comments:reply", kwargs=edition.address.parts),
        "key": formkeys.of_page(edition.article_id),
        "preview": context.get("preview"),
        "follow": reverse("comments:follow", kwargs=edition.address.parts),
        "replies": replies,
        "rows": [
            shown(row, story_url, replies.is_whole, terms.mode, marks.get(row.number), context.get("own"))
            for row in replies.rows
        ],
        "mode": terms.mode,
        "terms": terms,
        "promise": promise.words,
        "rules_version": version,
        "receipt": receipt,
        "answered": answered,
        "form": form or (ReplyForm(initial={"parent": answered.pk}, rules_version=version) if answered else None),
    }


def shown(
    row: threads.Row, story_url: str, whole: bool, mode: str, mark: feedback.Mark | None = None, own=None
) -> str:
    """A row as HTML, kept from the last time when nothing about it has changed."""
    number, comment = str(row.number), row.comment
    css = f"reply level-{row.level}"
    said = {"number": number}
    if row.folded:
        said |= {"folded": row.folded, "more": f"{story_url}?thread={row.root}#comment-{row.root}"}
    if comment is not None:
        css += " reply-pending" if row.pending and comment.state != State.SHOWN else ""
        css += " reply-staff" if comment.user_id else ""
        said |= {
            "name": comment.name,
            "website": "" if row.pending else comment.website,
            "staff": comment.user_id is not None,
            "confirmed": comment.reader_id is not None,
            "created_at": comment.created_at,
            "edited_at": comment.edited_at,
            "address": f"{story_url}{'' if whole else f'?thread={number}'}#comment-{number}",
            "text": comment.text,
            "answers": (str(row.answers.pk), row.answers.name) if row.answers else None,
            "answer": "" if row.pending or mode == Mode.CLOSED else f"{story_url}?replytocom={number}#respond",
            "own": own if row.pending else None,
            "mark": mark,
        }
        if row.pending or len(comment.text) > KEPT_LENGTH:
            return row_html.__wrapped__(css=css, **said)
    return row_html(css=css, **said)


@functools.lru_cache(KEPT_ROWS)
def row_html(**said) -> str:
    """A row, rendered. All that flows into it is said here."""
    return render_to_string("comments/_reply.html", {"row": said})


@register.simple_tag
@functools.lru_cache(8)
def blank_form(rules_version: int) -> str:
    """The fields of the form before anybody has typed: the same on every page."""
    return render_crispy_form(ReplyForm(rules_version=rules_version))


def page_of_replies(request, edition: Edition, answered: int, receipt: Comment | None) -> threads.Page:
    """The page that the address asks for; the whole of a short thread always."""
    story = edition.article_id
    if (answered or receipt) and not threads.is_short(story):
        around = answered
        if receipt:
            around = receipt.pk if receipt.state == State.SHOWN else receipt.parent_id
        if around and (found := threads.conversation(story, around, receipt)):
            return found
        if receipt:
            return threads.alone(receipt)
    if wanted := request.GET.get("thread"):
        found = threads.conversation(story, number(wanted))
        if found is None and number(wanted):
            raise Elsewhere(f"{edition.get_absolute_url()}#comments")
    else:
        found = threads.page(story, number(request.GET.get("page", 1)), receipt)
    if found is None:
        raise Http404("There is no such page of replies.")
    return found


@register.simple_tag
def reply_counts(editions) -> dict[int, int]:
    """How many replies are shown under each of these stories, by the story's number. One query."""
    return Comment.objects.counts([edition.article_id for edition in editions])


@register.filter
def of(counts: dict[int, int], key: int) -> int:
    """What a table of counts holds for `key`."""
    return counts.get(key, 0) if counts else 0
