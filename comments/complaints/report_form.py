"""The form with which a reader reports a reply."""

from __future__ import annotations

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from django import forms

from comments.models import Reason
from newsroom.lib.text.strings import storable
from newsroom.lib.web.form_fields import MailAddressField


class Radios(forms.RadioSelect):
    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """The id of the first button: label and error of the whole field point to it."""
        return super().id_for_label(id_, index or "0")


class ReportForm(forms.Form):
    """What is wrong with a reply."""

    reason = forms.ChoiceField(
        label="Reason",
        choices=Reason,
        widget=Radios,
        error_messages={
            "required": "Please choose what is wrong with it.",
            "invalid_choice": "Please choose one.",
        },
    )
    text = forms.CharField(
        label="In your words",
        max_length=2000,
        required=False,
        help_text="What should the moderator look at?",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "max_length": (
                "This has %(show_value)d characters; please keep it under %(limit_value)d."
            )
        },
    )
    email = MailAddressField(
        label="Email",
        max_length=254,
        required=False,
        help_text="If you want to be told what came of it. Used for nothing else.",
    )
    leave_empty = forms.CharField(
        label="Leave this field empty",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, *args, **kwargs) -> None:
        kwargs.setdefault("label_suffix", "")
        kwargs.setdefault("auto_id", "report-%s")
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True  # nothing personal is held that a foreign page could misuse
        self.helper.layout = Layout(
            Field("reason", template="newsroom/radios.html"),
            "text",
            "email",
            Field("leave_empty", template="newsroom/trap.html"),
        )

    def clean_text(self) -> str:
        return storable(self.cleaned_data["text"].replace("\r\n", "\n"))
