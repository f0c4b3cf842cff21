"""Forms of readers who want mail: which story, how often."""

from __future__ import annotations

from django import forms

from comments.models import Reader
from newsroom.lib.web.form_fields import MailAddressField


class FollowForm(forms.Form):
    """Follow this story by mail."""

    email = MailAddressField(
        label="Your email address",
        max_length=100,
        error_messages={"required": "Please give your email address."},
    )
    leave_empty = forms.CharField(
        label="Leave this field empty",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **{"label_suffix": "", "auto_id": "follow-%s", **kwargs})


class DataForm(FollowForm):
    """See what is held about an address."""

    email = MailAddressField(
        label="Your email address",
        max_length=254,
        error_messages={"required": "Please give your email address."},
    )


class EraseForm(forms.Form):
    """That somebody means it."""

    sure = forms.BooleanField(
        label="Yes, erase all this. It can’t be taken back.",
        error_messages={"required": "Tick the box if you want it erased."},
    )


class ChoicesForm(forms.ModelForm):
    """How soon a reader is told of what."""

    class Meta:
        model = Reader
        fields = ["answers_mail", "decisions_mail", "stories_mail"]
        widgets = dict.fromkeys(fields, forms.RadioSelect)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **{"label_suffix": "", "auto_id": "choice-%s", **kwargs})
