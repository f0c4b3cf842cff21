"""Texts that say nearly the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.lib.learning import likeness

TEXT = (
    "Nobody has asked the people of the harbour what they think of the plan, and so I call on every"
    " reader to sign the petition before Friday, when the council will vote on it."
)
OTHER = (
    "I liked the photographs most of all, especially the one with the two dogs on the pier. My aunt"
    " used to sell bread there in the sixties, and she says it has hardly changed."
)


def alike(one: str, other: str) -> float:
    return likeness.likeness(likeness.sketch(one), likeness.sketch(other))


def share_a_key(one: str, other: str) -> bool:
    return bool(
        set(likeness.keys(likeness.sketch(one))) & set(likeness.keys(likeness.sketch(other)))
    )


@pytest.mark.parametrize(
    "other",
    [
        TEXT.upper(),
        TEXT.replace(",", ""),
        f"  {TEXT}!!!",
        TEXT.replace("e", "é"),
        TEXT.replace("a", "a\u200b"),
    ],
)
def test_what_differs_in_signs_alone_is_the_same(other):
    assert likeness.exact(other) == likeness.exact(TEXT)
    assert alike(TEXT, other) == 1


@pytest.mark.parametrize(
    "other",
    [
        TEXT.replace("Friday", "Monday"),
        f"Hello all! {TEXT}",
        f"{TEXT} Please do!",
        TEXT.replace("the council", "our mayor"),
        TEXT.replace("harbour", "old town").replace("reader", "person"),
    ],
)
def test_what_differs_in_a_few_words_is_nearly_the_same(other):
    assert likeness.exact(other) != likeness.exact(TEXT)
    assert alike(TEXT, other) >= likeness.ALIKE
    assert share_a_key(TEXT, other)


def test_what_says_something_else_is_not():
    assert alike(TEXT, OTHER) < 0.1
    assert not share_a_key(TEXT, OTHER)


@pytest.mark.parametrize(
    "text", ["", "Well said.", "Thank you very much indeed", "!!! ??? ... --- *** +++"]
)
def test_of_a_short_text_nothing_is_said(text):
    assert likeness.exact(text) is None
    assert likeness.sketch(text) is None


@given(st.text(max_size=600))
def test_any_text_has_both_or_neither(text):
    sketch = likeness.sketch(text)
    assert (sketch is None) == (likeness.exact(text) is None)
    if sketch:
        numbers = likeness.keys(sketch)
        assert likeness.likeness(sketch, sketch) == 1
        assert all(-(2**63) <= number < 2**63 for number in numbers)
        assert len(numbers) == likeness.ORDERS // likeness.ROWS


def test_a_sketch_is_the_same_on_every_machine():
    # stored ones have to be found by later versions, too
    known = [-8703328452894591263, -7412891888619579312]
    assert likeness.keys(likeness.sketch("one two three four five six seven"))[:2] == known
