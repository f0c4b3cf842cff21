"""A story's text in the markup of WordPress's editor: its blocks, as its comments open and close
them."""

import json
import re
import subprocess

import pytest

from articles.models import Picture
from articles.pages.story_text import Found
from newsroom.lib.text import html
from newsroom.moving.wordpress.converting.convert import convert
from newsroom.moving.wordpress.exporting.block_editor import BlockText
from tests import factories, tools

ADDRESS = "https://paper.example/2026/01/ferry/"
PICTURE = Picture(
    pk=7, token="x", width=4, height=3, alt="A quay", caption="Ships & <b>", credit="Ana"
)
#: Each kind of block, what it becomes there (with what is in it), and some of its words and
#: attributes.
KINDS = [
    ("<p>One <strong>two</strong></p>", "paragraph", "<p>One <strong>two</strong></p>"),
    ("<h2>Head</h2>", "heading", '<h2 class="wp-block-heading" id="part-head">Head</h2>'),
    ("<h3>Smaller</h3>", "heading", '{"level":3}'),
    (
        "<ul><li>a<ul><li>b</li></ul></li></ul>",
        "list list-item list list-item",
        "<li>a<!-- wp:list -->",
    ),
    ('<ol start="4"><li><p>a</p><p>b</p></li></ol>', "list list-item", "<li>a<br>b</li>"),
    ("<ul><li><blockquote><p>a</p></blockquote></li></ul>", "html", "<ul><li><blockquote>"),
    (
        "<blockquote><p>a</p><p>b</p></blockquote>",
        "quote paragraph paragraph",
        '<blockquote class="wp-block-quote">',
    ),
    ("<hr>", "separator", "<hr"),
    (
        (
            "<figure"
            ' data-block="quote"><blockquote><p>a</p></blockquote><figcaption>b</figcaption></figure>'
        ),
        "quote paragraph",
        "<cite>b</cite></blockquote>",
    ),
    (
        '<aside data-block="pull-quote"><p>a</p><footer>b</footer></aside>',
        "pullquote",
        "<p>a</p><cite>b</cite>",
    ),
    (
        '<aside data-block="key-points"><ul><li>a</li></ul></aside>',
        "group paragraph list list-item",
        "key-points",
    ),
    ('<figure data-picture="7"></figure>', "image", "Ships &amp; &lt;b&gt; (Ana)</figcaption>"),
    (
        '<figure data-picture="7" data-alt="b"><figcaption>c</figcaption></figure>',
        "image",
        'alt="b" class="wp-image-107"',
    ),
    (
        (
            '<figure data-block="gallery"><figure data-picture="7"></figure><figure'
            ' data-picture="7"></figure><figcaption>d</figcaption></figure>'
        ),
        "gallery image image",
        '"blocks-gallery-caption wp-element-caption">d<',
    ),
    (
        (
            "<table><caption>a</caption><thead><tr><th>b</th><th>c</th></tr></thead><tbody><tr><td>d</td><td>e</td></tr>"
            "</tbody></table>"
        ),
        "table",
        '<th scope="col">b</th>',
    ),
    ('<aside data-story="9"></aside>', "paragraph", ">The other story</a></p>"),
    (
        (
            "<figure"
            ' data-embed="https://youtu.be/abcdefghijk?a=b--c&amp;d=1"><figcaption>Film</figcaption></figure>'
        ),
        "embed",
        '\\u002d\\u002dc\\u0026d=1","type":"video","providerNameSlug":"youtube"',
    ),
    (
        '<figure data-embed="https://toots.example/@a/1"></figure>',
        "embed",
        "\nhttps://toots.example/@a/1\n",
    ),
    (
        "<pre><code>a &lt; b\n  c</code></pre>",
        "code",
        '<pre class="wp-block-code"><code>a &lt; b\n  c</code></pre>',
    ),
]


@pytest.fixture
def as_blocks(db):
    edition = factories.published("The other story")

    def as_blocks(body: str) -> str:
        text = BlockText(
            Found({7: PICTURE}, {9: edition}), address=ADDRESS, story=5, first_picture=100
        )
        return text.whole(html.clean_body(body))

    return as_blocks


DELIMITER = re.compile(
    r"<!-- (?P<end>/)?wp:(?P<name>[a-z-]+)(?: (?P<given>\{.*?\}))? -->", re.DOTALL
)


