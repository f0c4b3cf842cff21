"""The little Markdown of replies."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from newsroom.lib.text.markup import as_written, to_html
from tests.cost import processor_seconds


def link(address: str, words: str = "") -> str:
    return f'<a href="{address}" rel="ugc nofollow noopener">{words or address}</a>'


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "One *two*, **three**, _four_",
            "<p>One <em>two</em>, <strong>three</strong>, <em>four</em></p>",
        ),
        (
            "***both*** **out *in* out**",
            "<p><strong><em>both</em></strong> <strong>out <em>in</em> out</strong></p>",
        ),
        (
            "2*3*4 snake_case_name * alone ** **** *a*b",
            "<p>2*3*4 snake_case_name * alone ** **** *a*b</p>",
        ),
        ("*a **b* c**", "<p><em>a **b</em> c**</p>"),
        ("`<b>*x*`", "<p><code>&lt;b&gt;*x*</code></p>"),
        ("```\n<b>\n\n> x\n```\nafter", "<pre><code>&lt;b&gt;\n\n&gt; x</code></pre><p>after</p>"),
        ("```\nnever closed", "<pre><code>never closed</code></pre>"),
        ("> He said\n> so\n\nNo.", "<blockquote><p>He said<br>so</p></blockquote><p>No.</p>"),
        ("> a\n>> b", "<blockquote><p>a</p><blockquote><p>b</p></blockquote></blockquote>"),
        (
            "Three:\n- a\n- b\n  more\nend",
            "<p>Three:</p><ul><li>a</li><li>b<br>more</li></ul><p>end</p>",
        ),
        ("3. three\n4. four", '<ol start="3"><li>three</li><li>four</li></ol>'),
        ("1) one", "<ol><li>one</li></ol>"),
        ("It was\n1999. A good year", "<p>It was<br>1999. A good year</p>"),
        ("-5 degrees\n-", "<p>-5 degrees<br>-</p>"),
        (
            "[the act](https://a.example/b_(c))",
            f"<p>{link('https://a.example/b_(c)', 'the act')}</p>",
        ),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("**https://a.example/**.", f"<p><strong>{link('https://a.example/')}</strong>.</p>"),
        ("这是**重点**内容", "<p>这是<strong>重点</strong>内容</p>"),
        ("한국어 **중요**한", "<p>한국어 <strong>중요</strong>한</p>"),
        ("हिन्दी**में**है", "<p>हिन्दी**में**है</p>"),
        ("见https://example.org/a。谢谢", f"<p>见{link('https://example.org/a')}。谢谢</p>"),
        ("（https://example.org/a）", f"<p>（{link('https://example.org/a')}）</p>"),
        (
            "راجع https://example.org/a، ثم",
            f"<p>راجع {link('https://example.org/a')}، ثم</p>",
        ),
        ("https://twitter.com/foo_bar_", f"<p>{link('https://twitter.com/foo_bar_')}</p>"),
        ("_see https://a.example/_ x", f"<p><em>see {link('https://a.example/')}</em> x</p>"),
        (
            "[https://bank.example](https://evil.example)",
            f"<p>https://bank.example ({link('https://evil.example')})</p>",
        ),
        (
            "[Bank.example says](https://evil.example/a)",
            f"<p>Bank.example says ({link('https://evil.example/a')})</p>",
        ),
        ("[a.example](https://a.example/b)", f"<p>{link('https://a.example/b', 'a.example')}</p>"),
        ("¯\\_(ツ)_/¯ \\*a\\* \\x C:\\new", "<p>¯\\_(ツ)_/¯ *a* \\x C:\\new</p>"),
        ("Hello\n\nשלום world", '<p>Hello</p><p dir="rtl">שלום world</p>'),
        ("שלום\n\n> Hello", '<p>שלום</p><blockquote><p dir="ltr">Hello</p></blockquote>'),
        ("# No heading\n---", "<p># No heading<br>---</p>"),
    ],
)
def test_what_is_understood(text, shown):
    assert to_html(text) == shown


class Balanced(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attrs):
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


PIECES = [
    "*",
    "**",
    "_",
    "__",
    "`",
    "```",
    "\n",
    "\n\n",
    "> ",
    "- ",
    "1. ",
    "[a]",
    "(https://a.example/)",
    " ",
    "word",
    "https://a.example/*",
    "<b>",
    "&",
    "  ",
]


@given(st.lists(st.sampled_from(PIECES), max_size=25))
@hypothesis_settings(max_examples=1000, deadline=None, derandomize=True)
def test_every_text_becomes_well_formed(pieces):
    Balanced(to_html("".join(pieces)))


class Words(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = ""
        self.tags: set[str] = set()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.text += "\n" * (tag in ("p", "br"))

    def handle_data(self, data):
        self.text += data


@given(st.lists(st.sampled_from([*PIECES, "\\", "* ", "x_", "9) ", "ツ", "])("]), max_size=25))
@hypothesis_settings(max_examples=1000, deadline=None, derandomize=True)
def test_a_text_of_elsewhere_is_shown_as_it_was_written(pieces):
    text = "".join(pieces)
    shown = Words(to_html(as_written(text)))
    assert shown.tags <= {"p", "br", "a"}
    assert shown.text.split() == text.split()


@given(st.lists(st.sampled_from([each for each in PIECES if each[0] != "("]), max_size=25))
@hypothesis_settings(max_examples=500, deadline=None, derandomize=True)
def test_no_word_of_a_text_is_lost(pieces):
    text = "".join(pieces)
    letters = [letter for letter in Words(to_html(text)).text if letter.isalpha()]
    assert letters == [letter for letter in text if letter.isalpha()]


@pytest.mark.parametrize(
    "unit",
    [
        "[a](https://xxxx",
        "[a](https://xxxx… ",
        "[a](https://x(",
        "[a](https://x(y)",
        "[a",
        "[",
        "`",
        "`a",
        "*a",
        "*a_b",
        "https://)",
        "https://a.,",
        "> ",
        "> > > > a\n",
        "- a\n",
        "1. a\n  b\n",
        "```\n",
    ],
)
def test_the_work_is_linear(unit):
    """Four times the text costs some four times as much; were each part of it tried with each
    other, it would be sixteen times."""
    short, long = (unit * (size // len(unit)) for size in (15_000, 60_000))
    quick = processor_seconds(lambda: to_html(short))
    assert processor_seconds(lambda: to_html(long)) < 9 * quick + 0.01


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("See www.a.example/b.", f"See {link('https://www.a.example/b', 'www.a.example/b')}."),
        ("(WWW.a.example)", f"({link('https://WWW.a.example', 'WWW.a.example')})"),
        ("me@a.example, you", f"{link('mailto:me@a.example', 'me@a.example')}, you"),
        (
            "a.b+c@mail.a.example.",
            f"{link('mailto:a.b+c@mail.a.example', 'a.b+c@mail.a.example')}.",
        ),
        ("https://www.a.example/@me@b.example", link("https://www.a.example/@me@b.example")),
        ("https://me@a.example/", link("https://me@a.example/")),
        ("www. www.a xwww.a.example a@b @me@ me@", "www. www.a xwww.a.example a@b @me@ me@"),
        ("`www.a.example` `me@a.example`", "<code>www.a.example</code> <code>me@a.example</code>"),
    ],
)
def test_addresses_without_a_scheme_are_links_too(text, shown):
    assert to_html(text) == f"<p>{shown}</p>"
