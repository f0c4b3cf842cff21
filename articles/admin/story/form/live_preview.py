"""The preview beside a story's form: what is typed, through the templates that readers get; nothing
is saved."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils import timezone

from articles import permissions
from articles.admin.picture.chooser import own_folder
from articles.admin.story.form import unsaved
from articles.admin.story.page import Page
from articles.fields import fits
from articles.models import Article, Publication
from articles.pages import story_text

#: What search engines and cards of shared links show of a text, in characters, and a mail program
#: of a subject.
CUT = {
    "search_title": fits("search_title"),
    "search_description": fits("search_description"),
    "share_title": fits("social_title"),
    "share_description": fits("social_description"),
    "subject": 50,
    "card": fits("front_headline"),
}


class LivePreview(Page):
    """The preview of a form while it is typed."""

    def get_urls(self) -> list:
        return [self.path("typed/", self.typed_view, "typed")]

    def typed_view(self, request: HttpRequest) -> HttpResponse:
        """The form's fields as a page of their own: ?surface=page, as readers see the story, or
        =others, its cards and snippets."""
        if not permissions.can_write(request.user):
            raise PermissionDenied("Your role does not allow writing stories.")
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        story = as_shown(unsaved.story(request.POST))
        if request.GET.get("surface") == "others":
            return render(
                request, "articles/surfaces.html", {"edition": story, "told": told(request, story)}
            )
        shown = story_text.Text(story_text.look_up([story.body], timezone.now()), folder=own_folder)
        context = {
            "edition": story,
            "credits": unsaved.credits(request.POST),
            "topics": unsaved.topics(request.POST),
            "current_section": story.section_id,
            "text": shown.whole(story.body),
        }
        return render(request, "articles/typed.html", context)


def as_shown(story: Article) -> Article:
    """The story with what the public templates ask of an edition."""
    story.get_absolute_url, story.first_published_at = "#", timezone.now()
    if story.lead_picture:
        story.lead_picture.folder = own_folder(story.lead_picture)
    return story


def told(request: HttpRequest, story: Article) -> dict:
    """What other surfaces show of the story, each with what is cut off of it there."""
    texts = {
        "search_title": f"{story.page_title} | {Publication.objects.current().name}"
        if story.headline
        else "",
        "search_description": story.page_description,
        "share_title": story.share_title,
        "share_description": story.share_description,
        "subject": story.labelled_headline,
        "card": story.card_headline,
    }
    host = urlsplit(request.build_absolute_uri("/")).netloc
    return {"host": host, **{name: cut(text, CUT[name]) for name, text in texts.items()}}


def cut(text: str, most: int) -> dict:
    """A text as it is shown where there is room for `most` characters: at the end of a word, and
    what is lost."""
    text = " ".join(text.split())
    if len(text) <= most:
        return {"shown": text, "lost": "", "most": most}
    shown = text[:most].rsplit(" ", 1)[0]
    return {"shown": f"{shown}…", "lost": text[len(shown) :].strip(), "most": most}
