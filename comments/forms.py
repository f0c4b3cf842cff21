"""The form under a story."""

from __future__ import annotations

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Field, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from comments.checks import Draft
from comments.models import Wish
from newsroom.lib.text import number

MAX_TEXT = 65_525


class ReplyForm(forms.Form):
    """Leave a Reply. Takes nothing but what the reader types; where it belongs is said by the address."""

    comment = forms.CharField(
        label="Comment", max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "required": "Please write your comment.",
            "max_length": "Your comment has %(show_value)d characters; please keep it under %(limit_value)d.",
        },
    )  # fmt: skip
    name = forms.CharField(
        label="Name", max_length=245, widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Please give a name. It is shown beside your comment."},
    )  # fmt: skip
    email = forms.EmailField(
        label="Email", max_length=100, help_text="Your email address will not be published.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": "Please give your email address. It will not be published.",
            "invalid": "This does not look like an email address. One looks like name@example.org.",
        },
    )  # fmt: skip
    website = forms.CharField(
        label="Website", max_length=200, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "url", "inputmode": "url"}),
    )  # fmt: skip
    leave_empty = forms.CharField(
        label="Leave this field empty", required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )  # fmt: skip
    parent = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    wish = forms.ChoiceField(
        label="What is it?", required=False, choices=[("", "Just a comment"), *Wish.choices],
        error_messages={"invalid_choice": "Please choose one of these."},
    )  # fmt: skip
    wants_credit = forms.BooleanField(label="Name me if the story is changed because of it", required=False)
    rules_seen = forms.Field(label="I have seen the house rules", required=False)

    def __init__(self, *args, rules_version: int = 0, **kwargs) -> None:
        """`rules_version`: of the house rules in force, which the reader is asked to have seen; 0 for none."""
        kwargs.setdefault("label_suffix", "")
        kwargs.setdefault("auto_id", "reply-%s")
        super().__init__(*args, **kwargs)
        self.rules_version = rules_version
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True  # nothing personal is held that a foreign page could misuse
        self.helper.layout = Layout(
            "comment", "name", "email", "website", "parent",
            HTML('{% include "comments/_for_the_newsroom.html" %}'),
            HTML('{% include "comments/_rules_seen.html" %}'),
            HTML('{% include "comments/_remember.html" %}'),
            Field("leave_empty", template="newsroom/trap.html"),
        )  # fmt: skip

    def clean_website(self) -> str:
        """An http(s) address; where the reader left the scheme away, https is meant."""
        address = self.cleaned_data["website"]
        if not address or address.lower() in {"http://", "https://"}:
            return ""
        if "://" not in address:
            address = f"https://{address}"
        try:
            URLValidator(schemes=["http", "https"])(address)
        except ValidationError:
            raise ValidationError("This is not a web address. One looks like https://example.org.") from None
        return address

    def draft(self) -> Draft:
        """What was typed, once the form is valid."""
        data = self.cleaned_data
        text = data["comment"].replace("\r\n", "\n").replace("\r", "\n")
        return Draft(
            data["name"], data["email"], data["website"], text, trap=data["leave_empty"],
            rules_seen=number(data["rules_seen"], digits=9) or None, wish=data["wish"],
            wants_credit=bool(data["wish"]) and data["wants_credit"],
        )  # fmt: skip
