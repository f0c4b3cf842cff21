"""Names without tricks."""

import pytest

from newsroom.lib.matching import lookalikes
from tests import material


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("  Ada \u00a0 Novak\n", "Ada Novak"),
        ("\u202eavoN\u202c adA", "avoN adA"),
        ("A\u200bd\ufeffa\u2060", "Ada"),
        ("Z\u0308\u0301\u0300\u0302\u0303\u0304o", "Z\u0308\u0301\u0300o"),
        ("\u0301\u0300", ""),
        ("Jose\u0301", "José"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d🚀", "👩\u200d🚀"),
        ("\x00\ud800", ""),
    ],
)
def test_plain(given, kept):
    assert lookalikes.plain(given) == kept
    assert lookalikes.plain(kept) == kept


@pytest.mark.parametrize(
    ("name", "mixes"),
    [
        ("Ada Novak", False),
        ("Аda Novak", True),
        ("Анна Novak", False),
        ("Ολga", True),
        ("李小龙 Lee", False),
        ("😀 Ada", False),
    ],
)
def test_alphabets_in_one_word(name, mixes):
    assert lookalikes.mixes_alphabets(name) is mixes


@pytest.mark.parametrize(
    "other", ["ADA NOVAK", "Adа Nоvаk", "ada-novak", "Áda Novák", "A\u200bda  Novak.", "Ada N0vak"]
)
def test_names_that_look_alike(other):
    assert lookalikes.skeleton(other) == lookalikes.skeleton("Ada Novak")


@pytest.mark.parametrize(
    ("one", "other"), [("Straße", "STRASSE"), ("ﬁne", "Fine"), ("①", "1"), ("Ω", "\u2126")]
)
def test_letters_of_one_meaning(one, other):
    assert lookalikes.skeleton(one) == lookalikes.skeleton(other)


def test_names_that_differ():
    assert (
        len(
            {
                lookalikes.skeleton(name)
                for name in ("Ada Novak", "Ana Novak", "Adam Novak", "Анна", "李", "王")
            }
        )
        == 6
    )


def test_naughty_strings():
    for text in material.texts():
        once = lookalikes.plain(text)
        assert lookalikes.plain(once) == once
        lookalikes.skeleton(text)
        lookalikes.mixes_alphabets(text)
