"""The preview beside the form: what is typed, through the templates of readers, and kept by
nobody.

Covers articles/admin/story/form/live_preview.py, articles/admin/story/form/unsaved.py.
"""

import pytest

from articles.models import Article, Picture
from tests import factories

pytestmark = pytest.mark.django_db
TYPED = "/admin/articles/article/typed/"


def form(**fields) -> dict:
    section = factories.section()
    return {
        "headline": "The quay, typed",
        "standfirst": "Below it.",
        "body": "<p>One</p><script>alert(1)</script>",
        "section": section.pk,
        "genre": "news",
        "credits-TOTAL_FORMS": "1",
        **fields,
    }


def test_what_is_typed_looks_as_readers_will_see_it(browse):
    ada = factories.author("Ada Novak")
    page = browse("writer").post(
        TYPED, form(**{"credits-0-author": ada.pk, "credits-0-role": "photo"})
    )
    assert page.templates[0].name == "articles/typed.html"
    assert "<h1>The quay, typed</h1>" in page.text
    assert "<p>One</p>" in page.text
    assert "Photos by" in page.text
    assert "<script" not in page.text
    assert not Article.objects.exists()


def test_half_a_story_is_previewed_too(browse):
    page = browse("writer").post(
        TYPED, {"headline": "", "genre": "nonsense", "section": "x", "credits-TOTAL_FORMS": "9x"}
    )
    assert page.status_code == 200


def test_other_surfaces_say_what_is_cut_off(browse):
    long = (
        "A headline that goes on and on, past what any search engine will ever show of it, and"
        " further"
    )
    page = browse("writer").post(
        f"{TYPED}?surface=others", form(headline=long, standfirst="word " * 60)
    )
    assert page.text.count("Cut off") >= 4
    assert "and further" in page.text
    short = browse("writer").post(f"{TYPED}?surface=others", form())
    assert "Cut off" not in short.text


def test_pictures_are_those_that_only_the_newsroom_sees(browse, people):
    picture = Picture.objects.create(
        original="x.jpg", width=1600, height=1200, format="jpeg", digest="x"
    )
    page = browse("writer").post(TYPED, form(lead_picture=picture.pk))
    assert f"/admin/articles/picture/shown/{picture.token}/" in page.text
    assert f'"/pictures/{picture.token}' not in page.text


@pytest.mark.parametrize("surface", ["page", "others"])
def test_the_number_of_queries(surface, browse, django_assert_max_num_queries):
    client, fields = browse("writer"), form()
    client.post(f"{TYPED}?surface={surface}", fields)
    with django_assert_max_num_queries(12):
        client.post(f"{TYPED}?surface={surface}", fields)


def test_it_is_for_those_who_write(browse):
    assert browse("moderator").post(TYPED, form()).status_code == 403
    assert browse("writer").get(TYPED).status_code == 405
