"""What a page says of itself in its head: `{% page_meta %}` to search engines, `{% share %}` to
those who share it, as Open Graph (ogp.me) has it, `{% feeds %}` to feed readers."""

from __future__ import annotations

from django import template
from django.conf import settings
from django.utils.translation import to_locale

from articles.models import Picture
from articles.models.pictures.picture import SHARE_EXT, SHARE_WIDTH

register = template.Library()


@register.inclusion_tag("components/page_meta.html", takes_context=True)
def page_meta(context, address: str, about: str) -> dict:
    """The one address by which a page goes, and what it is about, in a sentence or two: every
    public page says both. Without `address`, a path, it goes by the one it was asked for at."""
    request = context["request"]
    return {"address": request.build_absolute_uri(address or request.path), "about": about}


@register.inclusion_tag("components/share.html", takes_context=True)
def share(
    context, title: str, about: str, address: str, picture: Picture | None = None, alt: str = ""
) -> dict:
    """The card that others make of the page at `address`, with the picture in the size that such
    cards have."""
    absolute = context["request"].build_absolute_uri
    site = context["publication"].name
    found = {
        "title": title,
        "about": about,
        "address": absolute(address),
        "locale": locale(),
        "site": site,
    }
    if not picture:
        return found
    width, height = picture.size("share", SHARE_WIDTH)
    shown = absolute(picture.address("share", width, SHARE_EXT))
    return found | {"picture": shown, "width": width, "height": height, "alt": alt or picture.alt}


@register.inclusion_tag("components/feeds.html")
def feeds(title: str, address: str) -> dict:
    """The feeds of a page in all their forms; `address` is that of the first."""
    return {"title": title, "address": address}


def locale(code: str = "") -> str:
    """A language as Open Graph has it, with a territory: without one, "de" is that of Germany, and
    "en" what Open Graph itself takes where nothing is said."""
    name = to_locale(code or settings.LANGUAGE_CODE)
    return name if "_" in name else {"en": "en_US"}.get(name, f"{name}_{name.upper()}")
