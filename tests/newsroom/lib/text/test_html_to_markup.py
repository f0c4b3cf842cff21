"""Replies of other systems: what their HTML becomes, and that no words get lost."""

import random
import re

import pytest

from newsroom.lib.text import html, markup
from newsroom.lib.text.html_to_markup import from_html

WORDPRESS = [
    ("One.\nTwo.\n\nThree.", "One.\nTwo.\n\nThree."),
    ("One <strong>two\nthree</strong> four", "One **two**\n**three** four"),
    ("<blockquote>They said\n\nthis.</blockquote>\nNo.", "> They said\n>\n> this.\n\nNo."),
    (
        'See <a href="https://example.org/a" rel="nofollow">this <em>page</em></a>.',
        "See [this *page*](https://example.org/a).",
    ),
    (
        '<a href="https://example.org/a/long/one">https://example.org/a/lo…</a>',
        "https://example.org/a/long/one",
    ),
    ('<a href="https://example.org/a_(b)">c</a>', "c (https://example.org/a_%28b%29)"),
    ('<a href="javascript:alert(1)">words</a>', "words"),
    ("<ul>\n<li>One</li>\n<li>Two</li>\n</ul>\nThree", "- One\n- Two\n\nThree"),
    ("<ol><li>One<li>Two</ol>", "1. One\n2. Two"),
    ("<pre><code>a = 1\n\n  b</code></pre>", "```\na = 1\n\n  b\n```"),
    ("Use <code>x_y</code> &amp; see &lt;b&gt;", "Use `x_y` & see <b>"),
    ("Fun <img class='wp-smiley' alt=':-)' src='https://e.example/s.gif'>!", "Fun :-)!"),
    ("<script>alert(1)</script>Seen<style>p{}</style>", "Seen"),
    ("2 < 3 and <unknown>kept</unknown>", "2 < 3 and kept"),
    ("<q>Ferry</q>", "“Ferry”"),
    ("", ""),
]


@pytest.mark.parametrize(("given", "expected"), WORDPRESS)
def test_wordpress(given, expected):
    assert from_html(given, lines=True) == expected


def test_where_lines_are_only_space():
    assert from_html("<p>One\ntwo<br>three</p><p>Four</p>") == "One two\nthree\n\nFour"


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def test_no_word_is_lost_whatever_the_mixture():
    chance = random.Random(8)
    tags = [
        "p",
        "em",
        "b",
        "blockquote",
        "ul",
        "ol",
        "li",
        "pre",
        "code",
        "div",
        "h2",
        "q",
        "table",
        "td",
        "a",
        "del",
    ]
    for _ in range(2000):
        pieces = []
        for number in range(chance.randrange(1, 25)):
            tag = chance.choice(tags)
            pieces.append(
                chance.choice(
                    [f"<{tag}>", f"</{tag}>", f" w{number} ", f"\nw{number} ", "\n\n", "<br>"]
                )
            )
        given = "".join(pieces)
        said = re.sub(r"<[^>]*>", " ", given)
        made = re.sub(r"^[> ]*\d+\. ", "", from_html(given, lines=True), flags=re.MULTILINE)
        assert words(made) == words(said), given
        assert "<script" not in html.reply(from_html(given))


def test_what_markup_makes_comes_back_the_same():
    text = (
        "One *two* **three**\nfour\n\n> A quotation\n> of two lines\n\n- one\n-"
        " two\n\n```\ncode\n```\n\n[words](https://example.org/)"
    )
    assert markup.to_html(from_html(markup.to_html(text))) == markup.to_html(text)


def test_linear():
    assert len(from_html("<b>" * 50_000 + "x")) < 500_000
    assert from_html("<" * 200_000 + "x")
