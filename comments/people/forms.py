"""Forms of readers who want mail: which story, how often."""

from __future__ import annotations

from django import forms

from comments.models import Reader
from newsroom.lib.config.mail_server import is_address


class FollowForm(forms.Form):
    """Follow this story by mail."""

    email = forms.EmailField(
        label="Your email address",
        max_length=100,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": "Please give your email address.",
            "invalid": "This does not look like an email address. One looks like name@example.org.",
        },
    )
    leave_empty = forms.CharField(
        label="Leave this field empty",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **{"label_suffix": "", "auto_id": "follow-%s", **kwargs})

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        if not is_address(email):
            raise forms.ValidationError(self.fields["email"].error_messages["invalid"])
        return email


class ChoicesForm(forms.ModelForm):
    """How soon a reader is told of what."""

    class Meta:
        model = Reader
        fields = ["answers_mail", "decisions_mail", "stories_mail"]
        widgets = dict.fromkeys(fields, forms.RadioSelect)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **{"label_suffix": "", "auto_id": "choice-%s", **kwargs})
