"""What a row of the list of stories tells. Nothing here asks the database: see the fills of the
list."""

from __future__ import annotations

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode

from articles.admin.picture.chooser import own_address
from articles.models import Article, State
from newsroom.lib.times import told

SIGNS = {
    "draft": "○",
    "review": "◐",
    "ready": "●",
    "live": "▶",
    "off": "■",
    "scheduled": "◷",
    "unpublished": "✎",
}
PILL = '<span class="pill pill--{}"><span aria-hidden="true">{}</span> {}</span>'
PICTURE = (
    '<span class="thumb"><img class="thumbnail" src="{}" alt="" width="48" height="48"'
    ' loading="lazy">{}</span>'
)
LACKS = '<span class="lacks" title="{0}"><span class="visually-hidden">{0}</span></span>'
HERE = '<span class="here"><span aria-hidden="true">●</span> {} {} it open</span>'


QUICK = '<a class="quick" data-quick="{}" href="{}" aria-label="Quick edit: {}">Quick edit</a>'


def quick_link(article: Article) -> str:
    """To a few of its fields, for those who may change them."""
    if not article.may_edit:
        return ""
    address = reverse("admin:articles_article_quick", args=[article.pk])
    back = urlencode({"back": article.asked.query})
    return format_html(QUICK, article.pk, f"{address}?{back}", article.headline)


class Columns:
    """The columns of a ModelAdmin's list of stories."""

    @admin.display(description="picture")
    def picture(self, article: Article) -> str:
        if not article.lead_picture_id:
            return format_html('<span class="{}"></span>', "thumb thumb--none")
        held = {"alternative text": article.picture_alt, "credit": article.picture_credit}
        lacks = " and ".join(f"no {name}" for name, words in held.items() if not words)
        mark = format_html(LACKS, lacks.capitalize()) if lacks else ""
        return format_html(PICTURE, own_address(article.lead_picture, "square", 320), mark)

    @admin.display(description="story", ordering="headline")
    def story(self, article: Article) -> str:
        return format_html(
            '<a class="headline" href="{}">{}</a>{}<span class="facts">{}{}{}<span>saved {} by'
            " {}</span></span>",
            reverse("admin:articles_article_change", args=[article.pk]),
            article.headline,
            quick_link(article),
            _here(article.here),
            format_html('<span class="kicker">{}</span>', article.kicker) if article.kicker else "",
            format_html('<span class="slug">{}</span>', article.slug) if article.slug else "",
            told(article.saved_at, article.asked.now),
            article.saved_by,
        )

    @admin.display(description="state", ordering="state")
    def stage(self, article: Article) -> str:
        facts = [
            (article.live, "live", "Live"),
            (article.begun_edition and not article.live, "off", "Withdrawn"),
            (article.waiting, "scheduled", "Scheduled"),
            (article.is_ahead, "unpublished", "Changes"),
        ]
        found = [(name, SIGNS[name], word) for holds, name, word in facts if holds]
        if article.state == State.READY and found:  # that it is ready goes without saying
            return format_html_join(" ", PILL, found)
        return format_html("{} {}", pill(article), format_html_join(" ", PILL, found))

    @admin.display(description="byline, owner", ordering="owner")
    def people(self, article: Article) -> str:
        signed = ", ".join(author.name for author in article.bylines)
        owner = format_html('<span class="owner">{}</span>', article.owner) if article.owner else ""
        return format_html('<span class="bylines">{}</span>{}', signed or "No byline", owner)

    @admin.display(description="due, on the site", ordering="due_at", empty_value="")
    def times(self, article: Article) -> str:
        """When it was first published, and, apart from that, when readers last got another text."""
        now, live, facts = article.asked.now, article.live, []
        if article.due_at and not live:
            name, word = ("late", "late, due") if article.is_late else ("due", "due")
            facts.append((name, word, article.due_at))
        if article.embargo_until and article.embargo_until > now:
            facts.append(("embargo", "embargo ends", article.embargo_until))
        if article.waiting:
            facts.append(("waiting", "goes live", article.waiting.live_from))
        if live:
            facts.append(("since", "published", live.first_published_at))
            if live.live_from > live.first_published_at:
                facts.append(("changed", "changed", live.live_from))
        rows = [(name, word, told(at, now)) for name, word, at in facts]
        return format_html_join("", '<span class="when when--{}">{} {}</span>', rows)

    @admin.display(description="words")
    def words(self, article: Article) -> str:
        return f"{article.words:,}"


def pill(article: Article) -> str:
    """The state of a working copy, as a sign and a word."""
    return format_html(PILL, article.state, SIGNS[article.state], article.get_state_display())


def _here(people: list[str]) -> str:
    if not people:
        return ""
    return format_html(
        HERE, ", ".join(people), "has" if len(people) == 1 and people != ["You"] else "have"
    )
