"""The byline on a story's page: who signs it, in which order."""

from __future__ import annotations

from django import forms
from django.contrib import admin
from django.forms.models import BaseInlineFormSet
from django.forms.utils import ErrorDict, ErrorList
from django.http import HttpRequest

from articles import permissions
from articles.admin.fields import Finding, without_detours
from articles.models import Article, Author, Credit, Role


class BylineFormSet(BaseInlineFormSet):
    unchecked = False  # filled with what was typed before, and not to be complained about yet

    def __init__(self, *args, unchecked: bool = False, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if unchecked:
            self._errors, self._non_form_errors = [], ErrorList()
            for form in self.forms:
                form._errors = ErrorDict()

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        labels = {
            "author": "Author",
            "role": "What they did",
            "position": "Order in the byline",
            "DELETE": "Remove",
        }
        for name, label in labels.items():
            if name in form.fields:
                form.fields[name].widget.attrs["aria-label"] = label

    def bylines(self) -> list[Author]:
        """The authors in their order: by number, those without one last."""
        return [row["author"] for row in self._rows()]

    def roles(self) -> dict[int, str]:
        """What each of them did, by the number of the author."""
        return {row["author"].pk: row["role"] for row in self._rows()}

    def _rows(self) -> list[dict]:
        rows = [
            form.cleaned_data
            for form in self.forms
            if getattr(form, "cleaned_data", None) and form.cleaned_data.get("author")
        ]
        rows = [row for row in rows if not row.get("DELETE")]
        rows.sort(key=lambda row: row["position"] if row.get("position") is not None else 1000)
        return rows

    def clean(self) -> None:
        super().clean()
        names = self.bylines()
        for author in names:
            if names.count(author) > 1:
                raise forms.ValidationError(f"{author} stands in the byline twice.")


class CreditForm(forms.ModelForm):
    position = forms.IntegerField(label="Order", required=False, min_value=0, max_value=999)
    role = forms.ChoiceField(
        label="What they did", choices=Role.choices, required=False, initial=Role.REPORTING
    )

    def clean_role(self) -> str:
        return self.cleaned_data["role"] or Role.REPORTING

    def clean_position(self) -> int:
        position = self.cleaned_data["position"]
        return 1000 if position is None else position


class CreditInline(Finding, admin.TabularInline):
    model = Credit
    form = CreditForm
    formset = BylineFormSet
    fields = ("author", "role", "position")
    autocomplete_fields = ("author",)
    extra = 0
    verbose_name = "author"
    verbose_name_plural = "Who did it"

    def formfield_for_dbfield(self, db_field, request: HttpRequest, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "author":
            without_detours(field).widget.can_add_related = False
        return field

    def get_extra(self, request: HttpRequest, obj: Article | None = None, **kwargs) -> int:
        return 0 if obj and obj.credits.exists() else 1

    # Whoever may write the story may sign it.
    def has_view_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return permissions.can_read(request.user, obj)

    def has_add_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return (
            permissions.can_edit(request.user, obj) if obj else permissions.can_write(request.user)
        )

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return self.has_add_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return self.has_add_permission(request, obj)
