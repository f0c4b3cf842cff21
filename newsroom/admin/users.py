"""People and their roles. Whoever may do this can never give more than he has."""

from __future__ import annotations

from django.contrib.admin import display
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.http import HttpRequest

from newsroom.models import User
from newsroom.roles import ROLES

FOR_SUPERUSERS = ("Beyond roles", {"fields": ("is_superuser", "user_permissions")})


class UserAdmin(DjangoUserAdmin):
    list_display = ("username", "full_name", "email", "roles", "is_active", "last_login")
    list_filter = ("groups", "is_active")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Person", {"fields": ("first_name", "last_name", "email")}),
        ("Role", {"fields": ("groups", "is_active", "is_staff")}),
        ("Dates", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "usable_password", "password1", "password2")}),
        ("Person", {"fields": ("first_name", "last_name", "email")}),
        ("Role", {"fields": ("groups",)}),
    )
    readonly_fields = ("last_login", "date_joined")
    filter_horizontal = ("user_permissions",)

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).prefetch_related("groups")

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None):
        fieldsets = super().get_fieldsets(request, obj)
        return (*fieldsets, FOR_SUPERUSERS) if obj and request.user.is_superuser else fieldsets

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """A superuser's account, his password above all, is a superuser's business."""
        if obj and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        if obj and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_delete_permission(request, obj)

    def formfield_for_manytomany(self, db_field, request: HttpRequest, **kwargs):
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.name == "groups":
            field.label = "Roles"
            field.help_text = "What this person may do. Several roles add up."
            if not request.user.is_superuser:
                field.queryset = field.queryset.filter(name__in=ROLES)
        return field

    def formfield_for_dbfield(self, db_field, request: HttpRequest, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "is_staff" and field:
            field.label, field.help_text = "May log in here", ""
        return field

    def save_model(self, request: HttpRequest, obj: User, form, change: bool) -> None:
        if not change:
            obj.is_staff = True  # whoever is added here belongs to the newsroom
        super().save_model(request, obj, form, change)

    def get_actions(self, request: HttpRequest) -> dict:
        """Without deletion in bulk: people are switched off, and their work stays theirs."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    @display(description="name", ordering="last_name")
    def full_name(self, user: User) -> str:
        return user.get_full_name()

    def roles(self, user: User) -> str:
        return ", ".join(group.name for group in user.groups.all())
