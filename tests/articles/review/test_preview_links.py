"""Preview links: what they show, to whom, until when, and that nobody keeps it.

Covers articles/review/preview_links.py, articles/review/anchors.py, articles/review/forms.py,
articles/views/preview.py, articles/models/stories/remark.py.
"""

import datetime as dt
import io

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from articles.errors import NotAllowed, StepRefused
from articles.models import Article, PreviewLink, Record, Remark
from articles.pictures import library
from articles.publishing import editions
from articles.review import preview_links
from articles.writing import save
from newsroom.embargo import find_leaks, outputs, stories_under_embargo
from newsroom.serving.site_client import of_this_code
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(people) -> Article:
    """Saved twice."""
    story = factories.article(
        "The old quay",
        by=people["editor"],
        body="<p>It is dry.</p><p>It rained.</p>",
        standfirst="So they say.",
        authors=[factories.author()],
        topics=[factories.topic()],
    )
    story.headline = "The new quay"
    save.save_article(story, by=people["editor"])
    return story


def shown(client, link: PreviewLink, **query) -> str:
    answer = client.get(link.get_absolute_url(), query)
    assert answer.status_code == 200
    return answer.text


def test_one_version_stays_what_it_was_and_the_latest_follows(client, story):
    first = factories.preview_link(story, revision=story.revisions.get(number=1))
    latest = factories.preview_link(story)
    assert "<h1>The old quay</h1>" in shown(client, first)
    assert "<h1>The new quay</h1>" in shown(client, latest)
    story.headline = "The third quay"
    save.save_article(story, by=factories.somebody())
    assert "<h1>The old quay</h1>" in shown(client, first)
    assert "<h1>The third quay</h1>" in shown(client, latest)


def test_the_banner_says_what_it_is(client, story):
    made = timezone.make_aware(dt.datetime(2099, 11, 23, 14, 2))
    link = factories.preview_link(story, revision=story.revisions.get(number=2), now=made)
    story.revisions.filter(number=2).update(at=made)
    text = " ".join(shown(client, link).split())
    assert "<strong>Preview</strong> of version 2, saved <time" in text
    assert ">23 November, 14:02</time>, for <bdi>the lawyer</bdi>; link valid until <time" in text
    assert ">30 November 2099, 14:02</time>." in text


def test_it_is_the_story_and_nothing_around_it(client, story):
    editions.publish(story, by=factories.somebody())
    text = shown(client, factories.preview_link(story))
    for there in ("It rained.", "So they say.", "Ada Novak", "Harbour"):
        assert there in text
    for absent in (
        'id="respond"',
        'id="comments"',
        "Send by email",
        "/history/",
        'rel="canonical"',
        "og:",
    ):
        assert absent not in text


def test_nobody_keeps_finds_or_passes_it_on(client, story):
    answer = client.get(factories.preview_link(story).get_absolute_url())
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert not answer.cookies
    assert '<meta name="robots" content="noindex">' in answer.text


def test_an_ended_link_says_why_and_never_shows_the_story(client, story, people):
    editions.publish(story, by=people["editor"])
    expired = factories.preview_link(story, days=1, now=timezone.now() - dt.timedelta(days=1))
    revoked = factories.preview_link(story)
    preview_links.revoke(revoked, by=people["editor"])
    for link, why in (
        (expired, "This link expired on"),
        (revoked, "The newsroom has revoked this link."),
    ):
        answer = client.get(link.get_absolute_url())
        assert answer.status_code == 410
        assert why in answer.text
        assert "quay" not in answer.text
        assert answer["Cache-Control"] == "private, no-store"
        assert client.get(f"{link.get_absolute_url()}1/whole-320.jpg").status_code == 410


@pytest.mark.parametrize("token", ["x", "1", "1.x", "1.", ".x", "x.x"])
def test_what_is_no_link_of_ours_is_not_found(client, story, token):
    factories.preview_link(story)
    assert client.get(f"/preview/{token}/").status_code == 404


def test_a_link_leads_to_its_own_story_only(client, story):
    link = factories.preview_link(story)
    other = factories.preview_link(factories.article("Other"))
    number, _, signature = link.token.partition(".")
    assert client.get(f"/preview/{other.pk}.{signature}/").status_code == 404
    assert int(number) == link.pk


