"""The mails to people of the newsroom about their logins, in plain text."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django_tasks import task

from articles.models import Publication, Record, Verb
from newsroom.accounts import links, waits
from newsroom.accounts.links import Purpose
from newsroom.lib.config.mail_server import is_address
from newsroom.lib.web.addresses import NotAnAddress, mail_address
from newsroom.mail.delivery import MAIL
from newsroom.models import User

MAX_ACCOUNTS = 5  # that share an address


@task(queue_name=MAIL)
def answer_forgotten(typed: str) -> None:
    """Mail a link to whoever has this name or address. Nobody who asks learns whether there was
    one: the page is done before this begins."""
    people = User.objects.filter(is_active=True, is_staff=True)
    try:
        kept = mail_address(typed)
    except NotAnAddress:
        kept = typed
    named = Q(username=typed) | Q(email__iexact=typed) | Q(email__iexact=kept)
    for user in people.filter(named)[:MAX_ACCOUNTS]:
        if not is_address(user.email):
            continue
        try:
            waits.take(waits.Counter("mail", str(user.pk)))
        except waits.TooManyAttempts:
            continue
        send(
            user,
            "forgotten",
            "Choose a new password",
            link=links.password_link(user, Purpose.RESET),
        )


def invite(user: User, *, by: User) -> None:
    """Mail a link with which to choose the first password. To be called in the transaction of what
    it goes with."""
    Record.objects.write(Verb.USER_INVITED, by=by, subject=user)
    link = links.password_link(user, Purpose.INVITATION)
    paper = Publication.objects.current().name
    send(user, "invitation", f"Your login to the newsroom of {paper}", link=link, by=by)


def send_link(user: User, *, by: User) -> None:
    """Mail a link to choose a new password, because somebody else of the newsroom asked for it."""
    Record.objects.write(Verb.PASSWORD_LINK_SENT, by=by, subject=user)
    link = links.password_link(user, Purpose.RESET)
    send(user, "forgotten", "Choose a new password", link=link)


def confirm_email(user: User, email: str) -> None:
    """Ask whether a new address is theirs."""
    link = links.email_link(user, email)
    send(user, "confirm_email", "Please confirm your address", to=email, link=link)


def tell_change(user: User, what: str, *, to: str = "") -> None:
    """Tell a user what was changed about the login: a sentence."""
    if is_address(to or user.email):
        address = settings.SITE_URL + reverse("admin:account")
        send(user, "changed", "Your login was changed", to=to, what=what, account=address)


def send(user: User, template: str, subject: str, *, to: str = "", **context) -> None:
    """Write a mail of templates/newsroom/mail/login/ into the outbox."""
    known = {"user": user, "paper": Publication.objects.current().name, "site": settings.SITE_URL}
    text = render_to_string(f"newsroom/mail/login/{template}.txt", known | context)
    EmailMessage(subject, text, to=[to or user.email]).send()
