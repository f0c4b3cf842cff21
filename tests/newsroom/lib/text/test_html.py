"""What HTML may pass into stories and replies.

Covers newsroom/lib/text/html.py, newsroom/lib/text/prose.py, newsroom/lib/text/structures.py,
newsroom/lib/text/tree.py.
"""

import json
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from newsroom.lib.text import html
from tests import material

PLAIN = {
    "p",
    "h2",
    "h3",
    "strong",
    "em",
    "a",
    "ul",
    "ol",
    "li",
    "blockquote",
    "hr",
    "br",
    "code",
    "pre",
}
BLOCKS = {
    "figure",
    "figcaption",
    "aside",
    "footer",
    "small",
    "table",
    "caption",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}
#: What an attribute may hold, beside addresses.
VALUES = {
    "start": r"[1-9]\d{0,4}",
    "rel": "ugc nofollow noopener",
    "scope": "col|row",
    "data-note": "",
    "data-block": "quote|pull-quote|key-points|gallery",
    "data-picture": r"[1-9]\d{0,14}",
    "data-story": r"[1-9]\d{0,14}",
    "data-decorative": "",
    "data-alt": ".+",
    "data-credit": ".+",
    "data-embed": r"https?://[^\s<>\"]+",
}


class Reading(HTMLParser):
    """All tags and attributes that a browser would see."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict]] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


def assert_harmless(made: str, allowed: set[str] = PLAIN | BLOCKS) -> None:
    for tag, attrs in Reading(made).tags:
        assert tag in allowed
        for name in set(attrs) - {"href"}:
            assert re.fullmatch(VALUES[name], attrs[name]), (name, attrs[name])
        if tag == "a":
            assert attrs["href"].lower().startswith(("http://", "https://", "mailto:", "/", "#"))
            assert not attrs["href"].startswith(("//", "/\\"))


def test_attacks_do_not_pass():
    for payload in material.attacks():
        clean = html.clean_body(payload)
        assert_harmless(clean)
        assert html.clean_body(clean) == clean
        assert_harmless(html.reply(payload), PLAIN)


def test_naughty_strings_stay_readable():
    for text in material.texts():
        html.clean_body(text)
        shown = Reading(html.reply(text)).text
        assert [c for c in shown if c.isalpha()] == [c for c in html._defuse(text) if c.isalpha()]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("<p>One</p><p>&nbsp;</p><p> </p><p>Two</p>", "<p>One</p><p>Two</p>"),
        (
            "<p><b>Bold</b> and <i>italic</i></p>",
            "<p><strong>Bold</strong> and <em>italic</em></p>",
        ),
        ("<h1>Big</h1><h5>Small</h5>", "<h2>Big</h2><h3>Small</h3>"),
        ("One.\n\nTwo.\nStill two.", "<p>One.</p><p>Two. Still two.</p>"),
        ("<p>a&nbsp;b &nbsp; c</p>", "<p>a b c</p>"),
        ("<p>10&nbsp;000 «&nbsp;oui&nbsp;»</p>", "<p>10&nbsp;000 «&nbsp;oui&nbsp;»</p>"),
        ('<p style="color:red" class="x" onclick="x()">a</p>', "<p>a</p>"),
        ("<b><p>a</p><p>b</p></b>", "<p><strong>a</strong></p><p><strong>b</strong></p>"),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("<ul>loose</ul><li>lost</li>", "<ul><li>loose</li></ul><p>lost</p>"),
        ('<ol start="4"><li>d</li></ol>', '<ol start="4"><li>d</li></ol>'),
        ("<div>a</div><div>b</div>", "<p>a</p><p>b</p>"),
        ("<script>x</script><style>y</style><p>a</p>", "<p>a</p>"),
        ("<p>1 &lt; 2 &amp; 3</p>", "<p>1 &lt; 2 &amp; 3</p>"),
        ("<p><br>a<br>b<br></p>", "<p>a<br>b</p>"),
        ("<blockquote>said</blockquote><hr>", "<blockquote><p>said</p></blockquote><hr>"),
        ("", ""),
        ("<p></p>", ""),
    ],
)
def test_structure(given, kept):
    assert html.clean_body(given) == kept


FIGURE = (
    '<figure data-picture="7" data-alt="A quay" data-credit="Ann"><figcaption>The'
    " <em>quay</em></figcaption></figure>"
)
TABLE = (
    '<table><caption>Fares</caption><thead><tr><td></td><th scope="col">Old</th></tr></thead>'
    '<tbody><tr><th scope="row">Single</th><td>2<br>3</td></tr></tbody></table>'
)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (FIGURE, FIGURE),
        (
            '<figure data-picture="7" data-decorative data-alt="x">y</figure>',
            '<figure data-picture="7" data-decorative=""></figure>',
        ),
        ('<figure data-picture="7x"></figure><figure data-picture="0"></figure>', ""),
        ('<figure><img src="x.jpg"><figcaption>Words</figcaption></figure>', "<p>Words</p>"),
        (
            f'<figure data-block="gallery"><p>x</p>{FIGURE}</figure>',
            f'<figure data-block="gallery">{FIGURE}</figure>',
        ),
        ('<figure data-block="gallery"></figure>', ""),
        (TABLE, TABLE),
        (
            (
                '<table data-caption="Fares"><tr><td><p></p></td><th><p>Old</p></th></tr>'
                "<tr><th>Single</th><td><p>2</p><p>3</p></td></tr></table>"
            ),
            TABLE,
        ),
        (
            "<table><tr><td colspan=2>a</td><th>b</th></tr><tr><td>c</td></tr><tr></tr></table>",
            "<table><tbody><tr><td>a</td><td></td><td>b</td></tr><tr><td>c</td><td></td><td></td></tr></tbody></table>",
        ),
        ("<table><tr><td><p>A frame</p></td></tr></table>", "<p>A frame</p>"),
        ("<blockquote><p>Said</p></blockquote>", "<blockquote><p>Said</p></blockquote>"),
        (
            "<blockquote><p>Said</p><p><cite>Ann</cite></p></blockquote>",
            (
                "<figure"
                ' data-block="quote"><blockquote><p>Said</p></blockquote><figcaption>Ann</figcaption></figure>'
            ),
        ),
        (
            '<figure data-block="quote"><blockquote>Said</blockquote></figure>',
            "<blockquote><p>Said</p></blockquote>",
        ),
        (
            '<aside data-block="pull-quote"><h2>Big</h2><footer>Ann</footer></aside>',
            '<aside data-block="pull-quote"><p>Big</p><footer>Ann</footer></aside>',
        ),
        (
            '<aside data-block="key-points"><h2>a</h2><ul><li>b</li></ul></aside>',
            '<aside data-block="key-points"><p>a</p><ul><li>b</li></ul></aside>',
        ),
        ('<aside data-block="other">a</aside>', "<p>a</p>"),
        ('<aside data-story="9">words</aside>', '<aside data-story="9"></aside>'),
        (
            (
                "<figure"
                ' data-embed="https://a.example/?v=1&amp;w=2"><figcaption>T</figcaption></figure>'
            ),
            (
                "<figure"
                ' data-embed="https://a.example/?v=1&amp;w=2"><figcaption>T</figcaption></figure>'
            ),
        ),
        ('<figure data-embed="javascript:x"><figcaption>T</figcaption></figure>', ""),
        (
            "<pre>\n  if a &lt; b:<br>    <b>stop</b>\n</pre>",
            "<pre><code>  if a &lt; b:\n    stop</code></pre>",
        ),
        (
            '<p><em>a<small data-note="x">see <a href="/b/">b</a></small></em></p>',
            '<p><em>a</em><small data-note=""><em>see <a href="/b/">b</a></em></small></p>',
        ),
        ("<p>a <small>b</small></p>", "<p>a b</p>"),
        (f"<ul><li>a{FIGURE}b</li><li>c</li></ul>", f"<ul><li>a</li></ul>{FIGURE}<p>b</p><p>c</p>"),
        ("<blockquote>" * 40 + "a", "<blockquote>" * 12 + "<p>a</p>" + "</blockquote>" * 12),
    ],
)
def test_blocks(given, kept):
    assert html.clean_body(given) == kept
    assert html.clean_body(kept) == kept


@pytest.mark.parametrize(
    ("href", "kept"),
    [
        ("https://example.org/a?b=1&amp;c", True),
        ("mailto:a@example.org", True),
        ("/2026/11/story/", True),
        ("#part", True),
        ("//example.org/", False),
        ("/\\example.org/", False),
        ("/\t/example.org/", False),
        ("javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        ("data:text/html,x", False),
        ("relative", False),
        ("", False),
    ],
)
def test_links(href, kept):
    made = html.clean_body(f'<p>See <a href="{href}">this</a>.</p>')
    assert made == (f'<p>See <a href="{href}">this</a>.</p>' if kept else "<p>See this.</p>")


PIECES = [
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<i>",
    '<a href="/x">',
    "</a>",
    "<ul>",
    "</ul>",
    "<ol>",
    "<li>",
    "</li>",
    "<br>",
    "<hr>",
    "<div>",
    "</div>",
    "a",
    "b ",
    " c",
    "\n\n",
    "&nbsp;",
    "<h1>",
    "</h1>",
    "<blockquote>",
    "</blockquote>",
    "<td>",
    "<table>",
    "&lt;",
    "1",
    "%",
    "</table>",
    "<tr>",
    "<th>",
    "</tr>",
    "<caption>",
    "<thead>",
    "<td colspan=3>",
    '<figure data-picture="3" data-alt="x">',
    "<figcaption>",
    "</figcaption>",
    "</figure>",
    '<figure data-block="gallery">',
    '<figure data-block="quote">',
    '<figure data-embed="https://a.example/">',
    '<aside data-block="pull-quote">',
    '<aside data-block="key-points">',
    '<aside data-story="4">',
    "</aside>",
    "<footer>",
    "</footer>",
    "<cite>",
    "<small data-note>",
    "</small>",
    "<pre>",
    "</pre>",
    "<code>",
    "</code>",
    "\n",
]


@given(st.lists(st.sampled_from(PIECES), max_size=15))
@hypothesis_settings(max_examples=1500, deadline=None, derandomize=True)
def test_cleaning_again_changes_nothing(pieces):
    clean = html.clean_body("".join(pieces))
    assert html.clean_body(clean) == clean
    assert_harmless(clean)


def link(address: str) -> str:
    return f'<a href="{address}" rel="ugc nofollow noopener">{address}</a>'


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("One\r\ntwo\r\n\r\n\r\nthree", "<p>One<br>two</p><p>three</p>"),
        ("<b>not bold</b>", "<p>&lt;b&gt;not bold&lt;/b&gt;</p>"),
        ("See https://a.example/b.", f"<p>See {link('https://a.example/b')}.</p>"),
        ("(http://a.example/b_(c))", f"<p>({link('http://a.example/b_(c)')})</p>"),
        ("https://a.example/?a=1&b=2", f"<p>{link('https://a.example/?a=1&amp;b=2')}</p>"),
        ("javascript:alert(1) ftp://a", "<p>javascript:alert(1) ftp://a</p>"),
        ("a\x07b\u202ec\u2066d", "<p>abcd</p>"),
        ("\ud800", "<p>?</p>"),
        ("  ", ""),
    ],
)
def test_reply(text, shown):
    assert html.reply(text) == shown


def test_other_forms():
    assert html.plain("<p>One <b>two</b></p><p>three &amp;<br>four</p>") == "One two\nthree &\nfour"
    assert (
        html.plain('<p>One<small data-note="">Why</small>, two</p><p>three</p>')
        == "One, two\nthree\nWhy"
    )
    assert html.plain(TABLE) == "Fares\nOld\nSingle\n2\n3"
    assert html.count_words("<p>Don’t – stop 3</p><p>now</p>") == 4
    assert html.count_words("") == 0
    made = html.json_script_block({"a": "</script><!-- & \u2028"})
    assert not set("<>&\u2028") & set(made)
    assert json.loads(made) == {"a": "</script><!-- & \u2028"}


def test_the_editor_style_is_allowed(settings):
    assert html.EDITOR_STYLE_HASH in settings.ADMIN_CSP["style-src"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a" + "\u0301" * 60 + "b", "<p>a" + "\u0301" * 6 + "b</p>"),
        ("שִׁ֖ \u0e01\u0e37\u0e49 กุ้ง", "<p>שִׁ֖ \u0e01\u0e37\u0e49 กุ้ง</p>"),
        ("a" + "\n" * 300 + "b", "<p>a</p><p>b</p>"),
        ("a\n" + "\u200b\n" * 300 + "b", "<p>a</p><p>b</p>"),
        ("a\n" + "\u3164 \u00a0\n" * 300 + "b", "<p>a</p><p>b</p>"),
        ("```\na" + "\n" * 300 + "b\n```", "<pre><code>a\n\n\nb</code></pre>"),
        ("> \n\n" * 150 + "b", "<p>b</p>"),
        ("```\n```\n" * 150 + "b", "<p>b</p>"),
    ],
)
def test_a_reply_stays_within_its_room(text, shown):
    assert html.reply(text) == shown
