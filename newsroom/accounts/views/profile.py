"""One's own address, password and sessions."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from articles.models import Record, Verb
from newsroom.accounts import links, mails, proof, sign_ins, waits
from newsroom.accounts.models import SignIn
from newsroom.accounts.views.pages import get_or_post, page, too_many
from newsroom.accounts.views.password import keep_password
from newsroom.accounts.waits import Counter
from newsroom.lib.web.addresses import MAX_MAIL
from newsroom.lib.web.form_fields import MailAddressField
from newsroom.models import User


class EmailForm(forms.Form):
    email = MailAddressField(label="New address", max_length=MAX_MAIL)


class OwnPasswordForm(PasswordChangeForm):
    """The old one, counted before it is looked at, and the new one twice. `seconds` is how long to
    wait where it was refused for that."""

    def __init__(self, user: User, *args, **kwargs) -> None:
        super().__init__(user, *args, label_suffix="", **kwargs)
        self.seconds = 0
        for field in self.fields.values():
            field.max_length = 1000
            field.validators.append(forms.fields.validators.MaxLengthValidator(1000))

    def clean_old_password(self) -> str:
        counter = Counter("proof", str(self.user.pk))
        try:
            waits.take(counter)
        except waits.TooManyAttempts as refused:
            self.seconds = refused.seconds
            raise forms.ValidationError(str(refused)) from None
        old = super().clean_old_password()
        waits.succeed(counter)
        return old


@never_cache
@get_or_post
def change_email(request: HttpRequest) -> HttpResponse:
    """Mails a link to a new address, which becomes one's own once it is followed."""
    if asked := proof.ask(request):
        return asked
    form = EmailForm(request.POST or None, label_suffix="")
    seconds = 0
    if request.method == "POST" and form.is_valid():
        user = User.objects.get(pk=request.user.pk)
        try:
            waits.take(Counter("mail", f"new address of {user.pk}"))
            mails.confirm_email(user, form.cleaned_data["email"])
            messages.success(request, f"A link is on its way to {form.cleaned_data['email']}.")
            return redirect("admin:account")
        except waits.TooManyAttempts as refused:
            form.add_error(None, str(refused))
            seconds = refused.seconds
    response = page(request, "change_email", "Email", form=form)
    return too_many(response, seconds) if seconds else response


@never_cache
@get_or_post
@transaction.atomic
def confirm_email(request: HttpRequest, token: str) -> HttpResponse:
    """Makes a new address one's own. 410 for a link of somebody else, or that is used or old."""
    user = User.objects.select_for_update().get(pk=request.user.pk)
    email = links.email_of_link(token, user)
    if not email:
        return page(request, "email_gone", "This link is used up", status=410)
    if request.method == "POST":
        old, user.email = user.email, email
        user.save(update_fields=["email"])
        Record.objects.write(Verb.EMAIL_CHANGED, by=user, subject=user)
        mails.tell_change(user, f"Its address is now {email}.", to=old)
        messages.success(request, "Your address is confirmed.")
        return redirect("admin:account")
    return page(request, "confirm_email", "Confirm your address", email=email)


@never_cache
@get_or_post
@sensitive_post_parameters()
def change_password(request: HttpRequest) -> HttpResponse:
    """Changes one's own password, and logs one out everywhere else."""
    user = User.objects.get(pk=request.user.pk)
    form = OwnPasswordForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            keep_password(form)
            before = request.session.session_key
            sign_ins.end_sessions(user, but=before)
            update_session_auth_hash(request, user)
            SignIn.objects.filter(session_key=before).update(
                session_key=request.session.session_key
            )
            proof.note(request)
            Record.objects.write(Verb.PASSWORD_CHANGED, by=user, subject=user)
            mails.tell_change(user, "Its password was changed.")
        messages.success(request, "Your password is changed. Elsewhere you are logged out.")
        return redirect("admin:account")
    response = page(request, "change_password", "Password", form=form)
    return too_many(response, form.seconds) if form.seconds else response


@require_POST
def end_sessions(request: HttpRequest) -> HttpResponse:
    """Logs one out everywhere but here."""
    ended = sign_ins.end_sessions(request.user, but=request.session.session_key)
    user = User.objects.get(pk=request.user.pk)
    Record.objects.write(Verb.SESSIONS_ENDED, by=user, subject=user)
    messages.success(request, f"{ended} other session{'' if ended == 1 else 's'} ended.")
    return redirect("admin:account")
