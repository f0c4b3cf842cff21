"""How somebody wants the desk: its keys, and the mail that comes from it."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone

from articles.models import Record, Section, Verb
from comments import permissions
from comments.admin.desk.shortcuts import KEYS, faults
from comments.desk import email_alerts
from comments.models import DeskSettings
from newsroom.lib.config.mail_server import is_address


def settings_of(person) -> DeskSettings:
    """As they have chosen, or as it is for everybody. One query."""
    return DeskSettings.objects.filter(pk=person.pk).first() or DeskSettings(person=person)


class ChoicesForm(forms.ModelForm):
    """The mail, and one field for each key."""

    sections = forms.ModelMultipleChoiceField(
        Section.objects.order_by("name"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Mail about stories in these alone. None ticked: about all.",
    )

    class Meta:
        model = DeskSettings
        fields = ("mail", "sections", "keys_on")
        widgets = {"mail": forms.RadioSelect}
        help_texts = {
            "mail": (
                "When a reply is held or reported. Links in it show the reply and ask before they"
                " act."
            )
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        for act, (key, words) in KEYS.items():
            self.fields[f"key_{act}"] = forms.CharField(
                label=words,
                max_length=1,
                strip=False,
                initial=self.instance.keys.get(act) or key,
                widget=forms.TextInput(
                    attrs={"autocomplete": "off", "autocapitalize": "off", "size": 2}
                ),
            )

    @property
    def key_fields(self) -> list:
        return [self[f"key_{act}"] for act in KEYS]

    def clean(self) -> dict:
        chosen = {
            act: self.cleaned_data[f"key_{act}"]
            for act in KEYS
            if f"key_{act}" in self.cleaned_data
        }
        for act, fault in faults(chosen).items():
            self.add_error(f"key_{act}", fault)
        self.instance.keys = {act: key for act, key in chosen.items() if key != KEYS[act][0]}
        return self.cleaned_data


class Choices:
    """Of the admin of replies."""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view
        return [
            path("mine/", view(self.choices_view), name="comments_comment_mine"),
            *super().get_urls(),
        ]

    def choices_view(self, request: HttpRequest) -> HttpResponse:
        """The page of whoever is logged in."""
        if not permissions.can_read(request.user):
            raise PermissionDenied
        own = settings_of(request.user)
        form = ChoicesForm(request.POST or None, instance=own)
        if request.method == "POST" and form.is_valid():
            if "mail" in form.changed_data:
                email_alerts.begin(own, timezone.now())
            form.save()
            Record.objects.write(Verb.DESK_SETTINGS_CHANGED, by=request.user)
            messages.success(request, "Saved.")
            return redirect("admin:comments_comment_mine")
        context = {
            **self.admin_site.each_context(request),
            "title": "My desk",
            "opts": self.opts,
            "form": form,
            "reachable": is_address(request.user.email),
        }
        status = 422 if request.method == "POST" else 200
        return TemplateResponse(request, "admin/comments/comment/mine.html", context, status=status)
