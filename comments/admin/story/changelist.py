"""Replies beside each story in the admin's list of stories, and hints on the page on which one is
published."""

from __future__ import annotations

from django.contrib import admin
from django.utils.html import format_html

from comments.admin.story.publish import HintsMended
from comments.models import Comment


def count_replies(stories: list, asked) -> None:
    """Puts the numbers of held and of shown replies on each story. Two queries."""
    held = Comment.objects.held().per_story(stories)
    shown = Comment.objects.counts(stories)
    for story in stories:
        story.replies_held, story.replies_shown = held.get(story.pk, 0), shown.get(story.pk, 0)


@admin.display(description="replies")
def replies(story) -> str:
    held = (
        format_html('<span class="held">{} held</span>', story.replies_held)
        if story.replies_held
        else ""
    )
    return format_html(
        '<span class="shown">{}</span>{}',
        f"{story.replies_shown:,}" if story.replies_shown else "",
        held,
    )


def add_replies_to(model) -> None:
    """Let the admin's list of stories tell how many replies each has, and an edition settle what
    readers hinted at."""
    registered = admin.site._registry[model]
    registered.settles = (*registered.settles, HintsMended)
    registered.list_display = [*registered.list_display, replies]
    registered.fills = [*registered.fills, count_replies]
