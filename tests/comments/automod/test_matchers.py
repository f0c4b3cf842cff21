"""What each kind of rule finds, and which lines it refuses.

Covers comments/automod/matchers.py, comments/automod/syntax.py.
"""

import datetime as dt

import pytest
from django.utils import timezone

from comments.automod import syntax
from comments.automod.matchers import Subject, made_of
from comments.models import DeskRule
from tests import factories

#: Kind, terms and other fields of the rule; what the reply is; what is found, in words; and marked.
FOUND = [
    ("words", {"terms": "free spins\ncasino"}, {"text": "A CASINO, free spins"},
    "CASINO, free spins", ("CASINO", "free spins")),
    ("words", {"terms": "cas", "inside_words": True}, {"text": "casinos"}, "cas", ("cas",)),
    ("pattern", {"terms": r"\+?\d{3}[ -]\d{4}"}, {"text": "call 555-1234"}, "555-1234",
    ("555-1234",)),
    ("pattern", {"terms": "buy.now"}, {"text": "Buy now"}, "Buy now", ("Buy now",)),
    ("links", {"limit": 2}, {"text": "http://a.example www.b.example"}, "2 links", ()),
    ("linked", {"terms": "spam.example"}, {"text": "see https://www.Spam.example/x?y"},
    "www.Spam.example", ("www.Spam.example",)),
    ("linked", {"terms": "spam.example"}, {"text": "at eu.spam.example, ok"}, "eu.spam.example",
    ("eu.spam.example",)),
    ("linked", {"terms": "spam.example"}, {"text": "hi", "website": "https://spam.example"},
    "spam.example", ("spam.example",)),
    ("linked", {"terms": "spam.example"}, {"text": "http://good.example@spam.example/"},
    "spam.example", ("spam.example",)),
    ("linked", {"terms": "bücher.example"}, {"text": "xn--bcher-kva.example"},
    "xn--bcher-kva.example", ("xn--bcher-kva.example",)),
    ("address", {"terms": "Bad@one.example"}, {"email": "bad@one.example"}, "bad@one.example", ()),
    ("address", {"terms": "@one.example"}, {"email": "who@mx.one.example"}, "who@mx.one.example",
    ()),
    ("disposable", {"terms": "bin.example"}, {"email": "a@bin.example"}, "a@bin.example", ()),
    ("network", {"terms": "203.0.112.0/20"}, {"network": "203.0.113.0/24"}, "203.0.113.0/24", ()),
    ("network", {"terms": "2001:db8::/32"}, {"network": "2001:db8:7::/48"}, "2001:db8:7::/48", ()),
    ("length", {"limit": 5}, {"text": "12345"}, "5 characters", ()),
    ("length", {"limit": 2, "terms": "at most"}, {"text": "+1"}, "2 characters", ()),
    ("band", {"terms": "doubtful"}, {"score": 0.9, "band": "doubtful"},
    "the model says 90%, like spam", ()),
    ("band", {"limit": 80}, {"score": 0.8, "band": "unsure"}, "the model says 80%, can’t tell",
    ()),
]  # fmt: skip
LET_BE = [
    ("words", {"terms": "ass"}, {"text": "Class in Scunthorpe"}),
    ("pattern", {"terms": "^buy"}, {"text": "You buy"}),
    ("links", {"limit": 2}, {"text": "http://a.example"}),
    ("linked", {"terms": "spam.example"}, {"text": "notspam.example spam.example.org"}),
    ("address", {"terms": "bad@one.example"}, {"email": "good@one.example"}),
    ("address", {"terms": "one.example"}, {"email": ""}),
    ("disposable", {"terms": "bin.example"}, {"email": "a@cabin.example"}),
    ("network", {"terms": "203.0.112.0/24"}, {"network": "203.0.113.0/24"}),
    ("network", {"terms": "203.0.112.0/24"}, {"network": ""}),
    ("network", {"terms": "203.0.112.0/24"}, {"network": "2001:db8::/48"}),
    ("length", {"limit": 5}, {"text": "1234"}),
    ("band", {"terms": "doubtful"}, {"score": 0.5, "band": "unsure"}),
    ("band", {"limit": 1}, {}),
]  # fmt: skip


def matched(kind, fields, subject):
    return made_of(DeskRule(kind=kind, name="A rule", **fields))(Subject(**{"text": "", **subject}))


@pytest.mark.parametrize(("kind", "fields", "subject", "words", "marked"), FOUND)
def test_it_finds(kind, fields, subject, words, marked):
    assert matched(kind, fields, subject) == (words, marked)


@pytest.mark.parametrize(("kind", "fields", "subject"), LET_BE)
def test_it_lets_be(kind, fields, subject):
    assert matched(kind, fields, subject) is None


@pytest.mark.django_db
class TestRate:
    @pytest.fixture(autouse=True)
    def _earlier(self, people):
        story, now = factories.published("Ferry back"), timezone.now()
        for minutes in (1, 2, 30):
            factories.reply(story, now=now - dt.timedelta(minutes=minutes))
        self.at = now

    @pytest.mark.parametrize(
        ("limit", "minutes", "of", "words"),
        [
            (3, 10, "", "3 replies from this address within 10 min"),
            (4, 10, "", None),
            (4, 31, "address", "4 replies from this address within 31 min"),
            (3, 10, "network", None),
        ],
    )
    def test_it_counts_what_came_before(self, limit, minutes, of, words):
        fields = {"limit": limit, "minutes": minutes, "terms": of}
        match = matched(
            "rate",
            fields,
            {"email": "reader@example.org", "network": "203.0.113.0/24", "at": self.at},
        )
        assert (match.words if match else None) == words


@pytest.mark.parametrize(
    ("kind", "lines", "wrong"),
    [
        ("pattern", "fine\n(open", 2),
        ("pattern", "a*", 1),
        ("pattern", "(a+)+$", 1),
        ("pattern", "fine\n\n(x+x+)+y", 3),
        ("pattern", "((a{1000}){1000}){1000}", 1),
        ("pattern", "(" * 400, 1),
        ("linked", "good.example\nnot a host", 2),
        ("address", "a b@c.example", 1),
        ("address", "@", 1),
        ("network", "203.0.113.7/32", 1),
        ("network", "2001:db8::/64", 1),
        ("network", "everywhere", 1),
        ("disposable", "bin.example\n?", 2),
        ("length", "at least", 1),
        ("rate", "address\nplace", 2),
        ("band", "terrible", 1),
        ("words", "x" * 301, 1),
    ],
)
def test_a_line_that_cannot_be_used_is_named(kind, lines, wrong):
    with pytest.raises(syntax.WrongTerms) as refusal:
        syntax.checked(kind, lines)
    assert [number for number, _ in refusal.value.lines] == [wrong]


def test_of_many_wrong_lines_some_are_named():
    with pytest.raises(syntax.WrongTerms) as refusal:
        syntax.checked("network", "x\n" * 40)
    assert len(refusal.value.lines) == 11
    assert "30 lines more" in refusal.value.lines[-1][1]


def test_a_pattern_that_passed_and_is_slow_on_a_long_text_gives_up():
    """Each has its share of time, and all of a rule together."""
    slow = made_of(DeskRule(kind="pattern", name="Slow", terms=r"\w+\d@\w+\d@"))
    with pytest.raises(TimeoutError):
        slow(Subject("a1" * 32_000 + " @"))
