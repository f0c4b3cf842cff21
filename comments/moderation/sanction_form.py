"""The form for a measure about a person, from light to heavy."""

from __future__ import annotations

from django import forms

from comments.models import HouseRule, Sanction
from comments.moderation import sanctions

Kind = Sanction.Kind
#: What is chosen: a kind, and for a suspension how many days.
MEASURES = {
    "message": "Send a message: no effect but that it is read",
    "warn": "Warn: replies wait for a moderator until the person says to have read it",
    "hold": "Always hold: each reply waits for a moderator; the person is not told",
    **{
        f"suspend-{days}": (
            f"Suspend for {days} day{'' if days == 1 else 's'}: replies are refused, with the"
            " reason"
        )
        for days in sanctions.DAYS
    },
    "ban": "Ban: replies are refused, with the reason, until somebody lifts it",
}


class SanctionForm(forms.Form):
    """What is wrong with it the step says; `refuse` puts it at its field."""

    measure = forms.ChoiceField(
        widget=forms.RadioSelect,
        label="From light to heavy",
        error_messages={"required": "Choose a measure."},
    )
    message = forms.CharField(
        label="What the person is told",
        required=False,
        max_length=sanctions.MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=(
            "Stands on their receipts, in a mail to a confirmed reader, and at the form where it"
            " refuses."
        ),
    )
    rule = forms.ModelChoiceField(
        HouseRule.objects.all(),
        label="House rule",
        required=False,
        empty_label="None in particular",
    )
    note = forms.CharField(
        label="For the newsroom only",
        required=False,
        max_length=sanctions.MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    reject_days = forms.TypedChoiceField(
        label="Also reject their replies",
        required=False,
        coerce=int,
        empty_value=None,
        help_text="Held and shown ones, as one act that you can take back. Needs the house rule.",
    )
    comment = forms.IntegerField(required=False, widget=forms.HiddenInput)
    up_to = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, may_ban: bool, counts: dict[int, int], **kwargs) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        measures = [(name, label) for name, label in MEASURES.items() if may_ban or name != "ban"]
        self.fields["measure"].choices = measures
        words = [
            (days, f"{count} of the last {days} day{'' if days == 1 else 's'}")
            for days, count in counts.items()
        ]
        self.fields["reject_days"].choices = [("", "None"), *words]

    def given(self) -> dict:
        """What sanctions.sanction takes."""
        data = {**self.cleaned_data}
        kind, _, days = data.pop("measure").partition("-")
        data.pop("comment")
        return {**data, "kind": kind, "days": int(days) if days else None}

    def refuse(self, refusal: sanctions.SanctionRefused) -> None:
        field = {"kind": "measure"}.get(refusal.field, refusal.field)
        self.add_error(field if field in self.fields else None, str(refusal))
