"""How many characters people see."""

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from newsroom.lib.text.strings import length

#: Letters that join what is beside them, each in its way.
JOINING = "\U0001f1e9\U0001f1ea\u0301\u200d\u0600\u1100\u1161\u0915\u094d\U0001f468\U0001f3fd\r\n a"


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("", 0),
        ("e\u0301", 1),
        ("\r\n", 1),
        ("\U0001f468\u200d\U0001f469\u200d\U0001f467", 1),
        ("\U0001f1e9\U0001f1ea", 1),
        ("\U0001f1e9" * 3, 2),
        ("\U0001f1e9\U0001f1ea\u200d\U0001f1e9", 2),
        ("\U0001f1e9" * 100_001, 50_001),
    ],
)
def test_as_people_count_them(text, seen):
    assert length(text) == seen


@given(st.text(JOINING, max_size=20))
def test_as_the_standard_counts_them(text):
    assert length(text) == len(regex.findall(r"\X", text))
