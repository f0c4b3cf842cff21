"""The orders in which threads can be read, and what “best” means."""

import re

import pytest

from comments.models import Comment, Policy, Thread
from comments.thread import pages as thread_pages
from comments.thread import ranking
from newsroom.serving.page_cache.layer import known_parameters
from tests import factories
from tests.comments.thread.test_pages import numbers, some, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(db):
    Policy.objects.create(mode="open")
    return factories.published("Ferry back after three days of fog")


@pytest.fixture
def address(edition):
    return edition.get_absolute_url()


@pytest.fixture
def small(monkeypatch):
    """Three threads on a page."""
    for name, value in {"ROOTS": 3, "ROWS": 8, "MIN_ROWS": 2, "SURELY_WHOLE": 3}.items():
        monkeypatch.setattr(thread_pages, name, value)


def liked(comment: Comment, recommended: int, views: int = 0) -> None:
    Comment.objects.filter(pk=comment.pk).update(recommended=recommended)
    ranking.score(Comment.objects.filter(pk=comment.pk), views)


def best_of(comment: Comment) -> float:
    return Comment.objects.values_list("best", flat=True).get(pk=comment.pk)


def pages(edition, order: str) -> list[list[int]]:
    found, number = [], 1
    while page := thread_pages.page(edition.article_id, number, order=order):
        found.append(numbers(page))
        number += 1
    return found


class TestPages:
    def test_newest_threads_first_their_answers_oldest_first(self, edition, small):
        first, second, third, fourth = some(edition, 4)
        answers = some(edition, 2, parent=first)
        assert pages(edition, "newest") == [
            [fourth.pk, third.pk, second.pk],
            [first.pk, answers[0].pk, answers[1].pk],
        ]

    @pytest.mark.parametrize("count", range(8))
    def test_best_first_then_all_others_and_none_twice_or_never(self, edition, small, count):
        roots = some(edition, 7)
        answer = factories.reply(edition, parent=roots[0])
        liked(answer, 100)  # recommended answers don't move their thread
        for place, root in enumerate(reversed(roots[7 - count :])):
            liked(root, 90 - 10 * place, views=1000)
        expected = [
            *(r.pk for r in reversed(roots[7 - count :])),
            *(r.pk for r in roots[: 7 - count]),
        ]
        expected.insert(expected.index(roots[0].pk) + 1, answer.pk)
        found = pages(edition, "best")
        assert [number for page in found for number in page] == expected
        assert len(found) == 3

    def test_a_thread_whose_first_reply_is_not_shown_is_no_longer_among_the_best(
        self, edition, small
    ):
        first, second = some(edition, 2)
        answer = factories.reply(edition, parent=second)
        liked(second, 5)
        Comment.objects.filter(pk=second.pk).update(state="rejected")
        assert pages(edition, "best") == [[first.pk, second.pk, answer.pk]]

    @pytest.mark.parametrize("order", ["newest", "best"])
    def test_long_threads_are_folded_in_every_order(self, edition, small, order):
        long, short, middle = some(edition, 3)
        some(edition, 9, parent=long)
        some(edition, 4, parent=middle)
        liked(middle, 3)
        page = thread_pages.page(edition.article_id, order=order)
        assert {row.root: row.folded for row in page.rows if row.folded} == {
            long.pk: 7,
            middle.pk: 2,
        }
        assert page.rows[0].root == middle.pk
        assert short.pk in numbers(page)

    def test_picks_stand_alone_the_newest_pick_first(self, edition, small):
        from comments.moderation import picks

        root = factories.reply(edition, name="Root")
        answer, other = some(edition, 1, parent=root)[0], factories.reply(edition)
        for comment in (answer, other):
            picks.pick(comment.pk, by=factories.somebody("moderator"))
        page = thread_pages.page(edition.article_id, order="picks")
        assert numbers(page) == [other.pk, answer.pk]
        assert [row.answers and row.answers.name for row in page.rows] == [None, "Root"]
        assert (page.count, page.is_whole) == (3, False)

    @pytest.mark.parametrize("order", thread_pages.ORDERS)
    def test_the_number_of_queries_is_bounded(
        self, edition, small, order, django_assert_max_num_queries
    ):
        for root in some(edition, 7):
            some(edition, 3, parent=root)
        for root in Comment.objects.filter(parent=None)[:4]:
            liked(root, 3)
        for number in (1, 2, 3):
            with django_assert_max_num_queries(6):
                thread_pages.page(edition.article_id, number, order=order)


