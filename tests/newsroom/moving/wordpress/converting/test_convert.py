"""WordPress texts as texts of ours.

Covers newsroom/moving/wordpress/converting/convert.py,
newsroom/moving/wordpress/converting/converter.py,
newsroom/moving/wordpress/converting/handlers.py,
newsroom/moving/wordpress/converting/media_references.py,
newsroom/moving/wordpress/converting/nodes.py,
newsroom/moving/wordpress/converting/running_text.py,
newsroom/moving/wordpress/converting/shortcodes.py, newsroom/moving/wordpress/converting/tables.py,
newsroom/moving/wordpress/converting/writer.py.
"""

import collections
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsroom.lib.text import html
from newsroom.moving.wordpress.converting.convert import Pointed, convert, find_pictures
from tests import material
from tests.cost import processor_seconds

BASE = "http://old.example/2010/08/story/"


def came(pointed):
    """All pictures came over but those called so."""
    return None if "missing" in pointed.address else 7


def body(content, **more):
    return converted(content, **more).body


def converted(content, **more):
    result = convert(content, **{"picture": came, "base": BASE, **more})
    assert html.clean_body(result.body) == result.body
    return result


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("One\ntwo\n\nThree", "<p>One<br>two</p><p>Three</p>"),
        ("One\r\ntwo\r\n \t\r\nThree", "<p>One<br>two</p><p>Three</p>"),
        ("One<br />\ntwo", "<p>One<br>two</p>"),
        ("a <strong>b\n\nc</strong> d", "<p>a <strong>b</strong></p><p><strong>c</strong> d</p>"),
        ("<em>a <b>b</em> c</b>", "<p><em>a <strong>b</strong></em> <strong>c</strong></p>"),
        ("<h1>A</h1>\nb\n<h4>C</h4>", "<h2>A</h2><p>b</p><h3>C</h3>"),
        ("<div>a\n\nb</div>", "<p>a</p><p>b</p>"),
        ("<p>a\nb</p>\n\n<p>&nbsp;</p>\n", "<p>a<br>b</p>"),
        (
            "<ul>\n<li>a</li>\n<li>b\n<ol><li>c</li></ol></li>\n</ul>",
            "<ul><li>a</li><li>b<ol><li>c</li></ol></li></ul>",
        ),
        ("<pre>a\n\n  <b>b</b>\n[[gallery]]</pre>", "<pre><code>a\n\n  b\n[gallery]</code></pre>"),
        ("<blockquote>a\n\nb</blockquote>", "<blockquote><p>a</p><p>b</p></blockquote>"),
        ("It\x92s \x93so\x94\x85", "<p>It’s “so”…</p>"),
        ("cafÃ©", "<p>cafÃ©</p>"),
        (
            "H<sub>2</sub>O, x<sup>10</sup>, <strike>M</strike>",
            "<p>H<sub>2</sub>O, x<sup>10</sup>, <s>M</s></p>",
        ),
        (
            "<q>a</q> <tt>b</tt> <span style='font-weight: bold'>c</span>",
            "<p>“a” <code>b</code> <strong>c</strong></p>",
        ),
        ("a<!--more-->b", "<p>a</p><p>b</p>"),
        ("a<!-- note --> b <!-- no end", "<p>a b &lt;!-- no end</p>"),
        ("<hr />a", "<hr><p>a</p>"),
        ("<dl><dt>a</dt><dd>b</dd></dl>", "<p><strong>a</strong></p><p>b</p>"),
        ("<details><summary>a</summary>b</details>", "<p><strong>a</strong></p><p>b</p>"),
    ],
)
def test_classic_texts(content, expected):
    assert body(content) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            (
                '<!-- wp:paragraph {"dropCap":true} -->\n<p class="has-drop-cap">a\nb</p>\n<!--'
                " /wp:paragraph -->"
            ),
            "<p>a b</p>",
        ),
        ('<!-- wp:heading {"level":1} --><h1>a</h1><!-- /wp:heading -->', "<h2>a</h2>"),
        (
            (
                "<!-- wp:list --><ul><!-- wp:list-item --><li>a</li><!-- /wp:list-item --></ul><!--"
                " /wp:list -->"
            ),
            "<ul><li>a</li></ul>",
        ),
        (
            (
                '<!-- wp:quote --><blockquote class="wp-block-quote"><!-- wp:paragraph'
                " --><p>a</p><!-- /wp:paragraph --><cite>b</cite></blockquote><!-- /wp:quote -->"
            ),
            (
                "<figure"
                ' data-block="quote"><blockquote><p>a</p></blockquote><figcaption>b</figcaption></figure>'
            ),
        ),
        (
            (
                "<!-- wp:pullquote --><figure"
                ' class="wp-block-pullquote"><blockquote><p>a</p><cite>b</cite></blockquote></figure><!--'
                " /wp:pullquote -->"
            ),
            '<aside data-block="pull-quote"><p>a</p><footer>b</footer></aside>',
        ),
        (
            (
                "<!-- wp:table --><figure"
                ' class="wp-block-table"><table><thead><tr><th>a</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table><figcaption>c</figcaption></figure><!--'
                " /wp:table -->"
            ),
            (
                "<table><caption>c</caption><thead><tr><th"
                ' scope="col">a</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table>'
            ),
        ),
        (
            (
                '<!-- wp:code --><pre class="wp-block-code"><code>a &lt;b&gt;\n\nc</code></pre><!--'
                " /wp:code -->"
            ),
            "<pre><code>a &lt;b&gt;\n\nc</code></pre>",
        ),
        (
            (
                '<!-- wp:verse --><pre class="wp-block-verse">a <em>b</em>\nc\n\nd</pre><!--'
                " /wp:verse -->"
            ),
            "<p>a <em>b</em><br>c</p><p>d</p>",
        ),
        (
            (
                '<!-- wp:separator --><hr class="wp-block-separator"/><!-- /wp:separator --><!--'
                " wp:spacer --><div></div><!-- /wp:spacer --><p>a</p>"
            ),
            "<hr><p>a</p>",
        ),
        (
            (
                "<!-- wp:columns --><div><!-- wp:column --><div><!-- wp:paragraph --><p>a</p><!--"
                " /wp:paragraph --></div><!-- /wp:column --><!-- wp:column"
                " --><div><p>b</p></div><!-- /wp:column --></div><!-- /wp:columns -->"
            ),
            "<p>a</p><p>b</p>",
        ),
        (
            (
                '<!-- wp:buttons --><div><!-- wp:button --><div><a class="wp-block-button__link"'
                ' href="https://x.example/">a</a></div><!-- /wp:button --></div><!--'
                " /wp:buttons -->"
            ),
            '<p><a href="https://x.example/">a</a></p>',
        ),
        (
            (
                "<!-- wp:social-links --><ul><!-- wp:social-link"
                ' {"url":"https://x.example/me","service":"mastodon"} /--></ul><!--'
                " /wp:social-links -->"
            ),
            '<ul><li><a href="https://x.example/me">Mastodon</a></li></ul>',
        ),
        ("<!-- wp:freeform -->a\nb\n\nc<!-- /wp:freeform -->", "<p>a<br>b</p><p>c</p>"),
        (
            (
                "<!-- wp:html --><div><div>a</div><!-- /wp:html --><!-- wp:paragraph"
                " --><p>b</p><!-- /wp:paragraph -->"
            ),
            "<p>a</p><p>b</p>",
        ),
        ("<!-- wp:paragraph {broken --><p>a</p><!-- /wp:group --><!-- wp:group -->", "<p>a</p>"),
    ],
)
def test_blocks(content, expected):
    assert body(content) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            "A\nhttp://www.youtube.com/watch?v=abcdefghijk\nb",
            (
                "<p>A</p><figure"
                ' data-embed="http://www.youtube.com/watch?v=abcdefghijk"></figure><p>b</p>'
            ),
        ),
        ("A http://x.example/ b", "<p>A http://x.example/ b</p>"),
        (
            "[embed width=3]https://vimeo.com/1[/embed]",
            '<figure data-embed="https://vimeo.com/1"></figure>',
        ),
        (
            "[youtube=http://youtu.be/abcdefghijk]",
            '<figure data-embed="http://youtu.be/abcdefghijk"></figure>',
        ),
        (
            "[youtube abcdefghijk]",
            '<figure data-embed="https://www.youtube.com/watch?v=abcdefghijk"></figure>',
        ),
        (
            '<iframe src="//www.youtube.com/embed/abcdefghijk?start=5"></iframe>',
            '<figure data-embed="https://www.youtube.com/watch?v=abcdefghijk&amp;t=5"></figure>',
        ),
        (
            (
                '<object><param name="movie"'
                ' value="http://www.youtube.com/v/abcdefghijk"></param><embed'
                ' src="x"></embed></object>b'
            ),
            '<figure data-embed="https://www.youtube.com/watch?v=abcdefghijk"></figure><p>b</p>',
        ),
        (
            '<iframe title="A map" src="https://maps.example/"></iframe>',
            '<figure data-embed="https://maps.example/"><figcaption>A map</figcaption></figure>',
        ),
        (
            (
                '<!-- wp:embed {"url":"https://youtu.be/abcdefghijk"} --><figure'
                ' class="wp-block-embed"><div>\nhttps://youtu.be/abcdefghijk\n</div><figcaption>a'
                " <b>b</b></figcaption></figure><!-- /wp:embed -->"
            ),
            (
                '<figure data-embed="https://youtu.be/abcdefghijk"><figcaption>a'
                " b</figcaption></figure>"
            ),
        ),
        (
            '<!-- wp:core-embed/twitter {"url":"https://twitter.com/a/status/1"} /-->',
            '<figure data-embed="https://twitter.com/a/status/1"></figure>',
        ),
        (
            '[audio mp3="/a/b.mp3"][/audio]',
            '<figure data-embed="http://old.example/a/b.mp3"></figure>',
        ),
        (
            (
                "<!-- wp:video --><figure><video"
                ' src="https://x.example/a.mp4"></video><figcaption>a</figcaption></figure><!--'
                " /wp:video -->"
            ),
            '<figure data-embed="https://x.example/a.mp4"><figcaption>a</figcaption></figure>',
        ),
    ],
)
def test_what_is_shown_from_elsewhere(content, expected):
    assert body(content) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ('<img src="/a.jpg" alt="b">', '<figure data-picture="7" data-alt="b"></figure>'),
        ('One <img src="/a.jpg"> two.', '<p>One two.</p><figure data-picture="7"></figure>'),
        ('<img src="/a.jpg"> One two.', '<figure data-picture="7"></figure><p>One two.</p>'),
        (
            'One\n<a href="/a.jpg"><img src="/a-3x2.jpg"></a>\ntwo',
            '<p>One</p><figure data-picture="7"></figure><p>two</p>',
        ),
        (
            '<a href="https://x.example/"><img src="/a.jpg" alt="b"></a>',
            (
                '<figure data-picture="7" data-alt="b"><figcaption><a'
                ' href="https://x.example/">b</a></figcaption></figure>'
            ),
        ),
        (
            'One <img src="/missing.jpg" alt="b"> two',
            '<p>One two</p><p><a href="http://old.example/missing.jpg">b</a></p>',
        ),
        (
            (
                '[caption id="attachment_3" width="3" caption="A <em>b</em>"]<img'
                ' src="/a.jpg">[/caption] c'
            ),
            '<figure data-picture="7"><figcaption>A <em>b</em></figcaption></figure><p>c</p>',
        ),
        (
            (
                '[caption id="attachment_3" width="3"]<a href="/a.jpg"><img src="/a-3x2.jpg"></a> A'
                ' <a href="https://x.example/">b</a>[/caption]'
            ),
            (
                '<figure data-picture="7"><figcaption>A <a'
                ' href="https://x.example/">b</a></figcaption></figure>'
            ),
        ),
        (
            (
                '<figure class="wp-block-image"><img src="/a.jpg"'
                ' class="wp-image-3"/><figcaption>b</figcaption></figure>'
            ),
            '<figure data-picture="7"><figcaption>b</figcaption></figure>',
        ),
        (
            '<ol><li>a <img src="/a.jpg"></li><li>b</li></ol>',
            '<ol><li>a</li></ol><figure data-picture="7"></figure><ol start="2"><li>b</li></ol>',
        ),
        (
            '[gallery ids="1,2"]',
            (
                '<figure data-block="gallery"><figure data-picture="7"></figure><figure'
                ' data-picture="7"></figure></figure>'
            ),
        ),
        (
            (
                '<!-- wp:gallery --><figure class="wp-block-gallery"><!-- wp:image --><figure><img'
                ' src="/a.jpg"/><figcaption>b</figcaption></figure><!-- /wp:image --><figcaption'
                ' class="blocks-gallery-caption">c</figcaption></figure><!-- /wp:gallery -->'
            ),
            (
                '<figure data-block="gallery"><figure'
                ' data-picture="7"><figcaption>b</figcaption></figure><figcaption>c</figcaption></figure>'
            ),
        ),
        (
            (
                '<!-- wp:gallery --><ul class="wp-block-gallery"><li'
                ' class="blocks-gallery-item"><figure><img src="/a.jpg"/></figure></li></ul><!--'
                " /wp:gallery -->"
            ),
            '<figure data-block="gallery"><figure data-picture="7"></figure></figure>',
        ),
        (
            (
                '<!-- wp:cover {"url":"https://x.example/a.jpg","id":3} --><div><p>b</p></div><!--'
                " /wp:cover -->"
            ),
            '<figure data-picture="7"></figure><p>b</p>',
        ),
        (
            'Smile <img src="/wp-includes/images/smilies/a.gif" alt=":)" class="wp-smiley">!',
            "<p>Smile :)!</p>",
        ),
        ('a<img src="https://count.example/" width="1" height="1">', "<p>a</p>"),
    ],
)
def test_pictures(content, expected):
    assert body(content) == expected


