"""What every template may use."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from articles.models import Publication, Section


def publication(request: HttpRequest) -> dict:
    """The paper and its sections, asked for when a page first uses them."""
    return {
        "publication": SimpleLazyObject(Publication.objects.current),
        "sections": SimpleLazyObject(lambda: list(Section.objects.all())),
    }
