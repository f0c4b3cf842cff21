"""The page on which two people's changes of one story are joined: nothing is overwritten, nothing
lost."""

from __future__ import annotations

import json
import re

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html

from articles import permissions
from articles.admin.story.form.autosave import forget_typed
from articles.admin.story.page import Page
from articles.errors import Collision, StepRefused
from articles.models import Article, Author, Topic
from articles.writing import content, save
from newsroom.lib.text import diff, html

#: A paragraph of words alone.
_PLAIN = re.compile(r"<p>[^<]*</p>")


class Collisions(Page):
    """Where it is saved what was chosen on the page of a collision."""

    def get_urls(self) -> list:
        return [self.path("<number:pk>/settle/", self.settle_view, "settle")]

    def settle_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Save what was chosen. Where somebody saved yet another version, the page comes again with
        that one."""
        article = get_object_or_404(Article, pk=pk)
        if not permissions.can_edit(request.user, article):
            raise PermissionDenied("Your role does not allow saving this story.")
        if request.method != "POST":
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[pk]))
        chosen = _chosen(request)
        if chosen is None:
            return HttpResponseBadRequest("Open the story again: this page was not complete.")
        given, seen = chosen
        content.put(article, given)
        article.version = seen
        authors = Author.objects.in_bulk(given["authors"])
        try:
            article.full_clean(validate_unique=False)
            save.save_article(
                article,
                by=request.user,
                topics=Topic.objects.filter(pk__in=given["topics"]),
                authors=[authors[pk] for pk in given["authors"] if pk in authors],
                roles=content.roles_in(given),
                note="Joined by hand with what somebody else had saved",
            )
        except Collision as collision:
            return collision_page(self.admin, request, collision)
        except ValidationError as error:
            return HttpResponseBadRequest("; ".join(error.messages))
        except StepRefused as refusal:
            self.admin.message_user(request, str(refusal), messages.ERROR)
        else:
            forget_typed(request)
            self.admin.message_user(request, "Saved, with what you chose.", messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[pk]))


def collision_page(admin, request: HttpRequest, collision: Collision) -> HttpResponse:
    """Base, theirs and mine of each field that collides, and of each place in the text, to choose
    from; 409."""
    words = content.Words(collision.base, collision.theirs, collision.mine)
    labels = content.labels()
    merged = collision.merged
    rows = [
        {
            "name": name,
            "label": labels[name],
            "is_text": name in content.TEXTS,
            "is_long": name in content.LONG,
            "most": Article._meta.get_field(name).max_length,
            **{
                side: words.of(name, getattr(collision, side).get(name))
                for side in ("base", "theirs", "mine")
            },
        }
        for name in merged.collisions
        if name != "body" or not merged.body
    ]
    theirs = {name: collision.theirs[name] for name in merged.collisions}
    parts = [part if isinstance(part, str) else [part.theirs, part.mine] for part in merged.body]
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "article": collision.stored,
        "title": "Two versions of this story",
        "rows": rows,
        "places": _places(merged.body),
        "joined": [labels[name] for name in merged.theirs],
        "sent": [
            ("merged", json.dumps(merged.content)),
            ("theirs", json.dumps(theirs)),
            ("body", json.dumps(parts)),
            ("tab", request.POST.get("tab", "")),
        ],
    }
    return TemplateResponse(request, "admin/articles/article/collision.html", context, status=409)


def _places(parts: list) -> list[dict]:
    """The text in which both changed the same: each such place, with the paragraph before it."""
    found, before = [], ""
    for number, part in enumerate(parts):
        if isinstance(part, str):
            before = part
        else:
            sides = {side: "".join(getattr(part, side)) for side in ("base", "theirs", "mine")}
            found.append({"number": number, "before": before, **sides, **_marked(sides)})
    return found


def _marked(sides: dict[str, str]) -> dict:
    """Both sides with what differs between them marked, and mine as a text to edit; nothing where
    there is more than words in it."""
    if not (sides["theirs"] and sides["mine"] and all(map(_PLAIN.fullmatch, sides.values()))):
        return {}
    theirs, mine = html.plain(sides["theirs"]), html.plain(sides["mine"])
    return {"runs": diff.words(theirs, mine), "edited": mine}


def _chosen(request: HttpRequest) -> tuple[content.Content, int] | None:
    """What was chosen, and the version it is to follow; None where the page sent is not ours."""
    try:
        given, theirs, parts = (
            json.loads(request.POST[name]) for name in ("merged", "theirs", "body")
        )
        seen = int(request.POST["seen_version"])
        whole = "".join(_part(request, number, part) for number, part in enumerate(parts))
    except (KeyError, TypeError, ValueError):
        return None
    if not (
        isinstance(given, dict) and isinstance(theirs, dict) and set(given) == set(content.FIELDS)
    ):
        return None
    for name in set(theirs) & set(content.FIELDS):
        match request.POST.get(f"choose-{name}"):
            case "theirs":
                given[name] = theirs[name]
            case "edited" if name in content.TEXTS:
                edited = request.POST.get(f"edited-{name}", "").replace("\r\n", "\n")
                given[name] = edited if name in content.LONG else " ".join(edited.split())
    if parts:
        given["body"] = whole
    return given, seen


def _part(request: HttpRequest, number: int, part: str | list) -> str:
    """The paragraphs of one place of the text."""
    if isinstance(part, str):
        return part
    theirs, mine = ("".join(side) for side in part)
    edited = " ".join(request.POST.get(f"edited-{number}", "").split())
    paragraph = format_html("<p>{}</p>", edited) if edited else ""
    ways = {"theirs": theirs, "both": theirs + mine, "edited": paragraph}
    return ways.get(request.POST.get(f"place-{number}", ""), mine)