def test_pictures_of_a_story_and_what_is_told_of_them():
    content = (
        '<a href="/f/photo.jpg"><img class="a wp-image-12" src="/f/photo-300x200.jpg"'
        ' alt="A"></a>[gallery][gallery ids="5"]'
    )
    cached = '<img src="https://i0.wp.com/x.example/a.jpg?resize=3">'
    assert list(find_pictures(cached)) == [Pointed("https://x.example/a.jpg", 0)]
    expected = [
        Pointed("http://old.example/f/photo.jpg", 12, "A"),
        Pointed("", 8),
        Pointed("", 9),
        Pointed("", 5),
    ]
    assert list(find_pictures(content, base=BASE, own=[8, 9])) == expected
    result = converted(content, own=[8], picture=lambda found: {12: 3, 8: 4}.get(found.number))
    assert result.pictures == (3, 4)
    assert result.lost == ("A picture did not come over, and only its number is known: 5.",)


@pytest.mark.parametrize(
    ("content", "expected", "unknown"),
    [
        (
            "[sic] and [1], [and so on], [see http://x.example/?a=b] [...]",
            "<p>[sic] and [1], [and so on], [see http://x.example/?a=b] […]</p>".replace(
                "…", "..."
            ),
            (),
        ),
        (
            '[contact-form-7 id="1" title="A"]',
            '<p>[contact-form-7 id="1" title="A"]</p>',
            ("[contact-form-7]",),
        ),
        ("[sitemap]", "<p>[sitemap]</p>", ("[sitemap]",)),
        ("[box]a <b>b</b>[/box]", "<p>[box]a <strong>b</strong>[/box]</p>", ("[box]",)),
        (
            "[[gallery ids=1]] [[caption]a[/caption]] [[wiki]]",
            "<p>[gallery ids=1] [caption]a[/caption] [[wiki]]</p>",
            (),
        ),
        ('<a href="/x/" title="[gallery]">a</a>', '<p><a href="/x/">a</a></p>', ()),
        (
            "[code lang=php]<b>a</b>\n[gallery][/code]",
            "<pre><code>&lt;b&gt;a&lt;/b&gt;\n[gallery]</code></pre>",
            (),
        ),
        (
            '[quote author="b"]a[/quote]',
            (
                "<figure"
                ' data-block="quote"><blockquote><p>a</p></blockquote><figcaption>b</figcaption></figure>'
            ),
            (),
        ),
        ("[pullquote]a[/pullquote]", '<aside data-block="pull-quote"><p>a</p></aside>', ()),
        ('<!-- wp:acme/slider {"a":1} /-->', "<p>[acme/slider]</p>", ("acme/slider",)),
        ("<!-- wp:acme/box --><div><p>a</p></div><!-- /wp:acme/box -->", "<p>a</p>", ("acme/box",)),
        ('<!-- wp:block {"ref":5} /-->', "<p>[block 5]</p>", ("block",)),
    ],
)
def test_what_is_not_known_stays(content, expected, unknown):
    result = converted(content)
    assert (result.body, result.unknown) == (expected, unknown)


