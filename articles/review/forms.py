"""The form under a paragraph of a preview."""

from __future__ import annotations

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from django import forms

from articles.review.paragraphs import MAX_QUOTED
from articles.review.remarks import MAX_TEXT


class RemarkForm(forms.Form):
    """A remark of somebody without an account. What it is about is said by the address."""

    text = forms.CharField(
        label="Remark",
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": "Write what you would like to say.",
            "max_length": (
                "Your remark has %(show_value)d characters; please keep it under %(limit_value)d."
            ),
        },
    )
    name = forms.CharField(
        label="Your name",
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Say who you are, so that the newsroom knows whom to ask."},
    )
    quote = forms.CharField(
        max_length=MAX_QUOTED, required=False, strip=False, widget=forms.HiddenInput
    )
    leave_empty = forms.CharField(
        label="Leave this field empty",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **{"label_suffix": "", "auto_id": "remark-%s", **kwargs})
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True  # no cookie is held that a foreign page could ride on
        self.helper.layout = Layout(
            "text", "name", "quote", Field("leave_empty", template="newsroom/trap.html")
        )

    def clean_leave_empty(self) -> str:
        """A program filled in a field that no person sees. Should it have been a browser, sending
        it again helps."""
        if self.cleaned_data["leave_empty"]:
            self.data = {**self.data.dict(), "leave_empty": ""}
            raise forms.ValidationError(
                "This looked as if a program had sent it. Please send it once more."
            )
        return ""
