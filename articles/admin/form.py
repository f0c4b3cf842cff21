"""The fields of a story, as the newsroom fills them in."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.utils import timezone

from articles import writing
from articles.admin.fields import people_of_the_newsroom
from articles.errors import StepRefused
from articles.models import Article


class ArticleForm(forms.ModelForm):
    """Knows which version of the story its reader has seen; the step that saves makes sure of the rest."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Article
        fields = (
            "kicker", "headline", "standfirst", "body", "section", "topics", "dateline",
            "lead_picture", "lead_alt", "lead_caption", "lead_credit", "slug",
            "owner", "due_at", "embargo_until", "expires_at",
        )  # fmt: skip
        labels = {"body": "Story text", "lead_picture": "Picture"}
        widgets = {
            "headline": forms.Textarea(attrs={"rows": 1}),
            "standfirst": forms.Textarea(attrs={"rows": 2}),
            "lead_alt": forms.Textarea(attrs={"rows": 2}),
            "lead_caption": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.initial["seen_version"] = self.instance.version
        if "owner" in self.fields:
            self.fields["owner"].queryset = people_of_the_newsroom()

    def clean_headline(self) -> str:
        """One line, however it was pasted."""
        return " ".join(self.cleaned_data["headline"].split())

    def clean_embargo_until(self) -> dt.datetime | None:
        until = self.cleaned_data["embargo_until"]
        if self.instance.pk and "embargo_until" in self.changed_data:
            try:
                writing.check_embargo(self.instance, until, now=timezone.now())
            except StepRefused as refusal:
                raise forms.ValidationError(str(refusal)) from None
        return until

    def clean(self) -> dict:
        given = super().clean()
        self.instance.version = given.get("seen_version") or 0  # what is saved is compared with this one
        return given
