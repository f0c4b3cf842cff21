"""Fields as the admin of stories shows them."""

from django import forms


def without_detours(field: forms.Field) -> forms.Field:
    """The field without links to change, see or delete what is chosen: these have pages of their own."""
    widget = field.widget
    widget.can_change_related = widget.can_view_related = widget.can_delete_related = False
    return field