def test_footnotes():
    content = (
        '<p>a<sup data-fn="u-1" class="fn"><a href="#u-1" id="u-1-link">1</a></sup>.</p><!--'
        " wp:footnotes /-->"
    )
    result = converted(
        content, notes='[{"id":"u-1","content":"See <a href=\\"https://x.example/\\">b</a>"}]'
    )
    assert (
        result.body == '<p>a<small data-note="">See <a href="https://x.example/">b</a></small>.</p>'
    )
    assert result.lost == ()
    assert converted(content, notes="[broken").lost == ("A footnote (1) has no text in the file.",)


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("http://www.old.example/2009/01/other/?p=1#x", "/2009/01/other/?p=1#x"),
        ("../other/", "/2010/08/other/"),
        ("https://elsewhere.example/", "https://elsewhere.example/"),
        (
            "http://old.example/wp-content/uploads/a.pdf",
            "http://old.example/wp-content/uploads/a.pdf",
        ),
        ("//elsewhere.example/a", "http://elsewhere.example/a"),
        ("mailto:a@x.example", "mailto:a@x.example"),
    ],
)
def test_links(href, expected):
    assert body(f'<a href="{href}">a</a>') == f'<p><a href="{expected}">a</a></p>'


@pytest.mark.parametrize(
    ("content", "lost"),
    [
        ("a<!--nextpage-->b", "The text stood on 2 pages; it stands on one now."),
        (
            "<script src='https://x.example/a.js'></script>a",
            "A script was left out (https://x.example/a.js).",
        ),
        ("<style>p{}</style>a", "A style sheet was left out."),
        ("<form>a <input></form>", "A form was left out; the words in it stay."),
        ("a <del>b</del>", "Words that were deleted there were left out: “b”."),
        (
            'a <abbr title="Member of Parliament">MP</abbr>',
            "What an abbreviation stands for is not kept (“MP”: Member of Parliament).",
        ),
        ('a <a href="#part">b</a>', "A link was left out, its words stay: “b” (#part)."),
        (
            'a <a href="javascript:x()">b</a>',
            "A link was left out, its words stay: “b” (javascript:x()).",
        ),
        (
            "<img src='data:image/png;base64,AA'>a",
            "A picture that has no address of the web was left out (data:image/png;base64,AA…).",
        ),
        (
            "<img src='https://t.example/' width=1 height=1>a",
            "A picture of one dot, there to be counted, was left out (https://t.example/).",
        ),
        (
            "<!-- wp:latest-posts /-->a",
            (
                "The block “latest-posts” shows things of the site when a page is shown; it was"
                " left out."
            ),
        ),
        ("[gallery]a", "A gallery of the post's own pictures is empty: none belongs to it."),
    ],
)
def test_what_is_lost_is_told(content, lost):
    result = converted(content)
    assert result.lost == (lost,)
    assert "a" in result.body


