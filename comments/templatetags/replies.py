"""What stories' templates show of replies."""

from __future__ import annotations

from django import template
from django.urls import reverse

from articles.models import Edition
from comments.forms import ReplyForm
from comments.models import Comment, Policy
from comments.threads import thread as rows_of
from newsroom.lib import html

register = template.Library()
register.filter("reply_text", html.reply)


@register.inclusion_tag("comments/thread.html", takes_context=True)
def thread(context, edition: Edition) -> dict:
    """The replies of a story, and the form; the reply to be answered is named by `?replytocom=`."""
    request = context["request"]
    receipt: Comment | None = context.get("receipt")
    form: ReplyForm | None = context.get("reply_form")
    rows = rows_of(edition.article_id, receipt)
    asked = form["parent"].value() if form else request.GET.get("replytocom", "")
    answerable = {str(row.number): row.comment for row in rows if row.comment and not row.pending}
    answered = answerable.get(str(asked))
    return {
        "edition": edition,
        "story_url": edition.get_absolute_url(),
        "action": reverse("comments:reply", kwargs=edition.address.parts),
        "rows": rows,
        "count": sum(1 for row in rows if row.comment and not row.pending),
        "mode": Policy.objects.mode_for(edition.article_id, edition.section_id),
        "receipt": receipt,
        "answered": answered,
        "form": form or ReplyForm(initial={"parent": answered.pk if answered else None}),
    }


@register.simple_tag
def reply_counts(editions) -> dict[int, int]:
    """How many replies are shown under each of these stories, by the story's number. One query."""
    return Comment.objects.counts([edition.article_id for edition in editions])


@register.filter
def of(counts: dict[int, int], key: int) -> int:
    """What a table of counts holds for `key`."""
    return counts.get(key, 0) if counts else 0
