"""The last parts of addresses."""

import unicodedata

import pytest

from newsroom.lib.text import slugs


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Ferry is back, at last!", "ferry-is-back-at-last"),
        ("Café & Straße — Œuvre", "cafe-strasse-oeuvre"),
        ("It’s 5 o'clock", "its-5-oclock"),
        ("1946–2016: a life", "1946-2016-a-life"),
        ("24/7 and 9:30", "24-7-and-9-30"),
        ("1½ hours, ½ a mile", "1-1-2-hours-1-2-a-mile"),
        ("1,000 ships and 3.5 sails", "1000-ships-and-3-5-sails"),
        ("U.S. vote\u000bon it", "us-vote-on-it"),
        ("Паром вернулся: ёлка, й", "паром-вернулся-ёлка-й"),
        ("Το φέρι επέστρεψε", "το-φέρι-επέστρεψε"),
        ("המעבורת חזרה", "המעבורת-חזרה"),
        ("عادت العبّارة", "عادت-العبّارة"),
        ("渡轮回来了", "渡轮回来了"),
        ("हिन्दी में", "हिन्दी-में"),
        ("ภาษาไทย", "ภาษาไทย"),
        ("!?…", ""),
        ("--a__b--", "a__b"),
    ],
)
def test_made_of_words(words, expected):
    assert slugs.made_of(words) == expected
    assert slugs.made_of(unicodedata.normalize("NFD", words)) == expected


def test_a_slug_has_an_end():
    assert slugs.made_of("а" * 300) == "а" * 100
    assert slugs.made_of("one two", 4) == "one"


@pytest.mark.parametrize("text", ["a-b_1", "ёж", "हिन्दी", "می‌خواهم"])
def test_what_is_one(text):
    assert slugs.is_slug(text)


@pytest.mark.parametrize(
    "text", ["", "a/b", "a b", "а б", "a.b", "a%b", "а?", "а\u2028", "а\u202e", "😀", "а’"]
)
def test_what_is_none(text):
    assert not slugs.is_slug(text) or text == ""


@pytest.mark.parametrize(
    ("written", "slug"),
    [
        ("%d0%bf%d0%b0%d1%80%d0%be%d0%bc", "паром"),
        ("हिन्दी-समाचार", "हिन्दी-समाचार"),
        ("%e0%a4%b9%e0%a4%bf%e0%a4%a8%e0%a5%8d%e0%a4%a6%e0%a5%80", "हिन्दी"),
        ("ferry-back", "ferry-back"),
        ("-a.b c-", "ab-c"),
        ("%f0%9f%9a%a2", ""),
    ],
)
def test_slugs_of_others_stay_as_they_are(written, slug):
    assert slugs.adapt_slug(written) == slug
