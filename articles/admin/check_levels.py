"""The page on which the editor-in-chief says how much each check before publishing weighs."""

from __future__ import annotations

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path

from articles.checks import levels, rules
from articles.errors import NotAllowed
from articles.models.check_level import Level

RULES = [rule for rule in rules.RULES if not rule.fixed]


class LevelsForm(forms.Form):
    """One field for each rule whose level may be chosen."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        chosen = levels.chosen()
        for rule in RULES:
            field = forms.ChoiceField(label=rule.title, choices=Level, initial=chosen[rule.name])
            field.help_text = rule.level.label
            self.fields[rule.name] = field


class CheckLevelAdmin(admin.ModelAdmin):
    """All rules on one page, in place of a list of rows: a row says only what differs from the
    default."""

    def get_urls(self) -> list:
        return [
            path(
                "",
                self.admin_site.admin_view(self.levels_view),
                name="articles_checklevel_changelist",
            )
        ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def levels_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        form = LevelsForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                changes = levels.choose(form.cleaned_data, by=request.user)
            except NotAllowed as refusal:
                raise PermissionDenied(str(refusal)) from None
            said = (
                "Saved. It holds from now on, also for what is scheduled."
                if changes
                else "Nothing was changed."
            )
            self.message_user(request, said, messages.SUCCESS)
            return HttpResponseRedirect(request.path)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Checks before publishing",
            "form": form,
            "fixed": [rule for rule in rules.RULES if rule.fixed],
            "can_change": self.has_change_permission(request),
        }
        status = 422 if form.errors else 200
        return TemplateResponse(
            request, "admin/articles/checklevel/levels.html", context, status=status
        )