def test_numbers_of_ours_do_not_come_from_outside():
    content = '<figure data-picture="1"></figure><aside data-story="2">a</aside>'
    assert body(content) == "<p>a</p>"


# -- words
# -----------------------------------------------------------------------------------------------

WXR_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
IN_A_WORD = {"a", "abbr", "acronym", "b", "code", "em", "font", "i", "span", "strong", "sub", "sup"}


class Words(HTMLParser):
    """The words that people see, read independently of the code under test."""

    def __init__(self, value):
        super().__init__()
        self.pieces, self.silent = [], 0
        self.feed(value)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.silent += tag in ("script", "style")
        self.pieces.append("" if tag in IN_A_WORD else " ")

    def handle_endtag(self, tag):
        self.silent -= tag in ("script", "style")
        self.pieces.append("" if tag in IN_A_WORD else " ")

    def handle_data(self, data):
        self.pieces.append("" if self.silent else data)

    @property
    def counted(self):
        text = "".join(self.pieces).translate(
            str.maketrans("₀₁₂₃₄₅₆₇₈₉⁰¹²³⁴⁵⁶⁷⁸⁹", "01234567890123456789")
        )
        return collections.Counter(re.findall(r"\w+", text))


def accounted(content):
    """What is meant not to be seen any more, taken away as simply as can be: what shortcodes are
    made of, addresses that are players now, the second link to a file, the numbers of footnotes, what was deleted."""
    content = re.sub(r'\[caption[^\]]*?caption="([^"]*)"[^\]]*\]', r"\1 ", content)
    content = re.sub(r"\[/?(caption|gallery|audio|video|embed)\b[^\]]*\]", " ", content)
    content = re.sub(r"(?m)^(<p>)?\s*https?://\S+?\s*(</p>)?$", " ", content)
    content = re.sub(r"<del\b.*?</del>", " ", content)
    content = re.sub(r"<a [^>]*wp-block-file__button[^>]*>[^<]*</a>", " ", content)
    return re.sub(r"<sup data-fn.*?</sup>", " ", content)


