"""`{% picture %}`: a picture in the sizes and formats each reader's screen and program can use.

`{% preload pic crop="…" sizes="…" %}`, in the head, has it fetched before the style sheets are
read. Only programs that know AVIF do so: for the others it would be a second picture.
"""

from __future__ import annotations

from django import template

from articles.models import Picture

register = template.Library()


@register.inclusion_tag("components/picture.html")
def picture(
    pic: Picture | None,
    crop: str = "whole",
    sizes: str = "100vw",
    alt: str = "",
    lead: bool = False,
    decorative: bool = False,
    css: str = "",
    folder: str = "",
) -> dict:
    """`alt` left blank is the picture's own; `decorative` is for one that adds nothing to the text
    beside it.

    `lead` is for the one picture that a reader sees first: it is fetched at once instead of when it
    is near. Its renditions are asked for in `folder`, if not in public. Nothing is shown where
    `pic` is None.
    """
    if pic is None:
        return {}
    width, height = pic.size(crop)
    return {
        "sources": [
            (f"image/{ext}", pic.srcset(crop, ext, folder=folder)) for ext in ("avif", "webp")
        ],
        "srcset": pic.srcset(crop, folder=folder),
        "src": pic.address(crop, folder=folder),
        "sizes": sizes,
        "alt": "" if decorative else alt or pic.alt,
        "width": width,
        "height": height,
        "lead": lead,
        "css": css,
    }


@register.inclusion_tag("components/preload.html")
def preload(pic: Picture | None, crop: str = "whole", sizes: str = "100vw") -> dict:
    """The first picture of the page; crop and sizes as where it stands."""
    return {"srcset": pic.srcset(crop, "avif"), "sizes": sizes} if pic else {}
