"""Pages of replies: how much stands on them, and the way from one to the next.

Covers comments/thread/queries.py.
"""

import pytest
from django.db import transaction

from comments.models import Comment, Policy
from comments.thread import pages as thread_pages
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(db):
    Policy.objects.create(mode="open")
    return factories.published("Ferry back")


@pytest.fixture
def address(edition):
    return edition.get_absolute_url()


@pytest.fixture
def small(monkeypatch):
    """Pages so small that a test can fill them: three threads, eight replies, two of each thread at
    least."""
    for name, value in {"ROOTS": 3, "ROWS": 8, "MIN_ROWS": 2, "SURELY_WHOLE": 3}.items():
        monkeypatch.setattr(thread_pages, name, value)


def some(edition, number: int, parent=None, chain=False) -> list[Comment]:
    made = []
    with transaction.atomic():
        for _ in range(number):
            made.append(factories.reply(edition, parent=made[-1] if chain and made else parent))
    return made


def numbers(page: thread_pages.Page) -> list[int]:
    return [row.number for row in page.rows]


def text(response) -> str:
    return response.content.decode()


class TestPagesOfThreads:
    def test_a_short_thread_stands_whole(self, edition, small):
        first, second = some(edition, 2)
        answer = factories.reply(edition, parent=first)
        page = thread_pages.page(edition.article_id)
        assert numbers(page) == [first.pk, answer.pk, second.pk]
        assert (page.count, page.is_whole, page.has_next) == (3, True, False)

    def test_threads_are_paged_oldest_first(self, edition, small):
        roots = some(edition, 7)
        pages = [thread_pages.page(edition.article_id, number) for number in (1, 2, 3)]
        assert [numbers(page) for page in pages] == [
            [r.pk for r in roots[i : i + 3]] for i in (0, 3, 6)
        ]
        assert [page.has_next for page in pages] == [True, True, False]
        assert [page.count for page in pages] == [7, 7, 7]
        assert (
            thread_pages.page(edition.article_id, 4)
            is thread_pages.page(edition.article_id, 0)
            is None
        )

    def test_long_threads_are_folded_so_that_the_others_have_room(self, edition, small):
        long, short, middle = some(edition, 3)
        some(edition, 9, parent=long)
        some(edition, 4, parent=middle)
        page = thread_pages.page(edition.article_id)
        assert len(page.rows) <= thread_pages.ROWS
        assert [(row.root, row.folded) for row in page.rows if row.folded] == [
            (long.pk, 7),
            (middle.pk, 2),
        ]
        assert not page.is_whole
        assert short.pk in numbers(page)

    def test_nothing_is_folded_while_there_is_room(self, edition, small):
        root = some(edition, 1)[0]
        some(edition, 7, parent=root)
        assert thread_pages.page(edition.article_id).is_whole

    def test_what_is_left_of_a_reply_that_is_not_shown_keeps_its_answers_together(
        self, edition, small
    ):
        root = factories.reply(edition)
        answer = factories.reply(edition, parent=root)
        Comment.objects.filter(pk=root.pk).update(state="rejected")
        page = thread_pages.page(edition.article_id)
        assert numbers(page) == [root.pk, answer.pk]
        assert (page.rows[0].comment, page.count) == (None, 1)

    def test_held_replies_take_no_room(self, edition, small):
        shown = some(edition, 3)
        factories.reply(edition, state="held")
        page = thread_pages.page(edition.article_id)
        assert (numbers(page), page.has_next) == ([r.pk for r in shown], False)

    @pytest.mark.parametrize(
        ("lengths", "fits"),
        [
            ([], 200),
            ([1] * 50, 200),
            ([150, 50], 200),
            ([151, 50], 150),
            ([1000] * 50, 4),
            ([300], 200),
        ],
    )
    def test_how_many_of_each_thread_fit(self, lengths, fits):
        assert thread_pages.longest(lengths) == fits
        assert sum(min(length, fits) for length in lengths) <= thread_pages.ROWS


class TestConversations:
    def test_a_reply_is_found_with_its_conversation(self, edition, small):
        first, other = some(edition, 2)
        answers = some(edition, 2, parent=first)
        page = thread_pages.conversation(edition.article_id, answers[1].pk)
        assert numbers(page) == [first.pk, answers[0].pk, answers[1].pk]
        assert page.of_one
        assert page.count == 4
        assert other.pk not in numbers(page)

    def test_a_long_conversation_is_paged_with_what_is_answered_above(self, edition, small):
        root = factories.reply(edition)
        answers = some(edition, 17, parent=root)
        pages = [
            thread_pages.conversation(edition.article_id, answers[at].pk) for at in (0, 10, 16)
        ]
        assert [len(page.rows) for page in pages] == [8, 9, 3]
        assert [page.rows[0].number for page in pages] == [root.pk] * 3
        assert [row.number for page in pages for row in page.rows if row.number != root.pk] == [
            a.pk for a in answers
        ]
        first, second, third = pages
        assert (first.earlier, third.later) == (0, 0)
        for before, after in ((first, second), (second, third)):
            assert before.later in numbers(after)
            assert after.earlier in numbers(before)

    def test_what_is_not_shown_or_elsewhere_has_none(self, edition, small):
        held = factories.reply(edition, state="held")
        elsewhere = factories.reply(factories.published("Other"))
        for number in (held.pk, elsewhere.pk, 0, 10**15):
            assert thread_pages.conversation(edition.article_id, number) is None


