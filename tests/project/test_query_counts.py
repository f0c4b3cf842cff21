"""What a page asks the database does not depend on how much there is: the same on a tiny site and
on a bigger one."""

import pytest
from django.test import Client
from django.utils import timezone

from articles.admin.story.changelist.tabs import TABS
from articles.models import Author, Edition, Section, Topic
from comments.models import Comment
from tests import factories
from tests.growth.fill import fill

pytestmark = pytest.mark.django_db

PAGES = (
    "front",
    "series",
    "section",
    "section, page 2",
    "topic",
    "author",
    "story",
    "corrections",
    "house rules",
    "replies, best",
    "replies, newest",
    "replies of all stories",
)
ADMIN = {
    **{f"stories, {tab.name}": f"articles/article/?tab={tab.name}" for tab in TABS},
    "fronts": "articles/front/",
    "front composed": "articles/front/home/",
    "front previewed": "articles/front/home/preview/",
    "site at a time": "articles/front/at/",
    "series of stories": "articles/series/",
    "stories, late": "articles/article/?due=late",
    "stories, owned": "articles/article/?owner=me",
    "stories, without a picture": "articles/article/?picture=none",
    "stories, searched": "articles/article/?q=pool",
    "stories, page 2": "articles/article/?p=2",
    "record": "articles/record/",
    "record, a verb": "articles/record/?verb=published",
    "pictures": "articles/picture/",
    "topics": "articles/topic/",
    "authors": "articles/author/",
    "sections": "articles/section/",
    "decisions": "comments/decision/",
    "policies": "comments/policy/",
    "held": "comments/comment/",
    "unseen": "comments/comment/?queue=unseen",
    "shown": "comments/comment/?queue=shown",
    "reported": "comments/comment/?queue=reported",
    "rejected": "comments/comment/?queue=rejected",
    "spam": "comments/comment/?queue=spam",
    "all": "comments/comment/?queue=all",
    "all, page 2": "comments/comment/?queue=all&page=2",
    "all, searched": "comments/comment/?queue=all&q=there",
    "people": "newsroom/user/",
    "hints": "comments/feedback/",
    "hints, mended": "comments/feedback/?tab=fixed",
    "hints, all": "comments/feedback/?tab=all",
    "hints, a wish": "comments/feedback/?tab=answered&wish=tip",
    "risks": "comments/risk/",
    "hours": "comments/deskhours/",
    "appeals": "comments/appeal/",
    "appeals, decided": "comments/appeal/?tab=decided",
    "notices": "comments/legalnotice/",
    "figures": "comments/decision/figures/?from=2000-01-01",
    "rules of the desk": "comments/deskrule/",
    "measures": "comments/sanction/",
    "a person": "comments/sanction/person/?email=reader@example.org",
    "mail": "newsroom/mail/",
    "mail, failed": "newsroom/mail/?state__exact=failed",
    "mail, searched": "newsroom/mail/?q=1",
}


def test_a_bigger_site_asks_no_more(
    people, django_assert_max_num_queries, django_assert_num_queries
):
    factories.house_rule()
    fill(stories=120, replies=600, long_threads=0, say=lambda words: None)
    factories.mails(150)
    reader, chief = Client(), Client()
    chief.force_login(people["chief"])
    asked = {
        **{name: (reader, address) for name, address in zip(PAGES, addresses(), strict=True)},
        **{name: (chief, f"/admin/{address}") for name, address in ADMIN.items()},
    }
    before = {}
    for name, (client, address) in asked.items():
        assert client.get(address).status_code == 200, address
        with django_assert_max_num_queries(60) as queries:
            client.get(address)
        before[name] = len(queries)
    fill(stories=200, replies=1500, long_threads=0, say=lambda words: None)
    factories.mails(300)
    for name, (client, address) in asked.items():
        with django_assert_num_queries(before[name], info=name):
            client.get(address)


def in_series() -> str:
    """The address of a series that the newest stories are told in."""
    series = factories.series()
    for number, pk in enumerate(
        Edition.objects.live(timezone.now()).newest_first().values_list("pk", flat=True)[:30]
    ):
        Edition.objects.filter(pk=pk).update(series=series, series_part=number)
    return series.get_absolute_url()


def addresses() -> list[str]:
    """The addresses of PAGES."""
    section = Section.objects.get(slug="city").get_absolute_url()
    replied = Comment.objects.shown().order_by("pk")[0].article_id
    story = Edition.objects.filter(article=replied).latest("number").get_absolute_url()
    return [
        "/",
        in_series(),
        section,
        f"{section}?page=2",
        Topic.objects.get(slug="topic-0").get_absolute_url(),
        Author.objects.get(slug="ada-novak").get_absolute_url(),
        story,
        "/corrections/",
        "/house-rules/",
        f"{story}?order=best",
        f"{story}?order=newest",
        "/replies/feed/",
    ]