def test_openings_are_counted_but_not_each_step_in_it(client, story):
    link = factories.preview_link(story)
    shown(client, link)
    shown(client, link, at="1")
    client.head(link.get_absolute_url())
    shown(client, link)
    link.refresh_from_db()
    assert link.opened == 2
    assert timezone.now() - link.opened_at < dt.timedelta(minutes=1)


@pytest.mark.parametrize("place", ["lead", "text"])
def test_pictures_are_seen_under_embargo_through_the_link_alone(place, client, people):
    data = io.BytesIO()
    Image.new("RGB", (800, 450), "teal").save(data, "JPEG")
    file = ContentFile(data.getvalue(), "a.jpg")
    picture = library.keep_picture(by=people["editor"], file=file, alt="A ferry", credit="Us")
    until = timezone.now() + dt.timedelta(hours=2)
    shows = {
        "lead": {"lead_picture": picture},
        "text": {"body": f'<figure data-picture="{picture.pk}"></figure>'},
    }[place]
    story = factories.article("The mayor resigns after nine years", embargo_until=until, **shows)
    link = factories.preview_link(story)
    address = f"{link.get_absolute_url()}{picture.pk}/whole-320.jpg"
    assert f"{address} 320w" in shown(client, link)
    assert picture.token not in shown(client, link)
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert answer["Cache-Control"] == "private, no-store"
    assert client.get(f"{link.get_absolute_url()}{picture.pk}/whole-321.jpg").status_code == 404
    bare = factories.preview_link(factories.article("Bare"))
    assert client.get(f"{bare.get_absolute_url()}{picture.pk}/whole-320.jpg").status_code == 404
    if place == "text":
        return  # which of these are public is decided elsewhere
    assert client.get(picture.address(width=320)).status_code == 404
    ask, stories = of_this_code, stories_under_embargo()
    assert [
        path
        for path in outputs(stories, ask)
        if "preview" in path or find_leaks(stories, path, ask(path))
    ] == []


def test_what_a_version_refers_to_may_be_gone(client, story):
    story.revisions.filter(number=1).update(
        content={
            **story.revisions.get(number=1).content,
            "section": 999,
            "authors": [998],
            "lead_picture": 997,
        }
    )
    text = shown(client, factories.preview_link(story, revision=story.revisions.get(number=1)))
    assert "City" in text
    assert "Ada Novak" not in text


def test_only_who_may_edit_makes_and_revokes(story, people):
    link = factories.preview_link(story)
    for role in ("writer", "moderator"):
        with pytest.raises(NotAllowed):
            preview_links.make_link(story, by=people[role], for_whom="me", days=1)
        with pytest.raises(NotAllowed):
            preview_links.revoke(link, by=people[role])
    for refused in ({"for_whom": " ", "days": 1}, {"for_whom": "me", "days": 2}):
        with pytest.raises(StepRefused):
            preview_links.make_link(story, by=people["editor"], **refused)
    assert PreviewLink.objects.get().is_open(timezone.now())


def test_it_is_on_the_record_once(story, people):
    link = factories.preview_link(story, revision=story.revisions.get(number=1), days=1)
    preview_links.revoke(link, by=people["chief"])
    first = link.revoked_at
    preview_links.revoke(link, by=people["chief"])
    assert link.revoked_at == first
    made, revoked = Record.objects.filter(article=story, verb__startswith="preview").order_by("pk")
    assert made.note.startswith("For the lawyer: version 1, until ")
    assert (revoked.verb, revoked.by, revoked.note) == (
        "preview link revoked",
        people["chief"],
        "For the lawyer",
    )


