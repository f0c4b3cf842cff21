"""How the blocks of a story's text are shown on its page, in feeds and in the admin."""

import datetime as dt

import pytest
from django.utils import timezone

from articles.models import Picture
from articles.pages import story_text
from articles.publishing import editions
from newsroom.lib.text import html
from newsroom.lib.text.tree import parse
from tests import factories, material

pytestmark = pytest.mark.django_db


def shown(body: str, **more) -> str:
    clean = html.clean_body(body)
    return story_text.Text(story_text.look_up([clean], timezone.now()), **more).whole(clean)


def in_feed(body: str) -> str:
    clean = html.clean_body(body)
    return story_text.FeedText(story_text.look_up([clean])).whole(clean)


def figure(number: int, attrs: str = "", caption: str = "") -> str:
    return f'<figure data-picture="{number}" {attrs}><figcaption>{caption}</figcaption></figure>'


def test_running_text_stays_as_it_is():
    body = (
        '<p>One <strong>&lt;b&gt;</strong> &amp; <a href="/x/?a=1&amp;b">two</a><br>three</p><ol'
        ' start="4"><li>d</li></ol><hr>'
    )
    assert shown(body) == body == in_feed(body)


def test_headings_can_be_linked_to():
    made = shown("<h2>The old quay</h2><h3>The old <em>quay</em></h3><h2>港</h2>")
    assert (
        made == '<h2 id="part-the-old-quay">The old quay</h2><h3 id="part-the-old-quay-2">The old'
        ' <em>quay</em></h3><h2 id="part-港">港</h2>'
    )


def test_pictures_bear_their_words_or_the_librarys():
    picture = factories.picture(alt="A quay", caption="The quay", credit="Ann")
    made = shown(figure(picture.pk))
    assert 'alt="A quay"' in made
    assert 'width="1200" height="800" loading="lazy"' in made
    assert 'type="image/avif"' in made
    assert '<figcaption>The quay <span class="credit">Ann</span></figcaption>' in made
    made = shown(
        figure(picture.pk, 'data-alt="A &quot;boat&quot;" data-credit="Bo"', "The <em>boat</em>")
    )
    assert 'alt="A &quot;boat&quot;"' in made
    assert '<figcaption>The <em>boat</em> <span class="credit">Bo</span></figcaption>' in made
    assert 'alt=""' in shown(figure(picture.pk, "data-decorative"))


def test_what_is_gone_is_left_out():
    body = (
        f'<p>a</p>{figure(99)}<figure data-block="gallery">{figure(98)}</figure><aside'
        ' data-story="97"></aside><p>b</p>'
    )
    assert shown(body) == "<p>a</p><p>b</p>" == in_feed(body)


def test_all_pictures_and_stories_take_two_queries(django_assert_num_queries):
    pictures = [factories.picture(alt=f"Picture {n}") for n in range(5)]
    editions = [factories.published(f"Story {n}") for n in range(3)]
    body = "".join(figure(p.pk) for p in pictures) + "".join(
        f'<aside data-story="{e.article_id}"></aside>' for e in editions
    )
    with django_assert_num_queries(2):
        made = shown(body)
    assert made.count("<picture>") == 5
    assert made.count("Read also") == 3
    with django_assert_num_queries(0):
        shown("<p>Text.</p>")


def test_footnotes_are_numbered_and_lead_there_and_back():
    made = shown(
        '<p>One <small data-note>Says <a href="/a/">Ann</a>.</small>, two.<small'
        " data-note>Why?</small></p>"
    )
    assert made.startswith(
        '<p>One<sup class="note-mark"><a id="note-mark-1" href="#note-1" aria-label="Note'
        ' 1">1</a></sup>, two.'
    )
    assert '<li id="note-1">Says <a href="/a/">Ann</a>. <a href="#note-mark-1"' in made
    assert '<li id="note-2">Why?' in made
    assert (
        in_feed("<p>One<small data-note>Why?</small></p>")
        == "<p>One<sup>[1]</sup></p><hr><ol><li>Why?</li></ol>"
    )


def test_quotes_boxes_and_tables():
    assert (
        shown("<blockquote><p>Said</p><footer>Ann</footer></blockquote>") == "<figure"
        ' class="quote"><blockquote><p>Said</p></blockquote><figcaption>Ann</figcaption></figure>'
    )
    assert (
        shown('<aside data-block="pull-quote"><p>Said</p></aside>')
        == '<aside class="pull-quote"><p>Said</p></aside>'
    )
    points = '<aside data-block="key-points"><ul><li>a</li></ul></aside>'
    assert (
        shown(points) == '<aside class="key-points"><h2>Key points</h2><ul><li>a</li></ul></aside>'
    )
    assert in_feed(points) == "<p><strong>Key points</strong></p><ul><li>a</li></ul>"
    table = (
        "<table><caption>Fares</caption><tbody><tr><th"
        ' scope="row">a</th><td>1</td></tr></tbody></table>'
    )
    assert (
        shown(table)
        == f'<div class="table-room" role="region" aria-label="Fares" tabindex="0">{table}</div>'
    )
    assert in_feed(table) == table


