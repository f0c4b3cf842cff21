"""The form of a rule of the desk: of each kind, the fields that it goes by."""

from __future__ import annotations

from django import forms

from articles.models import Section
from comments.automod.lab import DAYS
from comments.automod.lifecycle import USES
from comments.automod.syntax import AT_MOST, RATE_OF
from comments.models import Band, DeskRule

Kind, Act = DeskRule.Kind, DeskRule.Act
#: What a kind looks for, for whoever chooses one.
ABOUT = {
    Kind.WORDS: (
        "Words as readers see them: whatever their case, accents, or letters that only look alike."
    ),
    Kind.PATTERN: "Regular expressions, for what has a form: telephone numbers, codes.",
    Kind.LINKS: "Replies with more than a few links.",
    Kind.LINKED: "Links to certain sites, in the text or in the field for the website.",
    Kind.ADDRESS: "Replies from certain email addresses, or from all of a domain.",
    Kind.NETWORK: "Replies from certain networks, as far as senders are known.",
    Kind.DISPOSABLE: "Addresses that are made to be thrown away: paste a list of their domains.",
    Kind.LENGTH: "Texts that are very long, or say next to nothing.",
    Kind.RATE: "Replies that come fast, from one address or network.",
    Kind.BAND: "What the local model is sure of, or doubts.",
}
TERMS = {
    Kind.WORDS: ("Words and phrases", "One on a line. Whole words are found, in any script."),
    Kind.PATTERN: (
        "Patterns",
        "One on a line. Case makes no difference. One that takes long is refused.",
    ),
    Kind.LINKED: (
        "Sites",
        "One domain on a line; those below it are meant, too: example.org finds news.example.org.",
    ),
    Kind.ADDRESS: (
        "Addresses and domains",
        "One on a line: name@example.org, or example.org for all of a domain.",
    ),
    Kind.NETWORK: (
        "Networks",
        "One on a line: 203.0.113.0/24, 2001:db8::/48. Senders are known no closer than that.",
    ),
    Kind.DISPOSABLE: ("Domains", "One on a line; those below it are meant, too."),
}
LIMITS = {
    Kind.LINKS: ("From how many links on?", ""),
    Kind.LENGTH: ("How many characters?", ""),
    Kind.RATE: ("From how many replies on?", "This one included."),
    Kind.BAND: (
        "From which figure on, in percent?",
        "0 says that nothing is against it, 100 that all is. May be empty.",
    ),
}
#: Terms that are chosen and not written.
CHOICES = {
    Kind.LENGTH: (
        "Longer, or shorter?",
        [("", "At least so many"), (AT_MOST, "At most so many")],
        forms.RadioSelect,
    ),
    Kind.RATE: (
        "From what?",
        [(of, f"From one {of}") for of in RATE_OF],
        forms.CheckboxSelectMultiple,
    ),
    Kind.BAND: ("Which bands?", Band.choices, forms.CheckboxSelectMultiple),
}


class RuleForm(forms.Form):
    """A rule of one kind; what is wrong with it the step says, and `refuse` puts it at its
    field."""

    name = forms.CharField(max_length=100, help_text="Moderators read it at what the rule finds.")
    terms = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"})
    )
    inside_words = forms.BooleanField(required=False, label="Also inside longer words")
    limit = forms.IntegerField(required=False, min_value=0)
    minutes = forms.IntegerField(required=False, min_value=1, label="Within how many minutes?")
    section = forms.ModelChoiceField(
        Section.objects.order_by("name"),
        required=False,
        label="Where",
        empty_label="On the whole site",
    )
    act = forms.ChoiceField(
        choices=Act.choices, widget=forms.RadioSelect, initial=Act.HOLD, label="What follows?"
    )
    message = forms.CharField(
        required=False,
        max_length=300,
        label="What the writer is told",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Only where it refuses: stands at the form, and the text stays in it.",
    )
    weight = forms.FloatField(
        initial=1.0,
        min_value=-10,
        max_value=10,
        label="Weight",
        widget=forms.NumberInput(attrs={"step": "0.5"}),
        help_text=(
            "For the order of the queue: each 1 makes a reply 2.7 times as likely not to be shown."
        ),
    )
    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, kind: str, **kwargs) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.kind = kind
        for name in ("terms", "inside_words", "limit", "minutes"):
            if name not in USES[kind]:
                del self.fields[name]
        if kind in LIMITS:
            self.fields["limit"].label, self.fields["limit"].help_text = LIMITS[kind]
        if kind in TERMS:
            self.fields["terms"].label, self.fields["terms"].help_text = TERMS[kind]
        elif kind in CHOICES:
            label, choices, widget = CHOICES[kind]
            make = forms.ChoiceField if widget is forms.RadioSelect else forms.MultipleChoiceField
            self.fields["terms"] = make(choices=choices, widget=widget, required=False, label=label)

    @classmethod
    def of(cls, rule: DeskRule) -> RuleForm:
        """The form as it stands for a rule."""
        initial = {name: getattr(rule, name) for name in cls.base_fields if hasattr(rule, name)}
        if rule.kind in CHOICES:
            initial["terms"] = rule.terms.splitlines() if rule.kind != Kind.LENGTH else rule.terms
        return cls(kind=rule.kind, initial={**initial, "seen_version": rule.version})

    def given(self) -> dict:
        """What the steps of ruling take."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "seen_version"}
        if isinstance(data.get("terms"), list):
            data["terms"] = "\n".join(data["terms"])
        return data

    def refuse(self, refusal) -> None:
        """Say at its field why the step refused it, line by line where it is about lines."""
        field = refusal.field if refusal.field in self.fields else None
        self.add_error(
            field, [f"Line {number}: {why}" for number, why in refusal.lines] or str(refusal)
        )


class ReplayForm(forms.Form):
    days = forms.TypedChoiceField(
        coerce=int,
        initial=30,
        label="Over the decisions of how many days?",
        choices=[(days, f"{days} days") for days in DAYS],
    )