def test_no_word_of_whole_archives_is_lost():
    seen = 0
    for file in material.exports():
        for item in ET.parse(file).getroot().iter("item"):
            content = item.findtext(WXR_CONTENT) or ""
            if not content.strip():
                continue
            meta = {each[0].text: each[1].text for each in item if each.tag.endswith("}postmeta")}
            base, notes = item.findtext("link") or "", meta.get("footnotes") or ""
            result = convert(content, picture=lambda found: 7, base=base, own=[1], notes=notes)
            missing = Words(accounted(content)).counted - Words(result.body).counted
            assert not missing, (file.name, item.findtext("title"), missing)
            assert html.clean_body(result.body) == result.body
            seen += 1
    assert seen >= 9


# -- anything
# --------------------------------------------------------------------------------------------

PIECES = [
    "a", " b ", "\n", "\n\n", "<p>", "</p>", "<div>", "</div>", "<ul>", "<li>", "</ul>", "<ol>",
    "</li>", "<b>", "</b>",
    '<a href="/x/">', "</a>", "<img src=/a.jpg>", "<img src=/missing.jpg>", "<blockquote>",
    "</blockquote>", "<cite>",
    "</cite>", "<table>", "<tr>", "<td>", "</td>", "</table>", "<td rowspan=3 colspan=2>",
    "<figure>", "</figure>",
    "<figcaption>", "</figcaption>", "<pre>", "</pre>", "<h1>", "</h1>", "<h3>", "[caption]",
    "[/caption]",
    '[caption caption="x"]', "[gallery ids=1,2]", "[gallery]", "[embed]", "[/embed]",
    "http://x.example/a", "[code]",
    "[/code]", "[quote]", "[/quote]", "[[", "]]", "[x y=1]", "[/x]", "<!--more-->",
    "<!--nextpage-->", "<!--", "-->",
    "<!-- wp:group -->", "<!-- /wp:group -->", "<!-- wp:gallery -->", "<!-- /wp:gallery -->",
    "<!-- wp:acme/a /-->",
    '<!-- wp:embed {"url":"https://youtu.be/abcdefghijk"} -->', "<!-- /wp:embed -->",
    "<!-- wp:cover {", "<iframe src=//x>",
    "</iframe>", "<video src=/a.mp4>", "</video>", "<script>", "</script>", "<sup data-fn=u>",
    "</sup>", "<sup>2</sup>",
    "<small data-note>", "</small>", "<x-part n=0>", "</x-part>", "<details>", "<summary>", "<br>",
    "<hr>", "&nbsp;",
    "\x92", "\x00", "\ud800", "<", ">", "&", '"', "<del>", "<aside data-block=pull-quote>",
    "</aside>", "<dl><dt>", "<dd>",
    '<figure class="wp-block-gallery">', '<figure class="wp-block-embed">',
    '<figure class="wp-block-pullquote">',
]  # fmt: skip