class TestOnThePage:
    def test_the_way_through_the_pages(self, client, edition, address, small):
        replies = some(edition, 5)
        first = text(client.get(address))
        assert f'href="{address}?page=2#comments"' in first
        assert f'href="{address}?thread={replies[0].pk}#comment-{replies[0].pk}"' in first
        second = text(client.get(f"{address}?page=2"))
        assert f'href="{address}#comments"' in second
        assert f'id="comment-{replies[3].pk}"' in second
        assert "5 replies" in first
        assert "5 replies" in second

    @pytest.mark.parametrize(
        "query",
        [
            "page=2",
            "page=0",
            "page=x",
            "page=-1",
            "thread=x",
            "thread=0",
            f"thread={'9' * 40}",
            "page=1²",
        ],
    )
    def test_what_is_not_there_is_404(self, client, edition, address, query):
        factories.reply(edition)
        assert client.get(f"{address}?{query}").status_code == 404

    @pytest.mark.parametrize("state", ["held", "rejected", "spam", "elsewhere", "never"])
    def test_a_link_to_a_reply_that_is_not_shown_leads_to_the_story(
        self, client, edition, address, state
    ):
        story = factories.published("Other") if state == "elsewhere" else edition
        kept = "shown" if state in ("elsewhere", "never") else state
        number = factories.reply(story, state=kept).pk + (state == "never")
        answer = client.get(f"{address}?thread={number}")
        assert (answer.status_code, answer["Location"]) == (302, f"{address}#comments")

    def test_answering_a_reply_of_a_later_page_shows_its_conversation(
        self, client, edition, address, small
    ):
        last = some(edition, 5)[-1]
        page = text(client.get(f"{address}?replytocom={last.pk}"))
        assert f'id="comment-{last.pk}"' in page
        assert "Leave a Reply to" in page
        assert "See all replies" in page

    def test_who_is_answered_stays_with_a_form_that_is_not_sent_yet(
        self, client, edition, address, small
    ):
        last = some(edition, 5)[-1]
        answer = client.post(
            f"{address}reply/", {"comment": "", "name": "Ada", "email": "", "parent": last.pk}
        )
        assert answer.status_code == 422
        assert f'id="comment-{last.pk}"' in text(answer)

    def test_a_new_reply_is_found_where_its_author_is_sent(self, client, edition, address, small):
        some(edition, 5)
        answer = client.post(
            f"{address}reply/", {"comment": "Me too", "name": "Ada", "email": "ada@example.org"}
        )
        place, _, anchor = answer["Location"].partition("#")
        assert f'id="{anchor}"' in text(client.get(place))
        assert "Me too" in text(client.get(place))

    @pytest.mark.parametrize("answering", [True, False])
    def test_the_receipt_of_a_held_reply_shows_it_also_under_a_long_thread(
        self, client, edition, address, small, answering
    ):
        last = some(edition, 5)[-1]
        Policy.objects.update(mode="held")
        fields = {"comment": "Hold me", "name": "Ada", "email": "ada@example.org"}
        answer = client.post(
            f"{address}reply/", fields | ({"parent": last.pk} if answering else {})
        )
        page = text(client.get(answer["Location"].partition("#")[0]))
        assert "Hold me" in page
        assert "awaiting moderation" in page
        assert (f'id="comment-{last.pk}"' in page) is answering

    def test_a_short_thread_needs_no_address_of_its_own(self, client, edition, address):
        reply = factories.reply(edition)
        assert f'href="{address}#comment-{reply.pk}"' in text(client.get(address))
        assert text(client.get(f"{address}?thread={reply.pk}"))

    @pytest.mark.parametrize("query", ["", "?page=2", "?thread={}"])
    def test_the_number_of_queries_does_not_grow(
        self, client, edition, address, small, query, django_assert_max_num_queries
    ):
        for root in some(edition, 5):
            some(edition, 9, parent=root)
        with django_assert_max_num_queries(24):
            assert client.get(address + query.format(root.pk)).status_code == 200

    def test_rows_that_are_kept_show_what_has_changed(self, client, edition, address):
        reply = factories.reply(edition, "Before", name="Old name")
        client.get(address)
        Comment.objects.filter(pk=reply.pk).update(name="New name", text="After")
        page = text(client.get(address))
        assert "New name" in page
        assert "After" in page
        Policy.objects.update(mode="closed")
        assert "replytocom" not in text(client.get(address))
