"""Bringing two people's changes of one text together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.lib.text.merge import Collision, merge_sequences

TEXT = st.lists(st.sampled_from("abcde"), max_size=8)
BASE = ["a", "b", "c", "d"]

CASES = [
    ("both at different places", "abcd", "Abcd", "abcD", ["A", "b", "c", "D"]),
    ("beside one another", "abcd", "aBcd", "abCd", ["a", "B", "C", "d"]),
    ("the same on both sides", "abcd", "aXcd", "aXcd", ["a", "X", "c", "d"]),
    ("the same put in", "ab", "aXb", "aXb", ["a", "X", "b"]),
    ("different put in at the same place", "ab", "aXb", "aYb", ["a", Collision((), ("X",), ("Y",)),
    "b"]),
    ("the same block in two ways", "abc", "aXc", "aYc", ["a", Collision(("b",), ("X",), ("Y",)),
    "c"]),
    ("taken out and changed", "abc", "ac", "aYc", ["a", Collision(("b",), (), ("Y",)), "c"]),
    ("put in before what the other changed", "abc", "aXbc", "aYc", ["a", "X", "Y", "c"]),
    ("put in after what the other changed", "abc", "abXc", "aYc", ["a", "Y", "X", "c"]),
    ("put in amid what the other took out", "abcd", "abXcd", "ad", ["a", Collision(("b", "c"),
    ("b", "X", "c"), ()), "d"]),
    ("overlapping", "abcd", "aXd", "abYZ", ["a", Collision(("b", "c", "d"), ("X", "d"), ("b", "Y",
    "Z"))]),
    ("one block by both, the next by one", "abc", "XYc", "Zbc", [Collision(("a",), ("X",), ("Z",)),
    "Y", "c"]),
    ("out of nothing", "", "X", "Y", [Collision((), ("X",), ("Y",))]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "merged"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_merging(base, theirs, mine, merged):
    assert merge_sequences(list(base), list(theirs), list(mine)) == merged


@given(TEXT, TEXT)
def test_one_side_alone_is_taken_as_it_is(base, text):
    assert merge_sequences(base, base, text) == text
    assert merge_sequences(base, text, base) == text
    assert merge_sequences(base, text, text) == text


@given(TEXT, TEXT, TEXT)
def test_the_sides_may_change_places(base, one, other):
    turned = [
        Collision(row.base, row.mine, row.theirs) if isinstance(row, Collision) else row
        for row in merge_sequences(base, other, one)
    ]
    assert merge_sequences(base, one, other) == turned


@given(TEXT, st.lists(st.sampled_from("abcdeXY")), st.lists(st.sampled_from("abcdeZX")))
def test_nothing_that_either_side_wrote_is_lost(base, theirs, mine):
    found = {"theirs": set(), "mine": set()}
    for row in merge_sequences(base, theirs, mine):
        for side, blocks in found.items():
            blocks |= set(getattr(row, side) if isinstance(row, Collision) else [row])
    assert set(theirs) - set(base) <= found["theirs"]
    assert set(mine) - set(base) <= found["mine"]
