"""Stories as plain data: what goes out comes in the same, field by field, edition by edition.

Covers articles/exchange/portable.py, articles/exchange/row_numbers.py.
"""

import datetime as dt
import json

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone

from articles.errors import NotAllowed
from articles.exchange import portable
from articles.exchange.portable import Numbers
from articles.finding import stories
from articles.models import Article, Edition, Record, Revision
from articles.publishing import editions
from articles.search import index
from articles.writing import save, workflow
from tests import factories

NOW = dt.datetime(2026, 5, 4, 3, 2, 1, tzinfo=dt.UTC)
SAME = Numbers(picture=lambda number: number, story=lambda number: number)


@pytest.fixture
def story(people):
    """Corrected once, worked on since, with all that a story can have."""
    ada, bo = factories.author("Ada Novak"), factories.author("Bo Lind")
    other, picture = factories.published("Another story"), factories.picture()
    edition = factories.published(
        "Ferry back",
        ago=dt.timedelta(days=3),
        topics=[factories.topic()],
        authors=[ada, bo],
        kicker="Harbour",
        lead_picture=picture,
        lead_credit="Ana",
        series=factories.series(),
        series_part=2,
        genre="analysis",
        related=[other.article_id],
        body=(
            f'<p>Text.</p><figure data-picture="{picture.pk}"></figure><aside'
            f' data-story="{other.article_id}"></aside>'
        ),
        expires_at=timezone.now() + dt.timedelta(days=90),
    )
    article = edition.article
    editor = factories.somebody("editor")
    article.headline = "The ferry is back"
    save.save_article(article, by=editor, authors=[ada, bo], roles={bo.pk: "photo"})
    editions.publish(article, by=editor, kind="correction", note="It is the other ferry.")
    article.refresh_from_db()
    article.headline, article.note = "The ferry is back, and late", "Call the harbour"
    save.save_article(article, by=editor)
    return article


def data_of(article) -> dict:
    return json.loads(json.dumps(portable.of([Article.objects.get(pk=article.pk)])[0]))


def forget_all() -> None:
    """Empty the tables of stories."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("TRUNCATE articles_article CASCADE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            return
        cursor.execute("PRAGMA defer_foreign_keys = ON")
        for model in apps.get_app_config("articles").get_models(include_auto_created=True):
            fields = {
                field.remote_field.model.__name__
                for field in model._meta.fields
                if field.remote_field
            }
            if model.__name__ in ("Article", "Edition", "Address") or fields & {
                "Article",
                "Edition",
            }:
                cursor.execute(f"DELETE FROM {model._meta.db_table}")  # noqa: S608


def take_in(data, **more):
    more = {
        "by": factories.somebody("editor"),
        "numbers": SAME,
        "now": NOW,
        "source": "another paper",
    } | more
    return portable.take_in(data, **more)


def test_what_goes_out_comes_in_the_same(story):
    data = data_of(story)
    forget_all()
    article = take_in(data)
    assert data_of(article) == data
    assert article.pk == story.pk
    live = Edition.objects.live(timezone.now()).get(article=article)
    assert (live.headline, live.kind, live.note) == (
        "The ferry is back",
        "correction",
        "It is the other ferry.",
    )
    assert article.headline == "The ferry is back, and late"
    assert [credit.role for credit in live.credits.all()] == ["reporting", "photo"]
    assert Record.objects.get().note == "from another paper"
    assert Revision.objects.get(article=article).number == data["version"]
    assert not index.missing_articles().exists()
    assert not index.missing_editions(timezone.now()).exists()


def test_the_page_is_there_and_the_old_address_leads_to_it(story, client):
    first = Edition.objects.filter(article=story).earliest("pk").get_absolute_url()
    before = client.get(first)
    data = data_of(story)
    forget_all()
    take_in(data)
    after = client.get(first)
    assert after.status_code == before.status_code == 200
    assert b"It is the other ferry." in after.content


@pytest.mark.parametrize("stage", ["draft", "review", "ready", "scheduled", "withdrawn"])
def test_every_standing(people, stage):
    article, editor = factories.article("Ferry"), factories.somebody("editor")
    if stage == "review":
        workflow.move(article, to="submit", by=editor)
    elif stage == "ready":
        workflow.move(article, to="approve", by=editor)
    elif stage == "scheduled":
        editions.publish(article, by=editor, at=timezone.now() + dt.timedelta(days=2))
    elif stage == "withdrawn":
        editions.publish(article, by=editor, now=timezone.now() - dt.timedelta(hours=2))
        editions.withdraw(article, by=editor)
    data = data_of(article)
    forget_all()
    assert data_of(take_in(data)) == data
    found = Edition.objects.first()
    if stage == "withdrawn":
        assert stories.standing_at(found.address, timezone.now()).gone


def test_a_number_and_an_address_that_are_taken_give_way(story):
    data = data_of(story)
    with transaction.atomic():
        article = take_in(data)
    assert article.pk != story.pk
    assert Article.objects.get(pk=story.pk).headline == story.headline
    again = data_of(article)
    assert [each[2] for each in again["addresses"]] == [
        f"{each[2]}-2" for each in data["addresses"]
    ]


def test_what_it_shows_is_translated(story):
    data = data_of(story)
    forget_all()
    other = factories.picture().pk
    article = take_in(
        data, numbers=Numbers(picture=lambda number: other, story=lambda number: None)
    )
    assert article.lead_picture_id == other
    assert f'data-picture="{other}"' in article.body
    assert "data-story" not in article.body
    assert article.related == []


def test_not_everybody_may_and_nonsense_is_refused(story):
    data = data_of(story)
    with pytest.raises(NotAllowed):
        take_in(data, by=factories.somebody("writer"))
    for wrong in (
        {"state": "odd"},
        {"content": data["content"] | {"section": "nowhere"}},
        {"editions": [{}]},
    ):
        count = Article.objects.count()
        with pytest.raises((KeyError, ValueError)):
            take_in(data | wrong)
        assert Article.objects.count() == count


def test_queries_do_not_grow(story, django_assert_max_num_queries):
    factories.published(
        "One more", topics=[factories.topic("Weather")], authors=[factories.author("Cy")]
    )
    rows = list(Article.objects.prefetch_related("topics", "credits"))
    with django_assert_max_num_queries(14):
        portable.of(rows)
