"""The table of a story's fields, and all that is made from it.

Covers articles/fields.py, articles/writing/content.py.
"""

import datetime as dt
import json

import pytest
from django.db import models, transaction

from articles import fields
from articles.admin.story.form import sidebar
from articles.admin.story.form.form import ArticleForm
from articles.exchange import portable
from articles.fields import BY_NAME, TABLE, FieldKind, Reach
from articles.models import Article, Edition, Role
from articles.publishing import editions
from articles.publishing.editions import FROZEN
from articles.writing import content, save
from articles.writing.differences import differences
from tests import factories

#: What a working copy and an edition hold that nobody fills in.
OF_ARTICLE = {
    "id", "state", "version", "text_version",
    "created_at", "created_by", "saved_at", "saved_by",
    "approved_version", "gone_words", "gone_to",
}  # fmt: skip
OF_EDITION = {
    "id", "article", "number", "address", "live_from", "live_until", "first_published_at",
    "updated_at", "kind", "note", "article_version", "words", "published_by", "created_at",
}  # fmt: skip
#: The columns that hold each kind.
COLUMNS = {
    FieldKind.LINE: models.CharField,
    FieldKind.LINES: models.TextField,
    FieldKind.HTML: models.TextField,
    FieldKind.CHOICE: models.CharField,
    FieldKind.ROW: models.ForeignKey,
    FieldKind.ROWS: models.ManyToManyField,
    FieldKind.PLAIN: (models.IntegerField, models.JSONField),
    FieldKind.MOMENT: models.DateTimeField,
    FieldKind.FLAG: models.BooleanField,
}
#: An edition's note is what readers are told of a change, no copy of the newsroom's.
NAMESAKES = {"note"}
#: The fields that revisions had from the start. Nothing joins them.
ORIGINAL = {
    "kicker", "headline", "standfirst", "body", "authors", "dateline", "lead_picture", "lead_alt",
    "lead_caption", "lead_credit", "section", "topics", "slug", "owner", "due_at", "embargo_until",
    "expires_at",
}  # fmt: skip
#: What readers see elsewhere than on the story's page, or as something else.
NOT_ON_THE_PAGE = {"slug", "front_headline", "lead_alt", "byline_text"}
NOW = dt.datetime(2026, 5, 4, 3, 2, 1, tzinfo=dt.UTC)


def held_by(model) -> set[str]:
    """The names of a model's own columns and many-to-many fields."""
    return {field.name for field in (*model._meta.fields, *model._meta.many_to_many)}


def test_each_field_of_a_working_copy_stands_in_the_table():
    without = set(BY_NAME) - {fields.ROLES}
    found = held_by(Article) - OF_ARTICLE
    assert found - without == set(), (
        "Article has a field that the table doesn't: give it a row in articles/fields.py (or name"
        " it in OF_ARTICLE, where nobody fills it in)"
    )
    assert without - found == set(), (
        "The table has a field that Article doesn't: add it in articles/models/stories and make a"
        " migration"
    )


def test_each_field_that_goes_into_editions_has_its_column_there():
    wanted = {field.name for field in TABLE if field.in_editions} - {fields.ROLES}
    found = held_by(Edition)
    assert wanted - found == set(), (
        "An edition has no column for it: declare it in StoryText, or say Reach.NEWSROOM in"
        " articles/fields.py"
    )
    assert found - wanted - OF_EDITION == set(), (
        "Edition has a field that the table doesn't know, or keeps in the newsroom: change its"
        " reach in articles/fields.py (or name it in OF_EDITION)"
    )
    newsroom = {field.name for field in TABLE if field.reach is Reach.NEWSROOM} - NAMESAKES
    assert newsroom & found == set(), "Readers would get what the table keeps in the newsroom"
    assert set(FROZEN) == {name for name in wanted if BY_NAME[name].is_column} | {"words"}


@pytest.mark.parametrize(
    "field", [field for field in TABLE if field.kind in COLUMNS], ids=lambda field: field.name
)
def test_its_kind_is_that_of_its_column(field):
    column = Article._meta.get_field(field.name)
    assert isinstance(column, COLUMNS[field.kind])
    assert bool(getattr(column, "choices", None)) == (field.kind is FieldKind.CHOICE)
    if field.is_text and field.kind is not FieldKind.HTML:
        assert column.max_length >= (field.fits or 0)
    if field.implied is not fields.ORIGINAL:
        begun = content.of(Article())[field.name]
        assert field.implied == begun, "An old revision would hold what no new story begins with"


def test_a_new_field_says_what_older_revisions_hold_of_it():
    assert {field.name for field in TABLE if field.implied is fields.ORIGINAL} == ORIGINAL, (
        "Give the field `implied` in articles/fields.py: without it, a revision from before would"
        " collide with every save"
    )


def test_a_person_has_a_name_for_each():
    labels = content.labels()
    assert set(labels) == set(BY_NAME)
    assert len(set(labels.values())) == len(labels)


def test_each_stands_on_the_form_once():
    tabs = ["text", *(tab.name for tab in sidebar.TABS)]
    shown = [name for tab in tabs for name in fields.on_tab(tab)]
    assert sorted(shown) == sorted(set(ArticleForm.base_fields) - {"seen_version"}), (
        "The form has a field that stands on no tab, or twice: see `tab` in articles/fields.py"
    )
    assert set(shown) == set(BY_NAME) - set(fields.BYLINE)


