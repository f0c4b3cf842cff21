"""When something goes live: now, at a time that is typed, or at one of those that are offered."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django import forms
from django.utils import timezone
from django.utils.formats import date_format

from articles.admin.fields import Moment

#: The hours of a day that are offered, and how many of the next ones.
HOURS, OFFERED = (6, 12, 18), 3


@dataclass(frozen=True)
class Offer:
    """A time that one button schedules for: `value` is what is sent, `words` what it says."""

    value: str
    words: str


class WhenForm(forms.Form):
    """Gives `at`: None for now. A time that is typed is the schedule: with “Now” it is refused."""

    when = forms.ChoiceField(
        choices=[("now", "Now"), ("later", "At a set time")],
        widget=forms.RadioSelect,
        initial="now",
        required=False,
    )
    at = forms.DateTimeField(label="Date and time", required=False, widget=Moment)
    offer = forms.DateTimeField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, embargo: dt.datetime | None = None, **kwargs) -> None:
        """`embargo` is until when nobody may see it."""
        super().__init__(*args, **kwargs)
        self.embargo = embargo if embargo and embargo > timezone.now() else None
        zone = timezone.get_current_timezone_name()
        self.fields["at"].help_text = f"In the site’s time zone, {zone}."
        if self.embargo:
            whole = self.embargo + dt.timedelta(seconds=59, microseconds=999_999)
            at = whole.replace(second=0, microsecond=0)  # the field has no seconds
            self.initial |= {"when": "later", "at": at}

    @property
    def offers(self) -> list[Offer]:
        """The next times that papers go out at; none before an embargo ends."""
        now = timezone.localtime()
        days = (now.date() + dt.timedelta(days=days) for days in range(3))
        times = (
            timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))
            for day in days
            for hour in HOURS
        )
        found = [at for at in times if at > max(now, self.embargo or now)][:OFFERED]
        return [Offer(f"{timezone.localtime(at):%Y-%m-%dT%H:%M}", said(at, now)) for at in found]

    def clean(self) -> dict:
        given = super().clean()
        offer, at = given.get("offer"), given.get("at")
        if "at" in self.errors:
            return given
        if not (given.get("when") or offer or at):
            self.add_error("when", "Say when it goes live.")
        if offer and at and offer != at and self._typed_time():
            self.add_error("at", "You gave this time and pressed another. Choose one of the two.")
        elif offer:
            given["at"] = at = offer
        elif given.get("when") == "later" and not at:
            self.add_error("at", "Give the date and time at which it goes live.")
        elif given.get("when") == "now" and at:
            message = "You gave a time and chose “Now”. Choose “At a set time”, or empty this."
            self.add_error("at", message)
        if "at" not in self.errors and at and at <= timezone.now():
            self.add_error("at", "This time lies in the past.")
        return given

    def _typed_time(self) -> bool:
        """Whether the time is not what stood there from the start."""
        return "at" in self.changed_data


def said(at: dt.datetime, now: dt.datetime) -> str:
    """A time as one says it: “today 18:00”, “tomorrow 06:00”, “3 December, 06:00”,
    with the year where it is another."""
    at, now = timezone.localtime(at), timezone.localtime(now)
    day = {0: "today", 1: "tomorrow"}.get((at.date() - now.date()).days)
    if day:
        return f"{day} {at:%H:%M}"
    return date_format(at, "j F, H:i" if at.year == now.year else "j F Y, H:i")
