"""What a word is, in any script.

Covers newsroom/lib/text/scripts/direction.py.
"""

import pytest

from newsroom.lib.learning import likeness
from newsroom.lib.text import html
from newsroom.lib.text.scripts import words
from newsroom.lib.text.scripts.direction import attribute, direction


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It’s 5 o'clock – really", ["It’s", "5", "o'clock", "really"]),
        ("हिन्दी में क्षेत्र", ["हिन्दी", "में", "क्षेत्र"]),
        ("العَرَبِيَّةُ لُغَةٌ", ["العَرَبِيَّةُ", "لُغَةٌ"]),
        ("می‌خواهم بروم", ["می‌خواهم", "بروم"]),
        ("שָׁלוֹם צה״ל", ["שָׁלוֹם", "צה״ל"]),
        ("ภาษา", ["ภ", "า", "ษ", "า"]),
        ("น้ำ", ["น้", "ำ"]),
        ("東京都 Tokyo", ["東", "京", "都", "Tokyo"]),
        ("대한민국의 국회가", ["대한민국의", "국회가"]),
        ("il·lusió", ["il·lusió"]),
        ("snake_case", ["snake", "case"]),
        ("a\u0301 e\u0301te\u0301", ["a\u0301", "e\u0301te\u0301"]),
        ("… ! 🚢", []),
    ],
)
def test_words(text, found):
    assert words.split(text) == found


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("人" * 4000, 4000),
        ("東京は首都", 5),
        ("대한민국의 국회가", 2),
        ("ภาษาไทย", 3),
        ("हिन्दी में", 2),
        ("3.5 of 1,000 at 9:30", 5),
        ("Don’t – stop", 2),
        ("", 0),
    ],
)
def test_counted(text, count):
    assert words.count(text) == count == html.count_words(f"<p>{text}</p>")


@pytest.mark.parametrize(
    ("text", "most", "made"),
    [
        ("One two three", 13, "One two three"),
        ("One two three", 9, "One two…"),
        ("हिन्दी", 4, "हि…"),
        ("👩‍👩‍👧‍👦 family", 5, "…"),
        ("東京都知事", 4, "東京都…"),
        ("e\u0301" * 5, 4, "e\u0301…"),
    ],
)
def test_cut(text, most, made):
    assert words.truncate(text, most) == made
    assert len(made) <= most or made == text


def test_directions():
    assert [direction(each) for each in ("a", "שלום a", "1. عربي", "12 !", "東")] == [
        "ltr", "rtl", "rtl", "", "ltr",
    ]  # fmt: skip
    assert [attribute("שלום", ""), attribute("שלום", "rtl"), attribute("a", "rtl")] == [
        ' dir="rtl"', "", ' dir="ltr"',
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["हिन्दी में यह लिखा है और वह", "ข้อความนี้เหมือนกัน", "هَذَا نَصٌّ مُشَكَّلٌ طَوِيلٌ جِدًّا هُنَا", "这是一个相同的文本"],
)
def test_texts_of_any_script_are_compared(text):
    assert likeness.exact(text) == likeness.exact(f"{text}!") is not None
    assert likeness.exact("هَذَا نَصٌّ مُشَكَّلٌ طَوِيلٌ جِدًّا هُنَا") == likeness.exact("هذا نص مشكل طويل جدا هنا")
