"""The field for the last part of an address."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from newsroom.lib.text import slugs


def validate_slug(value: str) -> None:
    """Raises ValidationError for what can't stand in an address as it is."""
    if not slugs.is_slug(value):
        raise ValidationError(
            "Use letters, digits, hyphens and underscores alone, of any script.", code="invalid"
        )


def _in_any_script(field: models.Field | forms.Field) -> list:
    """What a field checks, with our rule in the place of Django's."""
    return [
        validate_slug,
        *(each for each in field.validators if each not in field.default_validators),
    ]


class SlugFormField(forms.SlugField):
    def __init__(self, **options) -> None:
        super().__init__(**options)
        self.validators = _in_any_script(self)

    def to_python(self, value: str) -> str:
        return slugs.composed(super().to_python(value))


class SlugField(models.SlugField):
    """A slug in any script. Its limit is in letters, and letters with accents are composed
    (NFC)."""

    def __init__(self, *args, allow_unicode: bool = True, **options) -> None:
        super().__init__(*args, allow_unicode=allow_unicode, **options)
        self.validators = _in_any_script(self)

    def to_python(self, value: str | None) -> str | None:
        value = super().to_python(value)
        return slugs.composed(value) if value else value

    def get_prep_value(self, value: str | None) -> str | None:
        value = super().get_prep_value(value)
        return slugs.composed(value) if isinstance(value, str) else value

    def formfield(self, **options) -> forms.Field:
        return super().formfield(**{"form_class": SlugFormField, **options})
