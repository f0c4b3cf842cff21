"""The form under a story."""

from __future__ import annotations

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Field, Layout
from django import forms
from django.core.exceptions import ValidationError

from comments.findings import Draft, Sent
from comments.models import Wish
from comments.models.policy import DEFAULT_LENGTH, MAX_LENGTH
from newsroom.lib.matching import lookalikes
from newsroom.lib.text.strings import length, number
from newsroom.lib.web.form_fields import MailAddressField, WebAddressField


def counted(value: str, most: int) -> int:
    """The number of characters, as people count them; of code points where that is enough, or
    there are far too many."""
    return length(value) if most < len(value) <= 4 * most else len(value)


def is_too_long(value: str, most: int = MAX_LENGTH) -> bool:
    return counted(value, most) > most


def is_not_too_long(value: str, most: int = MAX_LENGTH) -> None:
    """Raises ValidationError for a text of more characters than a reply may have."""
    if is_too_long(value, most):
        count = counted(value, most)
        raise ValidationError(
            f"Your comment has {count:,} characters; please keep it under {most:,}."
        )


class ReplyForm(forms.Form):
    """Leave a Reply. Takes nothing but what the reader types; where it belongs is said by the
    address."""

    comment = forms.CharField(
        label="Comment",
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        error_messages={"required": "Please write your comment."},
    )
    name = forms.CharField(
        label="Name",
        max_length=245,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
        error_messages={"required": "Please give a name. It is shown beside your comment."},
    )
    email = MailAddressField(
        label="Email",
        max_length=100,
        help_text="Your email address will not be published.",
        error_messages={
            "required": "Please give your email address. It will not be published.",
        },
    )
    website = WebAddressField(label="Website", max_length=200, required=False)
    leave_empty = forms.CharField(
        label="Leave this field empty",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    wants_mail = forms.BooleanField(
        label="Email me when something happens to my reply",
        required=False,
        help_text="We first send you a link, to make sure that the address is yours.",
    )
    proof = forms.CharField(required=False, widget=forms.HiddenInput)
    parent = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    wish = forms.ChoiceField(
        label="What is it?",
        required=False,
        choices=[("", "Just a comment"), *Wish.choices],
        error_messages={"invalid_choice": "Please choose one of these."},
    )
    wants_credit = forms.BooleanField(
        label="Name me if the story is changed because of it", required=False
    )
    rules_seen = forms.Field(label="I have seen the house rules", required=False)

    def __init__(
        self, *args, rules_version: int = 0, max_length: int = DEFAULT_LENGTH, **kwargs
    ) -> None:
        """`rules_version`: of the house rules in force, which the reader is asked to have seen; 0
        for none. `max_length`: of the text, in characters."""
        kwargs.setdefault("label_suffix", "")
        kwargs.setdefault("auto_id", "reply-%s")
        super().__init__(*args, **kwargs)
        self.rules_version = rules_version
        self.keep_under(max_length)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True  # nothing personal is held that a foreign page could misuse
        self.helper.layout = Layout(
            "comment",
            "name",
            "email",
            "website",
            "parent",
            "proof",
            Field("wants_mail", template="newsroom/tick.html"),
            HTML('{% include "comments/_for_the_newsroom.html" %}'),
            HTML('{% include "comments/_rules_seen.html" %}'),
            HTML('{% include "comments/_remember.html" %}'),
            Field("leave_empty", template="newsroom/trap.html"),
        )

    def keep_under(self, max_length: int) -> None:
        """Take no text of more characters."""
        self.max_length = max_length
        self.fields["comment"].widget.attrs["data-most"] = max_length

    def clean_comment(self) -> str:
        is_not_too_long(self.cleaned_data["comment"], self.max_length)
        return self.cleaned_data["comment"]

    def clean_name(self) -> str:
        """The name without tricks; one of nothing but these is none."""
        name = lookalikes.plain(self.cleaned_data["name"])
        if not name:
            raise ValidationError(self.fields["name"].error_messages["required"], code="required")
        return name

    def draft(self, sent: Sent) -> Draft:
        """What was typed, once the form is valid; `sent` is what its key says."""
        data = self.cleaned_data
        text = data["comment"].replace("\r\n", "\n").replace("\r", "\n")
        return Draft(
            data["name"],
            data["email"],
            data["website"],
            text,
            trap=data["leave_empty"],
            sent=sent,
            rules_seen=number(data["rules_seen"], digits=9) or None,
            wish=data["wish"],
            wants_credit=bool(data["wish"]) and data["wants_credit"],
            wants_mail=data["wants_mail"],
            proof=data["proof"],
        )
