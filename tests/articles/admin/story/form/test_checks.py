"""Checks in the admin: beside the text, in the message after a save, and on the publish page."""

import pytest

from articles.models import Edition, Picture
from articles.writing import save
from tests import factories

CHECKS = "/admin/articles/article/checks/"
TYPED = {
    "headline": "Ferry",
    "standfirst": "It sails.",
    "body": "Text.",
    "credits-TOTAL_FORMS": "1",
}


def typed(**given) -> dict:
    author, section = factories.author(), factories.section()
    shown = Picture.objects.get_or_create(
        original="y.jpg", width=4, height=3, format="jpeg", digest="y", alt="Quay", credit="A. N."
    )[0]
    filed = {"section": section.pk, "topics": factories.topic().pk, "lead_picture": shown.pk}
    return {**TYPED, **filed, "credits-0-author": author.pk, **given}


def test_what_is_typed_is_checked_and_not_saved(browse):
    client = browse("writer")
    assert "Nothing to mend." in client.post(CHECKS, typed()).text
    text = client.post(
        CHECKS, typed(headline=" ", body="<p>TK <script>x</script></p>", section="")
    ).text
    for words in (
        "There is no headline.",
        "It stands in no section.",
        "“TK” stands for something still to come.",
    ):
        assert words in text
    assert 'href="#id_headline"' in text
    assert not factories.Article.objects.exists()


@pytest.mark.parametrize(
    ("byline", "is_signed"),
    [
        ({}, True),
        ({"credits-0-author": ""}, False),
        ({"credits-0-DELETE": "on"}, False),
        ({"credits-TOTAL_FORMS": "x"}, False),
    ],
)
def test_the_byline_that_is_typed(byline, is_signed, browse):
    assert (
        "Nobody has signed it." not in browse("writer").post(CHECKS, typed(**byline)).text
    ) is is_signed


def test_the_picture_that_is_chosen(browse):
    picture = Picture.objects.create(
        original="x.jpg", width=4, height=3, format="jpeg", digest="x", alt="A ferry"
    )
    text = browse("writer").post(CHECKS, typed(lead_picture=picture.pk)).text
    assert "The lead picture has no credit." in text
    assert "alternative text" not in text
    text = browse("writer").post(CHECKS, typed(lead_picture="9" * 30)).text
    assert "There is no lead picture." in text


def test_it_is_asked_by_posting_only(browse):
    assert browse("writer").get(CHECKS).status_code == 405
    assert browse("moderator").post(CHECKS, typed()).status_code == 403


def test_the_form_shows_those_of_the_last_save(browse, people):
    story = factories.article(body="<p>TK</p>", by=people["editor"])
    address = f"/admin/articles/article/{story.pk}/change/"
    assert "“TK” stands for something still to come." in browse("editor").get(address).text
    assert "data-checks" not in browse("writer").get(address).text


def test_a_save_says_what_is_to_be_mended(browse):
    form = {
        **typed(body="<p>TK</p>"),
        "kicker": "",
        "dateline": "",
        "lead_alt": "",
        "slug": "",
        "seen_version": "",
        "credits-INITIAL_FORMS": 0,
        "reply_policy-TOTAL_FORMS": 0,
        "reply_policy-INITIAL_FORMS": 0,
    }
    client = browse("editor")
    said = "Before it can be published: “TK” stands for something still to come."
    assert (
        said in client.post("/admin/articles/article/add/", {**form, "_save": ""}, follow=True).text
    )
    page = client.post("/admin/articles/article/add/", {**form, "_publish": ""}, follow=True).text
    assert said not in page
    assert "It can be published once what it must have is mended." in page


def test_the_publish_page_lists_them_and_lets_nothing_pass(browse):
    story = factories.article(body="<p>TK</p>")
    client, address = browse("editor"), f"/admin/articles/article/{story.pk}/publish/"
    text = client.get(address).text
    assert f'href="/admin/articles/article/{story.pk}/change/#id_body"' in text
    assert "data-when-button>Publish</button>" not in text
    answer = client.post(address, {"when": "now", "seen_version": story.version})
    assert answer.status_code == 422
    assert (
        "It can&#x27;t be published like this. “TK” stands for something still to come."
        in answer.text
    )
    story.body = "<p>Mended.</p>"
    save.save_article(story, by=factories.somebody())
    text = client.get(address).text
    assert "There is no standfirst." in text
    assert "data-when-button>Publish</button>" in text
    client.post(address, {"when": "now", "seen_version": story.version})
    assert Edition.objects.count() == 1
