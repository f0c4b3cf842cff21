"""How replies are treated: for the site, under a section, under a story; the house rules; the hours
of the desk."""

from __future__ import annotations

from django.contrib import admin, messages
from django.forms import BaseInlineFormSet

from comments.models import DeskHours, Policy, PrivacySettings
from comments.policies import changes, privacy_text


class SettledFormSet(BaseInlineFormSet):
    """Saves through the step, as every change of a policy does."""

    by = None

    def save_new(self, form, commit=True):
        policy = super().save_new(form, commit=False)
        return changes.save(policy, by=self.by) if commit else policy

    def save_existing(self, form, obj, commit=True):
        policy = form.save(commit=False)
        return changes.save(policy, by=self.by) if commit else policy

    def delete_existing(self, obj, commit=True) -> None:
        if commit:
            changes.delete(obj, by=self.by)


class PolicyInline(admin.StackedInline):
    model = Policy
    formset = SettledFormSet
    fields = ["mode", "closes_after", "banner", "max_length", "reports_hide"]
    extra = 0
    max_num = 1
    verbose_name = verbose_name_plural = "reply policy"

    def get_formset(self, request, obj=None, **kwargs):
        return type(
            "PolicyFormSet", (super().get_formset(request, obj, **kwargs),), {"by": request.user}
        )


def add_policy_to(model) -> None:
    """Let the admin of stories or sections set how replies are treated there."""
    registered = admin.site._registry[model]
    registered.inlines = [*registered.inlines, PolicyInline]


class SettledAdmin(admin.ModelAdmin):
    """Saves and deletes through the steps."""

    def save_model(self, request, obj, form, change) -> None:
        changes.save(obj, by=request.user)

    def delete_model(self, request, obj) -> None:
        changes.delete(obj, by=request.user)

    def delete_queryset(self, request, queryset) -> None:
        for obj in queryset:
            changes.delete(obj, by=request.user)


class PolicyAdmin(SettledAdmin):
    list_display = ["subject", "mode_in_short", "closing", "banner"]
    list_select_related = ["article", "section"]
    list_filter = ["mode"]
    raw_id_fields = ["article"]

    @admin.display(description="Where")
    def subject(self, policy: Policy) -> str:
        return str(policy.article or policy.section or "Everywhere else")

    @admin.display(description="mode", ordering="mode")
    def mode_in_short(self, policy: Policy) -> str:
        return policy.get_mode_display().split(":")[0]

    @admin.display(description="closed after", ordering="closes_after", empty_value="")
    def closing(self, policy: Policy) -> str | None:
        days = policy.closes_after
        return None if days is None else f"{days} day{'' if days == 1 else 's'}"

    def response_change(self, request, obj):
        messages.info(request, "It holds for replies from now on; what is shown stays shown.")
        return super().response_change(request, obj)


class HouseRuleAdmin(SettledAdmin):
    list_display = ["number", "title"]
    list_display_links = ["title"]

    def has_delete_permission(self, request, obj=None) -> bool:
        return False  # decisions name them


class DeskHoursAdmin(SettledAdmin):
    """When moderators are there; readers are told when they will be back."""

    list_display = ["day_name", "opens_at", "closes_at"]
    list_display_links = ["day_name"]
    fieldsets = [
        (
            None,
            {
                "fields": ["day", "opens", "closes"],
                "description": (
                    "In the site’s time zone. A shift that goes past midnight has two rows: until"
                    " 23:59, and from 00:00 of the next day. With no rows at all, moderators are"
                    " taken to be there always."
                ),
            },
        )
    ]

    @admin.display(description="day", ordering="day")
    def day_name(self, hours: DeskHours) -> str:
        return hours.get_day_display()

    @admin.display(description="from", ordering="opens")
    def opens_at(self, hours: DeskHours) -> str:
        return f"{hours.opens:%H:%M}"

    @admin.display(description="to", ordering="closes")
    def closes_at(self, hours: DeskHours) -> str:
        return f"{hours.closes:%H:%M}"


class PrivacySettingsAdmin(SettledAdmin):
    """There is one; it is added by whoever first changes something."""

    fields = ["erased_replies", "text"]

    def has_add_permission(self, request) -> bool:
        return super().has_add_permission(request) and not PrivacySettings.objects.exists()

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def get_changeform_initial_data(self, request) -> dict:
        return {"text": privacy_text.TEXT}

    def save_model(self, request, obj, form, change) -> None:
        obj.pk = 1
        super().save_model(request, obj, form, change)
