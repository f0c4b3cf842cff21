"""Fields as the admin of stories shows them."""

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.http import HttpRequest


def without_detours(field: forms.Field) -> forms.Field:
    """The field without links to change, see or delete what is chosen: these have pages of their
    own."""
    widget = field.widget
    widget.can_change_related = widget.can_view_related = widget.can_delete_related = False
    return field


#: Digits of a number that each database knows.
MAX_DIGITS = 18


class ByNumber:
    """A field that shows what was chosen by asking for it. What was sent and is no number, or none
    that a database knows, finds nothing; Django would fail at it, where the form is to come back
    with what was typed."""

    def value_from_datadict(self, data, files, name: str):
        sent = super().value_from_datadict(data, files, name)
        if isinstance(sent, list):
            return [each[:MAX_DIGITS] if each.isdecimal() else each for each in sent]
        return sent[:MAX_DIGITS] if sent else sent

    def optgroups(self, name: str, value: list[str], attrs: dict | None = None) -> list:
        numbers = [each for each in value if str(each).isascii() and str(each).isdigit()]
        return super().optgroups(name, numbers, attrs)


class FindOne(ByNumber, AutocompleteSelect):
    pass


class FindSome(ByNumber, AutocompleteSelectMultiple):
    pass


class Finding:
    """For an admin or an inline whose `autocomplete_fields` are to come back whatever was sent."""

    def formfield_for_foreignkey(self, db_field, request: HttpRequest, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", FindOne(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request: HttpRequest, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", FindSome(db_field, self.admin_site))
        return super().formfield_for_manytomany(db_field, request, **kwargs)


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
