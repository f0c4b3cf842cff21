"""The fields of a story, as the newsroom fills them in."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.utils import timezone

from articles.admin.fields import people_of_the_newsroom
from articles.admin.story.form.related_field import RelatedField
from articles.errors import StepRefused
from articles.fields import BY_NAME, TABLE
from articles.models import Article
from articles.writing import save


class ArticleForm(forms.ModelForm):
    """Knows which version of the story its reader has seen; the step that saves makes sure of the
    rest."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    related = RelatedField(
        help_text="Shown first under the story, in this order. Others follow by topic and text."
    )

    class Meta:
        model = Article
        fields = [field.name for field in TABLE if field.in_form]
        labels = {"body": "Story text", "lead_picture": "Picture"}
        widgets = {
            "kicker": forms.TextInput(attrs={"placeholder": "Kicker"}),
            "headline": forms.Textarea(attrs={"rows": 1, "placeholder": "Headline"}),
            "standfirst": forms.Textarea(attrs={"rows": 1, "placeholder": "Standfirst"}),
            "front_headline": forms.TextInput(),
            "search_title": forms.TextInput(),
            "search_description": forms.Textarea(attrs={"rows": 3}),
            "social_title": forms.TextInput(),
            "social_description": forms.Textarea(attrs={"rows": 3}),
            "byline_text": forms.Textarea(attrs={"rows": 2}),
            "note": forms.Textarea(attrs={"rows": 4}),
            "lead_alt": forms.Textarea(attrs={"rows": 2}),
            "lead_caption": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.initial["seen_version"] = self.instance.version
        if "genre" in self.fields:
            self.fields["genre"].required = False  # a form that doesn't ask leaves it
        for name, field in self.fields.items():
            if isinstance(field, forms.CharField) and name != "slug":
                field.widget.attrs["dir"] = "auto"  # it begins at the side where its script begins
            if name in BY_NAME and BY_NAME[name].fits:
                field.widget.attrs["data-most"] = BY_NAME[name].fits
        if "owner" in self.fields:
            self.fields["owner"].queryset = people_of_the_newsroom()

    def clean_headline(self) -> str:
        """One line, however it was pasted."""
        return " ".join(self.cleaned_data["headline"].split())

    def clean_genre(self) -> str:
        return self.cleaned_data["genre"] or self.instance.genre

    def clean_related(self) -> list[int]:
        if self.instance.pk in (chosen := self.cleaned_data["related"]):
            raise forms.ValidationError("A story is not related to itself.")
        return chosen

    def clean_embargo_until(self) -> dt.datetime | None:
        until = self.cleaned_data["embargo_until"]
        if self.instance.pk and "embargo_until" in self.changed_data:
            try:
                save.refuse_late_embargo(self.instance, until, now=timezone.now())
            except StepRefused as refusal:
                raise forms.ValidationError(str(refusal)) from None
        return until

    def clean(self) -> dict:
        given = super().clean()
        if given.get("series_part") and not given.get("series") and "series" not in self.errors:
            self.add_error("series_part", "Choose the series of which it is a part.")
        # what is saved is compared with this one
        self.instance.version = given.get("seen_version") or 0
        return given