@settings(max_examples=1500, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_whatever_comes_in_something_valid_comes_out(content):
    result = converted(content, notes='[{"id":"u","content":"<p>a"}]', own=[1])
    converted(result.body)


def test_what_comes_out_comes_in_again():
    """But for what has a number of ours in it."""
    content = """
        <h2>A</h2><p>b <strong>c</strong><br>d<small data-note="">e <a href="/f/">g</a></small></p><ul><li>h<ol start="3"><li>i</li></ol>
        </li></ul><figure data-block="quote"><blockquote><p>j</p></blockquote><figcaption>k</figcaption></figure><blockquote><p>l</p>
        </blockquote><hr><aside data-block="pull-quote"><p>m</p><footer>n</footer></aside><aside data-block="key-points"><ul><li>o</li></ul>
        </aside><figure data-embed="https://vimeo.com/1"><figcaption>p</figcaption></figure><pre><code>q
 r</code></pre><table><caption>s</caption><thead><tr><th scope="col">t</th><th scope="col">u</th></tr></thead><tbody><tr>
        <th scope="row">v</th><td>w</td></tr></tbody></table>
    """
    clean = html.clean_body(content)
    assert body(clean) == clean


@pytest.mark.parametrize(
    "piece", ["[[", "<", "[a", '[a b="', "<!--", "[caption]", "<div>", "<b>", "\n \n"]
)
def test_a_megabyte_takes_seconds_not_hours(piece):
    assert processor_seconds(lambda: converted(piece * (1_000_000 // len(piece))), times=1) < 60
