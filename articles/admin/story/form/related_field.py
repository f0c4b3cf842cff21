"""The field of related stories: an ordered list of stories, each found by words of its headline."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.contrib import admin

from articles.admin.fields import FindSome
from articles.models import Article, Revision

#: Maximum number of related stories that are named by hand.
MAX_RELATED = 12


class InOrder(FindSome):
    """Shows what is chosen in the order in which it was, and asks for others as the field of a
    relation does."""

    def __init__(self, attrs: dict | None = None) -> None:
        super().__init__(Revision._meta.get_field("article"), admin.site, attrs=attrs)

    def optgroups(self, name: str, value: list[str], attrs: dict | None = None) -> list:
        groups = super().optgroups(name, value, attrs)
        place = {str(each): at for at, each in enumerate(value)}
        for _, options, _ in groups:
            options.sort(key=lambda option: place.get(str(option["value"]), len(place)))
        return groups


class RelatedField(forms.ModelMultipleChoiceField):
    """Gives the numbers of the chosen stories, in order."""

    widget = InOrder

    def __init__(self, **kwargs) -> None:
        super().__init__(Article.objects.defer("body"), required=False, **kwargs)

    def clean(self, value: Iterable[str]) -> list[int]:
        found = {str(story.pk): story.pk for story in super().clean(value)}
        chosen = [found[str(each)] for each in dict.fromkeys(value or ()) if str(each) in found]
        if len(chosen) > MAX_RELATED:
            raise forms.ValidationError(f"Name {MAX_RELATED} stories at most.")
        return chosen

    def has_changed(self, initial, data) -> bool:
        return [str(each) for each in initial or ()] != [str(each) for each in data or ()]