class TestRemarkingThroughALink:
    def post(self, client, link, query="at=2", **given):
        data = {"text": "Who says so?", "name": "M. Alvarez", "quote": "It rained.", **given}
        return client.post(f"{link.get_absolute_url()}?{query}", data)

    def test_the_form_stands_under_the_paragraph_that_is_asked_for(self, client, story):
        link = factories.preview_link(story)
        assert 'id="remark"' not in shown(client, link)
        text = shown(client, link, at="2")
        assert text.count('id="remark"') == 1
        assert text.index("It rained.</p>") < text.index('id="remark"') < text.index('id="whole"')
        assert 'name="quote" value="It rained."' in text
        assert shown(client, link, at="99").index('id="whole"') < shown(
            client, link, at="99"
        ).index('id="remark"')

    def test_it_is_taken_and_shown(self, client, story):
        link = factories.preview_link(story)
        answer = self.post(client, link)
        made = Remark.objects.get()
        assert (answer.status_code, answer["Location"]) == (
            303,
            f"{link.get_absolute_url()}?sent={made.pk}#remark-{made.pk}",
        )
        assert (made.text, made.name, made.by, made.link) == (
            "Who says so?",
            "M. Alvarez",
            None,
            link,
        )
        assert (made.place, made.paragraph, made.quote, made.version) == (
            "body",
            2,
            "It rained.",
            2,
        )
        text = shown(client, link, sent=made.pk)
        assert "Sent. The newsroom sees it beside the story." in text
        assert 'value="M. Alvarez"' in shown(client, link, at="1")

    def test_other_links_and_colleagues_are_not_seen(self, client, story):
        self.post(client, factories.preview_link(story), text="Of the lawyer")
        factories.remark(story, "Of a colleague")
        text = shown(client, factories.preview_link(story))
        assert "Of the lawyer" not in text
        assert "Of a colleague" not in text

    def test_it_is_pinned_to_the_paragraph_that_was_read(self, client, story):
        link = factories.preview_link(story)
        story.body = "<p>New.</p><p>It is dry.</p><p>It rained.</p>"
        save.save_article(story, by=factories.somebody())
        self.post(client, link)
        assert Remark.objects.get().paragraph == 3

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            ({"text": " "}, "Write what you would like to say."),
            ({"text": "x" * 2001}, "Your remark has 2001 characters; please keep it under 2000."),
            ({"name": ""}, "Say who you are, so that the newsroom knows whom to ask."),
            (
                {"leave_empty": "http://spam"},
                "This looked as if a program had sent it. Please send it once more.",
            ),
        ],
    )
    def test_what_is_not_taken_is_said_and_kept(self, client, story, given, said):
        answer = self.post(client, factories.preview_link(story), **given)
        assert answer.status_code == 422
        assert said in answer.text
        assert (
            given.get("text", "").strip() or "M. Alvarez" if "text" in given else "Who says so?"
        ) in answer.text
        assert not Remark.objects.exists()
        assert "http://spam" not in answer.text

    def test_so_many_an_hour(self, client, story):
        link = factories.preview_link(story)
        for number in range(20):
            assert self.post(client, link, text=f"No. {number}").status_code == 303
        answer = self.post(client, link, text="One more")
        assert answer.status_code == 429
        assert "This link takes 20 remarks an hour." in answer.text
        assert "\nOne more</textarea>" in answer.text
        assert self.post(client, factories.preview_link(story)).status_code == 303
        Remark.objects.filter(link=link).update(at=timezone.now() - dt.timedelta(hours=2))
        assert self.post(client, link, text="One more").status_code == 303

    def test_sent_twice_it_is_one(self, client, story):
        link = factories.preview_link(story)
        first, second = self.post(client, link), self.post(client, link)
        assert first["Location"] == second["Location"]
        assert Remark.objects.count() == 1

    def test_a_link_that_ended_meanwhile_gives_the_text_back(self, client, story, people):
        link = factories.preview_link(story)
        preview_links.revoke(link, by=people["editor"])
        answer = self.post(client, link)
        assert answer.status_code == 410
        assert "Who says so?" in answer.text

    def test_the_newsroom_is_answered(self, client, story):
        link = factories.preview_link(story)
        mine = factories.remark(story, link=link, name="M. Alvarez")
        assert 'id="remark"' in shown(client, link, answer=mine.pk)
        assert self.post(client, link, f"answer={mine.pk}", text="And now?").status_code == 303
        assert "And now?" in shown(client, link)
        assert [answer.text for answer in mine.answers.all()] == ["And now?"]
        theirs = factories.remark(story)
        assert self.post(client, link, f"answer={theirs.pk}").status_code == 404

    def test_three_remarks_ask_no_more_than_one(self, client, story, django_assert_num_queries):
        link = factories.preview_link(story)
        factories.remark(story, link=link, name="A")
        with django_assert_num_queries(11):
            shown(client, link)
        for name in "BC":
            factories.remark(story, link=link, name=name)
        with django_assert_num_queries(11):
            shown(client, link)
