"""The fields of a picture: what people say of it, what its file says, and where a crop must
look."""

from __future__ import annotations

from django import forms

from articles.models import Picture
from articles.pictures import library
from newsroom.lib.pictures import images

TAKEN = "Taken from the file."


class PictureForm(forms.ModelForm):
    #: Why the file could not be kept, when it was tried.
    no_room = ""

    taken_at = forms.DateTimeField(
        label="Taken",
        required=False,
        help_text="When it was taken or made.",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    class Meta:
        model = Picture
        fields = ("original", *library.FACTS, "focal_x", "focal_y")
        labels = {"original": "File"}
        help_texts = {
            "original": (
                "JPEG, PNG, WebP, AVIF or GIF, up to 40 MB. Readers never get this file itself."
            )
        }
        widgets = {
            "original": forms.FileInput(
                attrs={"accept": "image/jpeg,image/png,image/webp,image/avif,image/gif"}
            ),
            "alt": forms.Textarea(attrs={"rows": 2}),
            "caption": forms.Textarea(attrs={"rows": 2}),
            "credit": forms.TextInput(attrs={"class": "vTextField"}),
            "copyright": forms.TextInput(attrs={"class": "vTextField"}),
            "place": forms.TextInput(attrs={"class": "vTextField"}),
            "licence": forms.TextInput(attrs={"class": "vTextField"}),
            "licence_until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "focal_x": forms.NumberInput(attrs={"min": 0, "max": 1, "step": 0.01}),
            "focal_y": forms.NumberInput(attrs={"min": 0, "max": 1, "step": 0.01}),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in self.instance.taken_over:
            if field := self.fields.get(name):
                field.help_text = f"{TAKEN} {field.help_text}".strip()
        if self.instance.pk and "original" in self.fields:
            self.fields["original"].label = "Replace the file"
            self.fields[
                "original"
            ].help_text += " A new file takes its place everywhere, under new addresses."

    def clean_original(self):
        file = self.cleaned_data["original"]
        if self.no_room:
            raise forms.ValidationError(self.no_room)
        if "original" in self.changed_data:
            try:
                library.inspect(file)
            except images.BadPicture as error:
                raise forms.ValidationError(str(error)) from None
        return file

    def clean_taken_at(self):
        """As stored where only the seconds differ, which the field doesn't show."""
        given, stored = self.cleaned_data["taken_at"], self.instance.taken_at
        is_same = given and stored and given == stored.replace(second=0, microsecond=0)
        return stored if is_same else given
