"""What the blocks of a story's text are called: the pictures and stories that it names by their
numbers."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse

from articles import permissions
from articles.admin.picture.admin import own_address
from articles.admin.story.page import Page
from articles.models import Article, Picture
from newsroom.lib.text.strings import number

#: Maximum number of pictures, and of stories, in one answer.
MAX_NAMED = 100


class BlockNames(Page):
    """The address at which the editor asks for names."""

    def get_urls(self) -> list:
        return [self.path("blocks/", self.blocks_view, "blocks")]

    def blocks_view(self, request: HttpRequest) -> HttpResponse:
        """`?pictures=` and `?stories=`, numbers with commas between: what is known of each, as
        JSON."""
        if not permissions.can_write(request.user):
            raise PermissionDenied("Your role does not allow writing stories.")
        pictures = Picture.objects.filter(pk__in=_numbers(request, "pictures"))
        stories = Article.objects.filter(pk__in=_numbers(request, "stories")).select_related(
            "section"
        )
        return JsonResponse(
            {
                "pictures": [_picture(picture) for picture in pictures],
                "stories": [
                    {
                        "id": story.pk,
                        "label": story.headline,
                        "hint": story.section.name if story.section else "",
                    }
                    for story in stories
                    if permissions.can_read(request.user, story)
                ],
            }
        )


def _numbers(request: HttpRequest, name: str) -> list[int]:
    given = request.GET.get(name, "").split(",")[:MAX_NAMED]
    return [found for each in given if (found := number(each))]


def _picture(picture: Picture) -> dict:
    return {
        "id": picture.pk,
        "alt": picture.alt,
        "caption": picture.caption,
        "credit": picture.credit,
        "width": picture.width,
        "height": picture.height,
        "thumb": own_address(picture, "square", min(320, max(picture.widths("square"))), "webp"),
        "medium": own_address(picture, "whole", min(640, max(picture.widths("whole"))), "webp"),
    }
