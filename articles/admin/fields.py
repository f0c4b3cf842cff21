"""Fields as the admin of stories shows them."""

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import QuerySet


def without_detours(field: forms.Field) -> forms.Field:
    """The field without links to change, see or delete what is chosen: these have pages of their
    own."""
    widget = field.widget
    widget.can_change_related = widget.can_view_related = widget.can_delete_related = False
    return field


class Moment(forms.DateTimeInput):
    """A date and time as the browser asks for it, in the site's time zone; it needs no script of
    Django's."""

    def __init__(self, attrs: dict | None = None) -> None:
        super().__init__({"type": "datetime-local", **(attrs or {})}, format="%Y-%m-%dT%H:%M")


def people_of_the_newsroom() -> QuerySet:
    """Those who can see to a story."""
    return (
        get_user_model()
        .objects.filter(is_active=True, is_staff=True)
        .order_by("first_name", "username")
    )