def names(text: str) -> list[str]:
    """Its blocks, each before those within it; "none" for what stands outside of all."""
    found, opened, at = [], [], 0
    for each in DELIMITER.finditer(text):
        if not opened and text[at : each.start()].strip():
            found.append("none")
        at = each.end()
        if each["end"]:
            assert opened.pop() == each["name"], f"{each[0]} closes another"
        else:
            assert isinstance(json.loads(each["given"] or "{}"), dict)
            opened.append(each["name"])
            found.append(each["name"])
    assert opened == []
    return [*found, "none"] if text[at:].strip() else found


def names_by_the_editor(text: str) -> list[str]:
    """The same, as the parser that is the editor's own sees them."""
    parser = json.dumps(tools.find("wordpress-parser"))
    script = (
        f"process.stdout.write(JSON.stringify(require({parser}).parse(require('fs').readFileSync(0,"
        " 'utf8'))))"
    )
    done = subprocess.run(
        ["node", "-e", script], input=text, capture_output=True, text=True, check=True
    )

    def listed(blocks: list[dict]) -> list[str]:
        seen = [block for block in blocks if block["blockName"] or block["innerHTML"].strip()]
        return [
            name
            for block in seen
            for name in (
                (block["blockName"] or "none").removeprefix("core/"),
                *listed(block["innerBlocks"]),
            )
        ]

    return listed(json.loads(done.stdout))


@pytest.mark.parametrize(
    ("body", "kinds", "holds"), KINDS, ids=[f"{kinds} {n}" for n, (_, kinds, _) in enumerate(KINDS)]
)
def test_each_kind(as_blocks, body, kinds, holds):
    there = as_blocks(body)
    assert holds in there
    assert names(there) == kinds.split()


def test_all_of_them_in_one_text(as_blocks):
    there = as_blocks("".join(body for body, _, _ in KINDS))
    assert names(there) == " ".join(kinds for _, kinds, _ in KINDS).split()


def test_the_editor_s_own_parser_sees_the_same(as_blocks):
    tools.needs("node", "wordpress-parser")
    texts = [*(body for body, _, _ in KINDS), '<p>A<small data-note="">So.</small></p><h2>B</h2>']
    for body in (*texts, "".join(texts)):
        there = as_blocks(body)
        assert names_by_the_editor(there) == names(there)


def test_footnotes_and_links_within_the_text(as_blocks):
    there = as_blocks(
        '<p>A<small data-note="">So <em>it</em> is.</small> <a href="#part-b">b</a></p><h2>B</h2>'
    )
    assert names(there) == ["paragraph", "heading", "separator", "html"]
    assert (
        '<sup><a href="#note-5-1" id="note-5-1-mark">1</a></sup> <a href="#part-b">b</a>' in there
    )
    assert '<li id="note-5-1">So <em>it</em> is. <a href="#note-5-1-mark">↩</a></li>' in there


def test_links_lead_to_this_site_from_there(as_blocks):
    assert '<a href="https://paper.example/section/city/">' in as_blocks(
        '<p><a href="/section/city/">a</a></p>'
    )


def test_words_in_brackets_are_no_shortcodes(as_blocks):
    there = as_blocks("<p>[gallery] [1] [/b] x[ y</p><pre><code>[caption]</code></pre>")
    assert "<p>&#091;gallery] &#091;1] &#091;/b] x[ y</p>" in there
    assert "<code>&#091;caption]</code>" in there


@pytest.mark.parametrize(
    ("address", "there"),
    [
        (
            "https://www.youtube-nocookie.com/embed/abcdefghijk?rel=0",
            "https://www.youtube.com/watch?v=abcdefghijk",
        ),
        ("https://player.vimeo.com/video/76979871?h=8272103f6e", "https://vimeo.com/76979871"),
        ("https://vimeo.com/76979871", "https://vimeo.com/76979871"),
    ],
)
def test_frames_are_told_by_the_page_that_shows_the_same(as_blocks, address, there):
    assert f"\n{there}\n" in as_blocks(f'<figure data-embed="{address}"></figure>')


def test_what_is_gone_is_left_out(as_blocks):
    gone = '<figure data-picture="8"></figure><aside data-story="1"></aside>'
    assert as_blocks(
        f'<p>a</p>{gone}<figure data-block="gallery"><figure data-picture="8"></figure></figure>'
    ) == ("<!-- wp:paragraph -->\n<p>a</p>\n<!-- /wp:paragraph -->")


@pytest.mark.parametrize(
    "body",
    [body for body, _, _ in KINDS if not re.search("<li><p>|data-(picture|story)|points", body)],
)
def test_it_comes_back_the_same_without_our_own_data(as_blocks, body):
    assert convert(as_blocks(body), picture=lambda pointed: None).body == html.clean_body(body)
