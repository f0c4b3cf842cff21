"""What pages say of themselves to machines: JSON-LD in the vocabulary of schema.org, Open Graph,
links.

Covers articles/views/structured_data.py, articles/templatetags/sharing.py,
articles/models/taxonomy.py, articles/models/stories/story_text.py.
"""

import datetime as dt
import itertools
import json

import pytest
from django.core.exceptions import ValidationError

from articles.models import Article, Author, Genre, Picture, Publication
from articles.publishing import editions
from articles.templatetags.sharing import locale
from articles.views import structured_data
from articles.writing import save
from tests import factories, page_reader, vocabulary

pytestmark = pytest.mark.django_db
FIRST = dt.datetime(2026, 5, 4, 10, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
HOME = "http://testserver"


@pytest.fixture
def paper(people, time_machine):
    time_machine.move_to(FIRST + 3 * HOUR, tick=False)
    return Publication.objects.create(
        pk=1,
        name="The Courier",
        tagline="News of the coast",
        about="We are here.",
        logo=factories.picture(width=600, height=600),
        ethics_policy="/2026/05/how-we-work/",
        masthead="https://example.org/people",
    )


@pytest.fixture
def ana():
    return Author.objects.create(
        name="Ana Novak",
        slug="ana",
        role="Reporter",
        bio="She writes.",
        website="https://ana.example/",
        fediverse="@ana@example.social",
    )


def story(ana, **fields):
    """A story with all that can be said of it, first published at ten."""
    picture = Picture.objects.create(
        original="x.jpg",
        width=2000,
        height=1500,
        format="jpeg",
        alt="A quay",
        credit="Us",
        caption="The quay",
        copyright="© Us",
        licence="https://example.org/licence",
        source_type="trainedAlgorithmicMedia",
    )
    given = {
        "standfirst": "It sails.",
        "dateline": "Kelmouth",
        "front_headline": "Ferry",
        "lead_picture": picture,
        "series": factories.series(),
        "series_part": 2,
        "authors": [ana],
        "topics": [factories.topic()],
    }
    return factories.published("The ferry is back", ago=3 * HOUR, **given | fields)


def read(client, address: str) -> page_reader.Page:
    answer = client.get(address)
    assert answer.status_code == 200
    return page_reader.read(answer.text)


def test_a_story_says_all_there_is_to_say(client, paper, ana):
    edition = story(ana)
    factories.reply(edition)
    factories.reply(edition, state="held")
    url = f"{HOME}{edition.get_absolute_url()}"
    told, way = read(client, edition.get_absolute_url()).told
    shapes = told.pop("image")
    assert told == {
        "@type": "NewsArticle",
        "@id": f"{url}#story",
        "url": url,
        "mainEntityOfPage": url,
        "headline": "The ferry is back",
        "alternativeHeadline": "Ferry",
        "description": "It sails.",
        "datePublished": "2026-05-04T10:00:00+00:00",
        "dateModified": "2026-05-04T10:00:00+00:00",
        "inLanguage": "en",
        "isAccessibleForFree": True,
        "articleSection": "City",
        "keywords": ["Harbour"],
        "wordCount": 5,
        "dateline": "Kelmouth",
        "contentLocation": {"@type": "Place", "name": "Kelmouth"},
        "author": [
            {
                "@type": "Person",
                "name": "Ana Novak",
                "url": f"{HOME}/author/ana/",
                "sameAs": ["https://ana.example/", "https://example.social/@ana"],
            }
        ],
        "publisher": {
            "@type": "NewsMediaOrganization",
            "@id": f"{HOME}/#paper",
            "name": "The Courier",
            "url": f"{HOME}/",
            "logo": {"@type": "ImageObject", "url": f"{HOME}{paper.logo.address('whole', 600)}"},
        },
        "isPartOf": {
            "@type": "CreativeWorkSeries",
            "name": "The river",
            "url": f"{HOME}/series/the-river/",
        },
        "position": 2,
        "publishingPrinciples": f"{HOME}/2026/05/how-we-work/",
        "commentCount": 1,
        "discussionUrl": f"{url}#comments",
    }
    sizes = [(each["url"].rpartition("/")[2], each["width"], each["height"]) for each in shapes]
    assert sizes == [
        ("wide-1280.jpg", "1280", "720"),
        ("standard-1280.jpg", "1280", "960"),
        ("square-1280.jpg", "1280", "1280"),
    ]
    assert shapes[0] | {"url": "", "width": "", "height": ""} == {
        "@type": "ImageObject",
        "url": "",
        "width": "",
        "height": "",
        "creditText": "Us",
        "caption": "The quay",
        "copyrightNotice": "© Us",
        "license": "https://example.org/licence",
        "digitalSourceType": "https://schema.org/TrainedAlgorithmicMediaDigitalSource",
    }
    assert [(step["position"], step["name"], step["item"]) for step in way["itemListElement"]] == [
        (1, "Front page", f"{HOME}/"),
        (2, "City", f"{HOME}/section/city/"),
    ]


def test_the_number_of_replies_follows_them_and_the_frame_stays(
    client, paper, ana, django_assert_max_num_queries
):
    edition = story(ana)
    seen = []
    for _ in range(3):
        seen.append(read(client, edition.get_absolute_url()).told[0]["commentCount"])
        factories.reply(edition)
    assert seen == [0, 1, 2]


def test_no_text_ends_the_block_or_passes_for_what_is_left_open(client, paper, ana):
    hostile = '</script><script>alert(1)</script> <!-- "commentCount": null -->\u2028'
    edition = factories.published(
        hostile, standfirst=hostile, dateline='"commentCount": null', authors=[ana]
    )
    told = read(client, edition.get_absolute_url()).told[0]
    assert (told["headline"], told["dateline"], told["commentCount"]) == (
        hostile,
        '"commentCount": null',
        0,
    )


def test_small_pictures_are_told_in_no_shape_that_is_too_small(rf):
    picture = factories.picture(width=260, height=300)
    told = structured_data.pictures(rf.get("/"), picture, "", "")
    assert [each["url"].rpartition("/")[2] for each in told] == [
        "standard-260.jpg",
        "square-260.jpg",
    ]


def test_a_page_of_somebody_who_signs(client, paper, ana):
    story(ana)
    page = read(client, "/author/ana/")
    profile = page.of_kind("ProfilePage")["mainEntity"]
    assert (profile["name"], profile["jobTitle"], profile["description"]) == (
        "Ana Novak",
        "Reporter",
        "She writes.",
    )
    assert (
        profile["sameAs"]
        == page.link("me")[:2]
        == ["https://ana.example/", "https://example.social/@ana"]
    )
    assert page.link("me") == profile["sameAs"] * 2  # in the head, and where readers see them
    assert (
        page.of_kind("BreadcrumbList")["itemListElement"][-1]["item"] == page.link("canonical")[0]
    )


def test_the_front_page_tells_of_the_paper(client, paper):
    page = read(client, "/")
    told = page.of_kind("NewsMediaOrganization")
    assert {name: told[name] for name in ("ethicsPolicy", "masthead", "correctionsPolicy")} == {
        "ethicsPolicy": f"{HOME}/2026/05/how-we-work/",
        "masthead": "https://example.org/people",
        "correctionsPolicy": f"{HOME}/corrections/",
    }
    assert "ownershipFundingInfo" not in told
    assert page.of_kind("WebSite")["publisher"] == {"@id": told["@id"]}
    assert '<a href="/2026/05/how-we-work/">How we work</a>' in client.get("/").text


def test_what_is_shared_has_a_card(client, paper, ana):
    edition = story(ana, social_title="Shared", search_description="For engines")
    page = read(client, edition.get_absolute_url())
    [address] = page.meta("og:image")
    assert address == f"{HOME}{edition.lead_picture.address('share', 1200)}"
    assert address.endswith("/share-1200.jpg")
    told = {name: page.meta(name) for name, _ in page.metas if ":" in name}
    del told["og:image"]
    url = f"{HOME}{edition.get_absolute_url()}"
    assert told == {
        "og:type": ["article"],
        "og:site_name": ["The Courier"],
        "og:locale": ["en_US"],
        "og:title": ["Shared"],
        "og:description": ["For engines"],
        "og:url": [url],
        "og:image:width": ["1200"],
        "og:image:height": ["630"],
        "og:image:alt": ["A quay"],
        "twitter:image:alt": ["A quay"],
        "twitter:card": ["summary_large_image"],
        "article:published_time": ["2026-05-04T10:00:00+00:00"],
        "article:section": ["City"],
        "article:tag": ["Harbour"],
        "article:author": [f"{HOME}/author/ana/"],
        "fediverse:creator": ["@ana@example.social"],
    }
    assert page.meta("robots") == ["max-image-preview:large"]
    assert f"{HOME}/author/ana/".endswith(page.link("author")[0])


def test_the_card_has_a_picture_of_that_very_size(
    client, people, django_capture_on_commit_callbacks
):
    from articles.pictures import library
    from tests.newsroom.serving.page_cache.test_every_page import drawing

    picture = library.keep_picture(by=factories.somebody(), file=drawing(), alt="A ferry")
    factories.seen(picture)
    assert (picture.widths("share"), picture.size("share", 1200)) == ([800], (800, 420))
    assert client.get(picture.address("share", 1200)).status_code == 200
    assert client.get(picture.address("share", 1200, "webp")).status_code == 404


@pytest.mark.parametrize("tail", ["?thread={}", "?order=newest", "?replytocom={}"])
def test_other_views_of_a_story_lead_to_it(client, paper, ana, tail):
    edition = story(ana)
    reply = factories.reply(edition)
    page = read(client, edition.get_absolute_url() + tail.format(reply.pk))
    assert page.link("canonical") == page.meta("og:url") == [f"{HOME}{edition.get_absolute_url()}"]
    assert ("noindex" in page.meta("robots")[0]) is ("replytocom" in tail)


@pytest.mark.parametrize(
    "address", ["/section/city/", "/topic/harbour/", "/series/the-river/", "/corrections/"]
)
def test_lists_say_what_they_are(client, paper, ana, address):
    story(ana)
    page = read(client, address)
    assert page.link("canonical") == page.meta("og:url") == [f"{HOME}{address}"]
    assert page.meta("og:type") == ["website"]
    assert (len(page.meta("description")), page.meta("robots")) == (1, ["max-image-preview:large"])
    assert page.of_kind("BreadcrumbList")["itemListElement"][-1]["item"] == f"{HOME}{address}"


def test_schema_org_knows_all_of_it(client, paper, ana, tmp_path, people):
    """Each kind of work, with everything; the front page, and each kind of list."""
    pages = [
        "/",
        "/section/city/",
        "/topic/harbour/",
        "/author/ana/",
        "/series/the-river/",
        "/corrections/",
    ]
    others = [factories.author(name) for name in ("Bo Lund", "Cy Roth", "Di Fox")]
    for genre in Genre:
        edition = story(ana, genre=genre, paid_by="The port" if genre == Genre.PAID else "")
        article = Article.objects.get(pk=edition.article_id)
        roles = dict(
            zip([each.pk for each in others], ("translation", "editing", "photo"), strict=True)
        )
        save.save_article(article, by=people["editor"], authors=[ana, *others], roles=roles)
        edition = editions.publish(
            article, by=people["editor"], kind="correction", note="It was two."
        )
        pages.append(edition.get_absolute_url())
    blocks = list(itertools.chain.from_iterable(read(client, address).blocks for address in pages))
    assert len(blocks) == len(pages)
    assert vocabulary.faults(blocks, tmp_path) == []


def test_the_check_of_the_vocabulary_can_fail(tmp_path):
    wrong = [
        {"@type": "NewsArticle", "headlien": "x"},
        {"@type": "NewArticle"},
        {"@type": "SatiricalArticle", "dateline": "x"},
    ]
    blocks = [json.dumps({"@context": "https://schema.org", "@graph": [thing]}) for thing in wrong]
    faults = vocabulary.faults(blocks, tmp_path)
    assert [
        sum(line.startswith(f"block-{number}.ts") for line in faults) for number in range(3)
    ] == [1, 1, 1]


@pytest.mark.parametrize(
    ("code", "expected"),
    [("en", "en_US"), ("en-gb", "en_GB"), ("de", "de_DE"), ("de-at", "de_AT"), ("pt-br", "pt_BR")],
)
def test_languages_as_open_graph_has_them(code, expected):
    assert locale(code) == expected


@pytest.mark.parametrize(
    "name", ["ana@example.social", "@ana@example.social ", "@ana@Example.Social"]
)
def test_a_name_in_the_fediverse_is_taken_as_it_comes(browse, name):
    client, author = browse("chief"), factories.author()
    fields = {
        "name": author.name,
        "slug": author.slug,
        "role": "",
        "bio": "",
        "website": "",
        "user": "",
    }
    answer = client.post(
        f"/admin/articles/author/{author.pk}/change/", {**fields, "fediverse": name}
    )
    assert answer.status_code == 302
    author.refresh_from_db()
    assert author.fediverse == "@ana@example.social"


@pytest.mark.parametrize(
    "name", ["ana", "@ana", "@ana@localhost", "@a b@example.social", "https://example.social/@ana"]
)
def test_what_is_no_such_name_is_refused_where_it_was_typed(browse, name):
    client, author = browse("chief"), factories.author()
    fields = {
        "name": author.name,
        "slug": author.slug,
        "role": "",
        "bio": "",
        "website": "",
        "user": "",
    }
    answer = client.post(
        f"/admin/articles/author/{author.pk}/change/", {**fields, "fediverse": name}
    )
    assert answer.status_code == 200
    assert "@ana@example.social" in answer.context["adminform"].form.errors["fediverse"][0]


@pytest.mark.parametrize(
    ("value", "fits"),
    [
        ("/2026/05/how-we-work/", True),
        ("https://example.org/", True),
        ("example.org", False),
        ("//example.org/", False),
        ("javascript:alert(1)", False),
        ("https:///x", False),
    ],
)
def test_where_policies_may_stand(value, fits):
    paper = Publication(pk=1, name="x", mission=value)
    if fits:
        paper.clean_fields()
        return
    with pytest.raises(ValidationError) as caught:
        paper.clean_fields()
    assert list(caught.value.message_dict) == ["mission"]
