"""Replies that say nothing of their own."""

import pytest

from comments.checks.text.thin import thin
from comments.findings import Draft
from comments.models import Policy, Reader
from tests import factories

THIN = {
    "https://a.example/pills": "Nothing but a link",
    "http://a.example http://a.example": "Nothing but a link",
    "WWW.a.example": "Nothing but a link",
    "a.example": "Nothing but a link",
    "cheap-pills.shop/buy?x=1": "Nothing but a link",
    "bücher.example": "Nothing but a link",
    "a[.]example": "Nothing but a link",
    "cheap dot example": "Nothing but a link",
    "hxxps://a.example": "Nothing but a link",
    "me@a.example": "Nothing but a link",
    "[Buy pills now](https://a.example)": "Nothing but a link",
    "→ https://a.example ok": "Nothing but a link",
    "> The ferry sank in 1912\n\nhttps://a.example": "Nothing but a link",
    "👍": "Nothing but signs",
    "👩‍👩‍👧 🇺🇦!!": "Nothing but signs",
    "...": "Nothing but signs",
    "> The ferry sank in 1912": "Nothing but a quotation",
    "> One\n>> Two\n\n🙂": "Nothing but a quotation",
}
ENOUGH = [
    "See https://a.example", "Yes", "是", "نعم", "+1", "> The ferry sank in 1912\n\nIt did not.",
    "The minutes of the council say otherwise: https://a.example/minutes",
    "It ends here.And begins there, as always", "At 5.30 p.m. it was 21.5 degrees, no more than that",
    "Thanks, e.g. for the map",
]  # fmt: skip


def found(text: str, **more):
    return [each.words for each in thin(Draft("Ana", "a@example.org", "", text, **more))]


def test_what_says_nothing_is_held(subtests):
    for text, words in THIN.items():
        with subtests.test(text):
            assert found(text) == [words]
            assert found(text, reader=Reader()) == []


def test_what_says_something_is_none(subtests):
    for text in ENOUGH:
        with subtests.test(text):
            assert found(text) == []


@pytest.mark.parametrize(
    "text", ["a." * 30_000, "[" * 60_000, "> " * 30_000, " dot" * 15_000, "a@" * 30_000]
)
def test_whatever_comes_is_looked_at_in_time(text):
    assert isinstance(found(text), list)


@pytest.mark.django_db
def test_an_open_thread_holds_it(people):
    Policy.objects.create(mode="open")
    comment = factories.post(factories.published(), "https://a.example")
    assert (comment.state, comment.held_for) == ("held", "thin")
