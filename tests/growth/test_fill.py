"""What fills a site by the million leaves what the steps of the newsroom would have left."""

import pytest
from django.core.management import call_command
from django.db.models import Count, F, Max, Min, Q
from django.test import Client
from django.utils import timezone

from articles.models import Article, Edition, EditionCredit, EditionTopic, Record, Version
from articles.publishing import editions
from comments.findings import Draft
from comments.intake.post import idempotency_key, post_reply
from comments.models import Comment, Decision, State
from comments.moderation import decisions
from comments.thread import paths
from newsroom.models import User
from tests import factories
from tests.growth.fill import fill

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def said(module_db):
    """A tiny site; what was said while it was filled."""
    factories.house_rule()
    words = []
    fill(stories=100, replies=500, long_threads=1, long=120, say=words.append)
    return words


def test_it_makes_what_was_asked_for_and_tells_how_far_it_is(said):
    assert Article.objects.count() == 100
    assert Comment.objects.count() == 620
    assert said[-1].startswith("replies: 620 of 620")


def test_it_goes_on_where_it_stopped(said):
    known = set(Comment.objects.values_list("pk", flat=True))
    fill(stories=100, replies=500, long_threads=1, long=120, say=lambda words: None)
    assert set(Comment.objects.values_list("pk", flat=True)) == known
    fill(stories=130, replies=800, long_threads=1, long=120, say=lambda words: None)
    assert Article.objects.count() == 130
    assert set(Comment.objects.values_list("pk", flat=True)) > known


def test_all_kinds_of_stories_are_there(said):
    now = timezone.now()
    editions = Edition.objects.all()
    assert editions.scheduled(now).exists()
    assert Article.objects.filter(editions__isnull=True, state="draft").exists()
    assert Article.objects.filter(editions__isnull=True, state="review").exists()
    withdrawn = Article.objects.filter(editions__isnull=False).exclude(
        pk__in=editions.filter(Q(live_until=None) | Q(live_until__gt=now)).values("article")
    )
    assert withdrawn.exists()
    assert editions.filter(number=5).exists()


def test_editions_follow_one_another_from_the_address_of_the_first(said):
    for edition in Edition.objects.select_related("address", "article"):
        first = timezone.localtime(edition.first_published_at)
        assert (edition.address.year, edition.address.month) == (first.year, first.month)
        assert edition.address.slug == edition.article.slug
        assert edition.article.state == "ready"
    told = Edition.objects.values("article").annotate(
        first=Min("live_from"), at=Max("first_published_at")
    )
    assert not told.exclude(first=F("at")).exists()
    for model in (EditionTopic, EditionCredit):
        assert not model.objects.exclude(
            first_published_at=F("edition__first_published_at")
        ).exists()


def test_the_record_names_each_step(said):
    for article in Article.objects.annotate(n=Count("editions")):
        verbs = list(article.records.order_by("at", "pk").values_list("verb", flat=True))
        assert verbs[0] == "begun"
        assert verbs.count("published") + verbs.count("scheduled") == article.n
        assert verbs.count("begun") + verbs.count("saved") == article.version
    assert not Record.objects.filter(verb="withdrawn", edition=None).exists()


def test_each_reply_stands_in_its_place(said):
    for comment in Comment.objects.select_related("parent", "edition"):
        above = comment.parent.path if comment.parent else ""
        assert comment.path == above + paths.segment(comment.pk)
        assert comment.depth == (comment.parent.depth + 1 if comment.parent else 0)
        assert comment.edition.article_id == comment.article_id
        assert comment.edition.live_from <= comment.created_at <= timezone.now()
        if comment.parent:
            assert comment.parent.article_id == comment.article_id
            assert comment.parent.created_at <= comment.created_at
            assert comment.parent.state == State.SHOWN
        draft = Draft(comment.name, comment.email, comment.website, comment.text)
        assert comment.idempotency_key == idempotency_key(
            comment.article_id, comment.parent_id, draft
        )


def test_each_reply_has_its_decisions(said):
    assert set(Comment.objects.values_list("state", flat=True)) >= {
        "held",
        "shown",
        "rejected",
        "spam",
    }
    for comment in Comment.objects.prefetch_related("decisions"):
        first, *later = sorted(comment.decisions.all(), key=lambda decision: decision.pk)
        assert (first.from_state, first.by) == ("", None)
        assert [decision.from_state for decision in later] == [first.to_state][: len(later)]
        assert (later[-1] if later else first).to_state == comment.state
        assert comment.reviewed == bool(later)
    assert not Decision.objects.filter(to_state="rejected", rule=None).exists()


def test_versions_have_counted_what_readers_could_see(said):
    numbers = dict(Version.objects.values_list("key", "number"))
    for edition in Edition.objects.prefetch_related("topics", "credits"):
        assert numbers[f"story:{edition.article_id}"] >= edition.number
        for key in (
            f"section:{edition.section_id}",
            *(f"topic:{topic.pk}" for topic in edition.topics.all()),
            *(f"author:{credit.author_id}" for credit in edition.credits.all()),
        ):
            assert numbers[key]
    assert all(
        numbers[f"replies:{story}"]
        for story in Comment.objects.shown().values_list("article", flat=True)
    )


def test_pages_and_steps_work_on_it(said):
    reader, chief = Client(), Client()
    chief.force_login(User.objects.get(username="growth-chief"))
    live = Edition.objects.live(timezone.now())
    for address in (
        "/",
        "/section/city/",
        "/topic/topic-0/",
        "/author/ada-novak/",
        "/corrections/",
        *(edition.get_absolute_url() for edition in live[:5]),
    ):
        assert reader.get(address).status_code == 200
    for address in (
        "articles/article/",
        "articles/record/",
        "articles/picture/",
        "comments/decision/",
        "comments/comment/",
        "comments/comment/?queue=all",
    ):
        assert chief.get(f"/admin/{address}").status_code == 200
    editor = User.objects.get(username="growth-editor")
    posted = post_reply(edition=live[0], draft=Draft("Ada", "ada@example.org", "", "New"))
    decisions.decide([posted.comment.pk], to="spam", by=editor)
    editions.publish(live[0].article, by=editor, kind="silent")
    call_command("check")