def test_embeds_are_links_until_somebody_asks():
    made = shown(
        '<figure data-embed="https://youtu.be/dQw4w9WgXcQ"><figcaption>A song</figcaption></figure>'
    )
    assert (
        'data-player="https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1&amp;rel=0"'
        in made
    )
    assert '<a href="https://youtu.be/dQw4w9WgXcQ">' in made
    assert "A song" in made
    assert "iframe" not in made
    assert "data-player" not in shown('<figure data-embed="https://a.example/x"></figure>')
    assert in_feed('<figure data-embed="https://a.example/x"></figure>') == (
        '<p><a href="https://a.example/x">https://a.example/x</a> (a.example)</p>'
    )


def test_pictures_are_asked_for_where_they_may_be_seen():
    picture = factories.picture()
    assert f'src="/elsewhere/{picture.pk}/whole-960.jpg"' in shown(
        figure(picture.pk), folder=lambda p: f"/elsewhere/{p.pk}/"
    )


def test_a_sketch_says_what_it_stands_for(django_assert_num_queries):
    with django_assert_num_queries(0):
        made = story_text.Sketch().whole(
            html.clean_body(figure(7, 'data-alt="A <boat>"', "The boat"))
        )
    assert made == (
        '<figure class="sketch"><p>Picture 7</p><p>Alternative text: A &lt;boat&gt;</p>'
        "<figcaption>The boat</figcaption></figure>"
    )


class TestOnThePage:
    def test_a_related_story_is_shown_while_it_is_live(self, client):
        other = factories.published("The other story")
        here = factories.published(
            body=f'<p>Text.</p><aside data-story="{other.article_id}"></aside>'
        )
        address = here.get_absolute_url()
        assert 'class="related"' in client.get(address).text
        editions.withdraw(other.article, by=factories.somebody("editor"))
        assert 'class="related"' not in client.get(address).text
        editions.publish(
            other.article,
            by=factories.somebody("editor"),
            kind="update",
            note="It stands.",
            at=timezone.now() + dt.timedelta(hours=1),
        )
        assert 'class="related"' not in client.get(address).text

    def test_only_a_page_with_a_player_may_load_it(self, client):
        plain = client.get(factories.published().get_absolute_url())
        assert "frame-src" not in plain["Content-Security-Policy"]
        assert "embed" not in plain.text
        body = '<p>See.</p><figure data-embed="https://vimeo.com/76979871"></figure>'
        page = client.get(factories.published(body=body).get_absolute_url())
        allowed = "frame-src https://www.youtube-nocookie.com https://player.vimeo.com"
        assert allowed in page["Content-Security-Policy"]
        assert "js/embed" in page.text
        assert "<iframe" not in page.text

    def test_feeds_show_it_from_anywhere(self, client):
        picture = factories.picture()
        factories.published(body=figure(picture.pk) + '<p><a href="/x/">x</a></p>')
        content = client.get("/feed/json/").json()["items"][0]["content_html"]
        assert f'<img src="http://testserver{picture.address()}" alt="A quay">' in content
        assert 'href="http://testserver/x/"' in content


def test_nothing_hostile_comes_out():
    frames = [
        "<p>{}</p>",
        '<figure data-picture="{}"></figure>',
        '<figure data-picture="1" data-alt="{}"></figure>',
        '<figure data-embed="https://a.example/{}"><figcaption>{}</figcaption></figure>',
        '<figure data-embed="{}"></figure>',
        '<table data-caption="{}"><tr><td>{}</td><td>b</td></tr></table>',
    ]
    found = story_text.Found({1: Picture(token="x", width=4, height=3)})
    for payload in material.attacks():
        for frame in frames:
            clean = html.clean_body(frame.replace("{}", payload))
            for way in (story_text.Text(found), story_text.FeedText(found), story_text.Sketch()):
                tree = parse(way.whole(clean))
                for node in tree.find(
                    "script", "style", "iframe", "object", "svg", "form", "base", "link", "meta"
                ):
                    raise AssertionError(f"{node.tag} in {payload}")
                for node in tree.find(
                    "a", "img", "p", "figure", "td", "div", "span", "table", "figcaption"
                ):
                    assert not [
                        name
                        for name in node.attrs
                        if name.startswith("on") or name in ("style", "srcdoc")
                    ]
                    assert (
                        not node.attrs.get("href", "")
                        .lower()
                        .startswith(("javascript", "data", "//"))
                    )


def test_each_paragraph_runs_as_its_own_letters_do():
    body = "<p>Hello</p><p>שלום</p><ul><li>אחת</li><li>two</li></ul>"
    assert story_text.Text(story_text.Found()).block(body) == (
        '<p>Hello</p><p dir="rtl">שלום</p><ul dir="rtl"><li>אחת</li><li dir="ltr">two</li></ul>'
    )