class TestOnThePage:
    def test_the_order_is_chosen_by_links_and_kept_through_paging_and_folding(
        self, client, edition, address, small
    ):
        root = some(edition, 4)[-1]
        some(edition, 9, parent=root)
        page = text(client.get(f"{address}?order=newest"))
        assert f'href="{address}?order=newest#comments" aria-current="true">Newest' in page
        assert f'href="{address}#comments">Oldest' in page
        assert f'href="{address}?page=2&amp;order=newest#comments"' in page
        more = f"{address}?thread={root.pk}&amp;order=newest"
        assert f'href="{more}#comment-{root.pk}"' in page
        conversation = text(client.get(more.replace("&amp;", "&")))
        assert f'<a href="{address}?order=newest#comments">See all replies' in conversation
        assert f'href="{address}?order=newest#comments">Previous' in text(
            client.get(f"{address}?order=newest&page=2")
        )

    def test_an_order_that_there_is_not_is_404(self, client, edition, address):
        factories.reply(edition)
        assert client.get(f"{address}?order=worst").status_code == 404
        assert client.get(f"{address}?order=best&page=2").status_code == 404

    def test_pages_in_an_order_are_kept_apart(self):
        assert known_parameters("utm_source=x&page=2&order=best") == "order=best&page=2"

    def test_one_reply_needs_no_order(self, client, edition, address):
        factories.reply(edition)
        assert "thread-orders" not in text(client.get(address))

    def test_a_page_of_two_hundred_replies_stays_small(self, client, edition, address):
        roots = some(edition, thread_pages.ROOTS)
        for root in roots:
            some(edition, 4, parent=root)
        Comment.objects.update(
            recommended=12, text="It was about time, and I say so as one who waited. " * 3
        )
        page = client.get(address).content
        assert page.count(b'<li id="comment-') == thread_pages.ROWS
        # PostgreSQL counts on from test to test
        short = re.sub(rb"\d{5,}", lambda digits: digits[0][-4:], page)
        assert len(short) <= 200 * 1024


class TestScores:
    def test_a_few_of_few_readers_weigh_more_than_many_of_many(self, edition):
        early, late, unread = some(edition, 3)
        liked(early, 30, views=3000)
        liked(late, 12, views=120)
        liked(unread, 1)
        assert best_of(late) > best_of(early) > 0
        assert best_of(unread) < best_of(late)

    def test_more_recommendations_are_better_and_none_is_nothing(self, edition):
        comment = factories.reply(edition)
        scores = []
        for recommended in (0, 1, 2, 10, 50):
            liked(comment, recommended, views=50)
            scores.append(best_of(comment))
        assert scores == sorted(set(scores))
        assert scores[0] == pytest.approx(0, abs=1e-12)
        assert scores[-1] == pytest.approx(0.7195, abs=1e-3)

    def test_the_clock_of_a_reply_starts_when_it_is_first_shown(self, edition):
        from comments.moderation import decisions

        Thread.objects.create(article_id=edition.article_id, views=400)
        at_once = factories.reply(edition)
        held = factories.reply(edition, state="held")
        assert [Comment.objects.get(pk=c.pk).views_before for c in (at_once, held)] == [400, 400]
        Comment.objects.filter(pk=held.pk).update(shown_at=None, views_before=0)
        Thread.objects.update(views=500)
        decisions.decide([held.pk], to="shown", by=factories.somebody("moderator"))
        assert Comment.objects.get(pk=held.pk).views_before == 500

    def test_readings_are_counted_by_sample_and_scores_made_anew_at_each_tenth_more(
        self, client, edition, address
    ):
        comment = factories.reply(edition)
        liked(comment, 5)
        before = best_of(comment)
        assert client.post(f"{address}replies/seen/").status_code == 204
        thread = Thread.objects.get()
        assert (thread.views, thread.scored_views) == (10, 10)
        Thread.objects.update(views=1000, scored_views=1000)
        ranking.record_views(article_id=edition.article_id)
        assert Thread.objects.values_list("views", "scored_views").get() == (1010, 1000)
        Thread.objects.update(views=1090)
        ranking.record_views(article_id=edition.article_id)
        assert Thread.objects.values_list("views", "scored_views").get() == (1100, 1100)
        assert 0 < best_of(comment) < before

    def test_the_page_is_new_only_when_scores_are(self, edition):
        from articles.pages import versions

        key = f"replies:{edition.article_id}"
        comment = factories.reply(edition)
        before = versions.numbers([key])
        ranking.record_views(article_id=edition.article_id)
        assert versions.numbers([key]) == before
        liked(comment, 1)
        ranking.record_views(article_id=edition.article_id)
        assert versions.numbers([key]) != before

    def test_one_network_is_not_counted_more_often_than_people_read(
        self, client, edition, address, monkeypatch
    ):
        monkeypatch.setattr("comments.views.thread.MAX_SEEN", 2)
        for _ in range(4):
            assert (
                client.post(f"{address}replies/seen/", REMOTE_ADDR="192.0.2.77").status_code == 204
            )
        assert Thread.objects.get().views == 20
        assert (
            client.post("/2026/05/none/replies/seen/", REMOTE_ADDR="192.0.2.78").status_code == 204
        )
        assert client.get(f"{address}replies/seen/").status_code == 405
