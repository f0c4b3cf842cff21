"""What the pages of the model, of campaigns and of second looks need."""

from django import template

register = template.Library()


@register.filter
def percent(share: float | None, digits: int = 0) -> str:
    """A share as people read it: 0.873 is “87 %”; a dash where there is none."""
    return "–" if share is None else f"{share:.{digits}%}".replace("%", " %")
