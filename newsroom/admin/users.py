"""People and their roles. Whoever may do this can never give more than he has."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.admin import display
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html

from articles import taxonomy
from articles.models import Author, Record, Verb
from newsroom.accounts import mails, proof, second_factor, sign_ins
from newsroom.accounts.models import DemandingRole
from newsroom.lib.config.mail_server import is_address
from newsroom.lib.text import slugs
from newsroom.lib.web.addresses import MAX_MAIL
from newsroom.lib.web.form_fields import MailAddressField
from newsroom.models import User
from newsroom.roles import ROLES

FOR_SUPERUSERS = ("Beyond roles", {"fields": ("is_superuser", "user_permissions")})


class ChangeForm(UserChangeForm):
    """Without the password, which is chosen by nobody but its owner."""

    password = None
    email = MailAddressField(max_length=MAX_MAIL, required=False)


class AddForm(forms.ModelForm):
    """Somebody new, who is invited by mail, and the byline of theirs."""

    email = MailAddressField(
        max_length=MAX_MAIL, help_text="The invitation goes there; it is good for three days."
    )
    signs_as = forms.CharField(
        label="Signs as",
        max_length=100,
        required=False,
        help_text=(
            "The name above their stories. A byline of this name that belongs to no login is"
            " linked; where there is none, it is made. Empty: they sign nothing."
        ),
    )

    class Meta:
        model = User
        fields = ("username", "first_name", "last_name", "email", "groups")

    def clean_username(self) -> str:
        name = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=name).exists():
            raise forms.ValidationError("Somebody has this name already.")
        return name

    def clean_signs_as(self) -> str:
        name = " ".join(self.cleaned_data["signs_as"].split())
        bylines = Author.objects.filter(name__iexact=name)
        if bylines.exists() and not bylines.filter(user=None).exists():
            raise forms.ValidationError("This byline belongs to another login.")
        return name


class UserAdmin(DjangoUserAdmin):
    list_display = ("username", "full_name", "email", "roles", "is_active", "last_login")
    list_filter = ("groups", "is_active")
    form, add_form, add_form_template = ChangeForm, AddForm, None
    fieldsets = (
        (None, {"fields": ("username", "logging_in")}),
        ("Person", {"fields": ("first_name", "last_name", "email")}),
        ("Role", {"fields": ("groups", "is_active", "is_staff")}),
        ("Dates", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username",)}),
        ("Person", {"fields": ("first_name", "last_name", "email", "signs_as")}),
        ("Role", {"fields": ("groups",)}),
    )
    readonly_fields = ("logging_in", "last_login", "date_joined")
    filter_horizontal = ("user_permissions",)

    def get_urls(self) -> list:
        """Nobody types a password for somebody else: the page for that helps in other ways."""
        help_page = path(
            "<number:user>/login/", self.admin_site.admin_view(self.help_login), name="user_login"
        )
        stock = [each for each in super().get_urls() if each.name != "auth_user_password_change"]
        roles = path("roles/", self.admin_site.admin_view(self.demand_factor), name="user_roles")
        return [roles, help_page, *stock]

    def changeform_view(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return proof.ask(request) or super().changeform_view(request, *args, **kwargs)

    def delete_view(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return proof.ask(request) or super().delete_view(request, *args, **kwargs)

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
        if change:  # what the person changes at this moment, such as the password, stays
            columns = {field.name for field in User._meta.concrete_fields}
            obj.save(update_fields=columns.intersection(form.changed_data))
            return
        obj.is_staff = True  # whoever is added here belongs to the newsroom
        obj.set_unusable_password()
        obj.save()

    def save_related(self, request: HttpRequest, form, formsets, change: bool) -> None:
        """The record, the byline and the invitation, once the roles are known."""
        super().save_related(request, form, formsets, change)
        user = form.instance
        roles = ", ".join(sorted(user.groups.values_list("name", flat=True))) or "none"
        if change:
            if form.changed_data:
                note = f"{', '.join(form.changed_data)}; roles: {roles}"
                Record.objects.write(Verb.USER_CHANGED, by=request.user, subject=user, note=note)
            if "email" in form.changed_data and (old := form.initial["email"]):
                mails.tell_change(user, f"Its address is now {user.email or 'none'}.", to=old)
            if "is_active" in form.changed_data or "is_staff" in form.changed_data:
                sign_ins.end_sessions(user, but=request.session.session_key)
            return
        note = f"Roles: {roles}"
        Record.objects.write(Verb.USER_ADDED, by=request.user, subject=user, note=note)
        if name := form.cleaned_data["signs_as"]:
            link_byline(user, name, by=request.user)
        mails.invite(user, by=request.user)
        messages.info(request, f"An invitation is on its way to {user.email}.")

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        subject = str(obj)
        super().delete_model(request, obj)
        Record.objects.write(Verb.USER_DELETED, by=request.user, subject=subject)

    def get_actions(self, request: HttpRequest) -> dict:
        """Without deletion in bulk: people are switched off, and their work stays theirs."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def help_login(self, request: HttpRequest, user: int) -> HttpResponse:
        """Helps somebody who can't log in: a link by mail, or an end of all sessions."""
        person = User.objects.filter(pk=user).first()
        if not self.has_change_permission(request, person):
            raise PermissionDenied
        if person is None:
            raise Http404
        if asked := proof.ask(request):
            return asked
        if request.method == "POST":
            with transaction.atomic():
                messages.success(request, help_with(request, person))
            return redirect("admin:user_login", person.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Logging in: {person}",
            "person": person,
            "reachable": is_address(person.email),
            "invited": not person.has_usable_password(),
            "sessions": sign_ins.open_sessions(person).count(),
            "has_factor": second_factor.has_any(person),
        }
        return TemplateResponse(request, "admin/accounts/help.html", context)

    def demand_factor(self, request: HttpRequest) -> HttpResponse:
        """Of which roles a second factor is demanded."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        if asked := proof.ask(request):
            return asked
        groups = Group.objects.filter(name__in=ROLES).order_by("name")
        if request.method == "POST":
            ticked = set(request.POST.getlist("roles"))
            second_factor.demand(
                [group for group in groups if str(group.pk) in ticked], by=request.user
            )
            messages.success(request, "Saved.")
            return redirect("admin:user_roles")
        demanding = set(DemandingRole.objects.values_list("group", flat=True))
        without = User.objects.filter(is_active=True, authenticator_app=None, passkeys=None)
        rows = [
            {
                "group": group,
                "demanded": group.pk in demanding,
                "without": without.filter(groups=group).count(),
            }
            for group in groups
        ]
        context = {**self.admin_site.each_context(request), "title": "Second factor", "rows": rows}
        return TemplateResponse(request, "admin/accounts/roles.html", context)

    @display(description="name", ordering="last_name")
    def full_name(self, user: User) -> str:
        return user.get_full_name()

    def roles(self, user: User) -> str:
        return ", ".join(group.name for group in user.groups.all())

    @display(description="logging in")
    def logging_in(self, user: User) -> str:
        words = "Has a password." if user.has_usable_password() else "Has not chosen a password."
        address = reverse("admin:user_login", args=[user.pk])
        return format_html(
            '{} <a class="in-text" href="{}">Help with logging in</a>', words, address
        )


def help_with(request: HttpRequest, person: User) -> str:
    """Do what a button of the page says. Returns what was done, in words."""
    asked, by, here = request.POST, request.user, request.session.session_key
    if "link" in asked and is_address(person.email):
        if person.has_usable_password():
            mails.send_link(person, by=by)
        else:
            mails.invite(person, by=by)
        return f"A link is on its way to {person.email}."
    if "factor" in asked:
        second_factor.remove(person, by=by)
        sign_ins.end_sessions(person, but=here)
        return "The second factor is removed. Have a new one set up soon."
    if "sessions" in asked:
        ended = sign_ins.end_sessions(person, but=here)
        Record.objects.write(Verb.SESSIONS_ENDED, by=by, subject=person)
        return f"Logged out everywhere: {ended} session{'' if ended == 1 else 's'}."
    return "Nothing was changed."


def link_byline(user: User, name: str, *, by: User) -> None:
    """Have a user sign under this name: the byline of that name that belongs to nobody, or a new
    one. The record says so."""
    byline = Author.objects.filter(name__iexact=name, user=None).first()
    if byline is None:
        stem = slugs.made_of(name, 90) or "author"
        taken = set(Author.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
        numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
        slug = next(each for each in (stem, *numbered) if each not in taken)
        byline = Author(name=name, slug=slug)
    byline.user = user
    taxonomy.keep(byline, by=by)
