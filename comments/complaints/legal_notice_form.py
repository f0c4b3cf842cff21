"""The form with which anybody says that a reply is against the law."""

from __future__ import annotations

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from django import forms

from comments.complaints.report_form import Radios
from comments.models import LegalNotice
from newsroom.lib.text.strings import storable
from newsroom.lib.web.form_fields import MailAddressField


class LegalNoticeForm(forms.Form):
    """What Article 16, paragraph 2 asks for; where the reply stands is said by the address."""

    kind = forms.ChoiceField(
        label="What is it about?",
        choices=LegalNotice.Kind,
        widget=Radios,
        error_messages={
            "required": "Please choose what it is about.",
            "invalid_choice": "Please choose one.",
        },
    )
    reasons = forms.CharField(
        label="Why it is against the law",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Which words, and why. If you know the law that they break, name it.",
        error_messages={
            "required": "Please say why: without reasons nobody can judge it.",
            "max_length": (
                "This has %(show_value)d characters; please keep it under %(limit_value)d."
            ),
        },
    )
    name = forms.CharField(
        label="Your name",
        max_length=245,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=(
            "Neither name nor email are told to the author of the reply. Abuse of children can be"
            " told without."
        ),
    )
    email = MailAddressField(
        label="Email",
        max_length=254,
        required=False,
        help_text="For the receipt, and for what came of it. Used for nothing else.",
    )
    good_faith = forms.BooleanField(
        label="I believe in good faith that what I say here is right and complete",
        error_messages={"required": "Please tick this: the law asks for it."},
    )
    leave_empty = forms.CharField(
        label="Leave this field empty",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, *args, **kwargs) -> None:
        kwargs.setdefault("label_suffix", "")
        kwargs.setdefault("auto_id", "notice-%s")
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True  # nothing personal is held that a foreign page could misuse
        self.helper.layout = Layout(
            Field("kind", template="newsroom/radios.html"),
            "reasons",
            "name",
            "email",
            Field("good_faith", template="comments/legal_notices/_good_faith.html"),
            Field("leave_empty", template="newsroom/trap.html"),
        )

    def clean_reasons(self) -> str:
        return storable(self.cleaned_data["reasons"].replace("\r\n", "\n"))

    def clean_name(self) -> str:
        return storable(self.cleaned_data["name"])

    def clean(self) -> dict:
        """Name and address are required, except for notices that concern children (Article 16,
        paragraph 2 c). A filled trap field is reported as an error: no notice is to be lost because
        a browser filled in what nobody sees."""
        given = super().clean()
        if given.get("kind") != LegalNotice.Kind.CHILDREN:
            missing = {"name": "Please give your name.", "email": "Please give your email address."}
            for field, words in missing.items():
                if field not in self.errors and not given.get(field):
                    self.add_error(field, words)
        if given.get("leave_empty"):
            self.add_error(
                None, "A field was filled in that nobody sees. Please send it once more."
            )
            self.data = {**self.data.dict(), "leave_empty": ""}
        return given
