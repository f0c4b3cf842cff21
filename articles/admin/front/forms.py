"""The forms of fronts: what a slot holds, and when a front goes live."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlsplit

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from js_asset import Media

from articles.admin.editor import PICTURES
from articles.admin.fields import FindOne, Moment
from articles.admin.when import WhenForm
from articles.fronts.places import Area
from articles.fronts.slots import Slot
from articles.models import Article, Edition, Picture, Section, Series, Topic

#: Maximum number of series to choose from, the newest first.
MAX_SERIES = 50
STORY, LINK, RULE = "story", "link", "rule"


class SlotForm(forms.Form):
    """What one place of a front holds. Which story it is, is chosen from the list beside it."""

    what = forms.ChoiceField(label="Filled by", choices=(), widget=forms.RadioSelect)
    address = forms.CharField(
        label="Address",
        required=False,
        max_length=500,
        widget=forms.URLInput,
        help_text="Of a page elsewhere, beginning with https://.",
    )
    headline = forms.CharField(max_length=200, required=False, help_text="Empty: the story’s own.")
    kicker = forms.CharField(max_length=60, required=False, help_text="Empty: the story’s own.")
    picture = forms.ModelChoiceField(
        Picture.objects.all(),
        required=False,
        help_text="Empty: the story’s own.",
    )
    rule = forms.ChoiceField(label="Otherwise", required=False, choices=())
    topic = forms.ModelChoiceField(Topic.objects.all(), required=False, label="…of the topic")
    until = forms.DateTimeField(
        label="Stands until",
        required=False,
        widget=Moment,
        help_text="From then on the rule fills it. Empty: no end.",
    )

    def __init__(
        self, *args, area: Area, slot: Slot, story: Edition | Article | None, **kwargs
    ) -> None:
        """`slot` is what the place holds, `story` the one that is placed there."""
        self.area, self.slot = area, slot
        initial = {
            "what": STORY if slot.story else LINK if slot.address else RULE,
            "address": slot.address,
            "headline": slot.headline,
            "kicker": slot.kicker,
            "picture": slot.picture,
            "until": slot.ends,
            "rule": "topic" if slot.rule.startswith("topic:") else slot.rule,
            "topic": slot.rule.partition(":")[2] if slot.rule.startswith("topic:") else None,
        }
        super().__init__(*args, initial=initial, prefix="slot", label_suffix="", **kwargs)
        kept = [(STORY, f"This story: {story.headline}")] if slot.story and story else []
        self.fields["what"].choices = [*kept, (LINK, "A page elsewhere"), (RULE, "A rule")]
        self.fields["rule"].choices = self._rules()
        self.fields[
            "rule"
        ].help_text = "What fills it where nothing is placed by hand, or can’t be shown."
        for name in ("picture", "topic"):
            field = Article._meta.get_field("lead_picture" if name == "picture" else "topics")
            self.fields[name].widget = FindOne(field, admin.site, choices=self.fields[name].choices)

    def _rules(self) -> list:
        fill = "the newest" if self.area.rule else "nothing"
        named = [
            *((f"section:{each.pk}", f"The newest of {each}") for each in Section.objects.all()),
            *(
                (f"series:{each.pk}", f"The newest of the series {each}")
                for each in Series.objects.order_by("-pk")[:MAX_SERIES]
            ),
        ]
        return [
            ("", f"As this part does: {fill}"),
            ("newest", "The newest of all"),
            *named,
            ("topic", "The newest of a topic…"),
        ]

    def clean_address(self) -> str:
        address = self.cleaned_data["address"].strip()
        if address:
            try:
                parts = urlsplit(address)
                found = parts.scheme in ("http", "https") and parts.hostname
            except ValueError:
                found = False
            if not found:
                raise forms.ValidationError(
                    "This is no address of a page. It begins with https://."
                )
        return address

    def clean(self) -> dict:
        given = super().clean()
        if given.get("what") == LINK:
            for name, words in (
                ("address", "Give the address of the page."),
                ("headline", "Give it a headline."),
            ):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, words)
        if given.get("rule") == "topic" and not given.get("topic"):
            self.add_error("topic", "Choose a topic.")
        return given

    def made(self) -> Slot:
        """The slot as it was filled in."""
        given = self.cleaned_data
        by_hand = given["what"] != RULE
        rule = f"topic:{given['topic'].pk}" if given["rule"] == "topic" else given["rule"]
        return Slot(
            story=self.slot.story if given["what"] == STORY else None,
            address=given["address"] if given["what"] == LINK else "",
            headline=" ".join(given["headline"].split()) if by_hand else "",
            kicker=" ".join(given["kicker"].split()) if by_hand else "",
            picture=given["picture"].pk if by_hand and given["picture"] else None,
            rule=rule,
            until=given["until"].astimezone(dt.UTC).isoformat() if given["until"] else "",
        )


def choosing(request: HttpRequest) -> Media:
    """What lets the picture of a place be chosen from the library, or sent to it."""
    script = forms.Script("js/admin/front-picture.js", type="module")
    return Media(importmap=PICTURES, js=[script], nonce=str(request.csp_nonce))


class PublishFrontForm(WhenForm):
    """When a front goes live."""

    note = forms.CharField(
        required=False,
        max_length=200,
        help_text="For the newsroom, to find it again: “Evening”, “Election night”.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
