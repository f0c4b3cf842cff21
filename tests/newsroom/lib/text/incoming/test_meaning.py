"""One way in for HTML: whichever way a text comes, it is the same one.

The editor's paste goes through the same cases in tests/browser/test_pasting.py.
Covers newsroom/lib/text/incoming/meaning.py, newsroom/lib/text/incoming/unwrap.py.
"""

import pytest

from articles.models import Article
from articles.writing import save
from newsroom.lib.text import html
from newsroom.lib.text.html_to_markup import from_html
from newsroom.lib.text.incoming.unwrap import unwrapped
from newsroom.moving.wordpress.converting.convert import convert
from tests import factories
from tests.material.html_ways import CASES


def saved(text: str) -> str:
    """Typed into the plain field of somebody without scripts."""
    article = factories.article("Ways", body=text)
    save.save_article(article, by=factories.somebody())
    return Article.objects.get(pk=article.pk).body


def imported(text: str) -> str:
    block = f"<!-- wp:html -->{text}<!-- /wp:html -->"
    return convert(block, picture=lambda found: None, base="https://old.example/").body


def returned(text: str) -> str:
    """A story of the site's own file that somebody edited."""
    return html.clean_body(html.clean_field(text))


WAYS = {"plain field": saved, "WordPress": imported, "cleaned twice": returned}


@pytest.mark.django_db
def test_every_way_gives_the_same(subtests):
    for name, (given, kept) in CASES.items():
        for way, bring in {"cleaned": html.clean_body, **WAYS}.items():
            with subtests.test(f"{name}: {way}"):
                assert bring(given) == kept


def test_embeds_lead_where_they_lead():
    wrapped = "https://www.youtube.com/redirect?q=https%3A%2F%2Fvimeo.com%2F1"
    made = html.clean_body(f'<figure data-embed="{wrapped}"></figure>')
    assert made == '<figure data-embed="https://vimeo.com/1"></figure>'


REPLIES = [
    ("10<sup>6</sup> H<sub>2</sub>O, x<sup>2a</sup>, 1<sup>st</sup>", "10⁶ H₂O, x^(2a), 1st"),
    ("<del>21</del> 23", "~~21~~ 23"),
    ('<ol start="3"><li>a<li value="7">b</ol>', "3. a\n\n7. b"),
    ("a<![>b", "ab"),
    ("a<script src=x />b", "ab"),
    ("a<script>b\n\nc", "a\n\nc"),
    (
        '<a href="https://disq.us/url?url=https%3A%2F%2Fexample.org%2Fa%3Aabcdefghijklmnopqrstuvwxy_A">'
        "this</a>",
        "[this](https://example.org/a)",
    ),
]


@pytest.mark.parametrize(("given", "made"), REPLIES)
def test_replies_say_the_same_with_less(given, made):
    assert from_html(given, lines=True) == made


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/url?q=https://other.example/",
        "https://www.google.com/search?q=https://other.example/",
        "https://www.google.com/url?q=/relative",
        "https://google.evil.example/url?q=https://other.example/",
        "https://[/url?q=https://other.example/",
        "mailto:a@example.org?url=https://other.example/",
        "",
    ],
)
def test_other_addresses_stay_as_they_are(address):
    assert unwrapped(address) == address


def test_a_script_that_nothing_closes_takes_no_words():
    assert html.clean_body("<p>a</p><script>x()\n\n<p>b</p><p>c</p>") == "<p>a</p><p>b</p><p>c</p>"
    assert html.clean_body('<p>a</p><script src="x" /><p>b</p>') == "<p>a</p><p>b</p>"
    assert len(html.clean_body("<script><p>a" * 5_000)) == 5_000 * len("<p>a</p>")


def test_a_merged_cell_costs_no_more_than_a_table():
    huge = "<table>" + "<tr><td rowspan=9999 colspan=9999>a</td></tr>" * 300 + "</table>"
    assert len(html.clean_body(huge)) < 500_000