def a_value(field: fields.StoryField, topics: list, authors: list):
    """What the field holds in a story all of whose fields are filled in."""
    match field.kind:
        case FieldKind.HTML:
            return "<p>Text.</p>"
        case FieldKind.CHOICE:
            return Article._meta.get_field(field.name).choices[-1][0]
        case FieldKind.MOMENT:
            later = "expires_at" in field.name
            return (NOW + dt.timedelta(days=9 if later else -9)).isoformat()
        case FieldKind.FLAG:
            return True
        case FieldKind.ROLES:
            return {str(authors[0].pk): str(Role.PHOTO)}
        case FieldKind.PLAIN if isinstance(Article._meta.get_field(field.name), models.JSONField):
            return [factories.article("Another").pk]
        case FieldKind.PLAIN:
            return 2
        case FieldKind.ROWS:
            return [row.pk for row in {"topics": topics, "authors": authors}[field.name]]
        case FieldKind.ROW:
            make = {
                "lead_picture": factories.picture,
                "owner": lambda: factories.somebody("editor"),
            }
            return make.get(field.name, getattr(factories, field.name, None))().pk
    return "ferry" if field.name == "slug" else f"{field.name} told"


@pytest.fixture
def filled(people):
    """A working copy with all its fields filled in, and that content."""
    topics, authors = [factories.topic()], [factories.author("Ada"), factories.author("Bo")]
    holds = {field.name: a_value(field, topics, authors) for field in TABLE}
    article = Article()
    content.put(article, holds)
    roles = content.roles_in(holds)
    save.save_article(
        article, by=people["editor"], topics=topics, authors=authors, roles=roles, now=NOW
    )
    return Article.objects.get(pk=article.pk), holds


@pytest.mark.django_db
def test_all_of_it_is_saved_frozen_and_brought_along(filled, people):
    article, holds = filled
    assert content.of(article) == holds
    assert article.revisions.get().content == holds
    edition = editions.publish(article, by=people["editor"], checked=False, now=NOW)
    shown = {name: holds[name] for name in content.SEEN_BY_READERS}
    assert content.of_edition(Edition.objects.get(pk=edition.pk)) == shown

    data = json.loads(json.dumps(portable.of([Article.objects.get(pk=article.pk)])[0]))
    same = portable.Numbers(picture=lambda number: number, story=lambda number: number)
    brought = portable.take_in(data, by=people["editor"], numbers=same, now=NOW, source="there")
    assert content.of(Article.objects.get(pk=brought.pk)) == holds | {"slug": brought.slug}, (
        "A copy of the site would lose it: see articles/exchange/portable.py"
    )
    assert content.of_edition(brought.editions.get()) == shown
    for name in ("embargo_until", "expires_at"):
        assert getattr(brought.editions.get(), name) == getattr(edition, name)


def change(article: Article, name: str) -> None:
    """Have a filled working copy hold something else in this field."""
    if name == "topics":
        article.topics.clear()
    elif name == fields.AUTHORS:
        article.credits.first().delete()
    elif name == fields.ROLES:
        article.credits.update(role=Role.REPORTING)
    elif name == "section":
        article.section = factories.section("Elsewhere")
    else:
        other = {FieldKind.ROW: None, FieldKind.PLAIN: None, FieldKind.HTML: "<p>Another.</p>"}
        setattr(article, name, other.get(BY_NAME[name].kind, "Another"))


@pytest.mark.django_db
def test_who_publishes_is_told_of_each_that_readers_will_see(filled, people):
    article, _ = filled
    edition = editions.publish(article, by=people["editor"], checked=False, now=NOW)
    told = set()
    for name in content.SEEN_BY_READERS:
        before, now = Edition.objects.get(pk=edition.pk), Article.objects.get(pk=article.pk)
        if name in fields.BYLINE:  # where it isn't written out
            before.byline_text = now.byline_text = ""
        with transaction.atomic():
            change(now, name)
            told |= {name} if differences(before, now) else set()
            transaction.set_rollback(True)
    assert set(content.SEEN_BY_READERS) - told == set(), (
        "The page on which a story is published doesn't say that these differ: see _read and"
        " _filed in articles/writing/differences.py"
    )


@pytest.mark.django_db
def test_readers_see_each_text_on_the_page(filled, people, client, subtests):
    article, holds = filled
    holds = {name: value for name, value in holds.items() if name not in NOT_ON_THE_PAGE}
    Article.objects.filter(pk=article.pk).update(embargo_until=None, expires_at=None)
    edition = editions.publish(article, by=people["editor"], checked=False)
    page = client.get(edition.get_absolute_url()).content.decode()
    for field in TABLE:
        value = holds.get(field.name)
        if field.reach is Reach.READERS and isinstance(value, str) and value.endswith(" told"):
            with subtests.test(field.name):
                assert value in page, (
                    "Readers don't get it: put it into templates/articles/story.html (or name it in"
                    " NOT_ON_THE_PAGE)"
                )
