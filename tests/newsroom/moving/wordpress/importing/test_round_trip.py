"""The paper leaves as an export file of WordPress, and comes back from it as it was, field by
field."""

import re
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from articles.models import Article, Picture, Publication, Section
from articles.pictures.library import keep_picture
from articles.publishing import editions
from articles.writing import save
from comments.models import Comment
from newsroom.models import ImportLine
from tests import factories
from tests.newsroom.moving.wordpress.exporting.test_paper import paper  # noqa: F401  (a fixture)

KEPT = {"textmodel", "houserule", "rulesversion"}
#: What is another in each place: when pictures were brought, and under which name they are public.
OF_THE_PLACE = (
    (r"<pubDate>[^<]*</pubDate>", ""),
    (r"/pictures/[\w-]{22}/", "/pictures/…/"),
    (r"(?s)(<wp:post_(?:date|modified)(?:_gmt)?>)[^\n]*(?=.{0,900}?\[attachment\])", r"\1"),
)


def forget_everything() -> None:
    """Empty the tables of stories, pictures and replies."""
    models = [
        *apps.get_app_config("comments").get_models(),
        *apps.get_app_config("articles").get_models(),
    ]
    tables = [model._meta.db_table for model in models if model._meta.model_name not in KEPT]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY CASCADE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            return
        cursor.execute("PRAGMA defer_foreign_keys = ON")
        for table in tables:
            cursor.execute(f"DELETE FROM {table}")
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])


@pytest.fixture(autouse=True)
def from_one(people):
    """Numbers begin with 1 here, whatever was counted before."""
    forget_everything()


def normal(text: str) -> list[str]:
    for pattern, instead in OF_THE_PLACE:
        text = re.sub(pattern, instead, text)
    return text.splitlines()


@pytest.fixture
def whole(paper, people):  # noqa: F811
    """With a corrected story that was worked on since, a withdrawn one, a related one, and a
    picture with all facts."""
    editor = people["editor"]
    Publication.objects.create(pk=1, name="The Quay", tagline="Twice a week")
    picture = Picture.objects.get()
    keep_picture(
        by=editor,
        picture=picture,
        focal=(0.2, 0.7),
        copyright="© Ana",
        place="Quay",
        source_type="print",
    )
    other = factories.published("Gone since")
    editions.withdraw(other.article, by=editor)
    ada, bo = factories.author("Ada Novak"), factories.author("Bo Lind")
    bo.user, bo.bio = people["writer"], "Walks a lot."
    bo.save()
    edition = factories.published(
        "Ferry late",
        authors=[ada, bo],
        topics=[factories.topic("Ferries")],
        series=factories.series(),
        series_part=2,
        genre="opinion",
        related=[paper.article_id],
        kicker="Harbour",
        section=factories.section("Opinion"),
        body=(
            f'<p>See</p><aside data-story="{paper.article_id}"></aside><figure'
            f' data-picture="{picture.pk}"></figure>'
        ),
    )
    article = edition.article
    article.refresh_from_db()
    article.headline = "The ferry is late"
    save.save_article(article, by=editor, authors=[ada, bo], roles={bo.pk: "photo"})
    editions.publish(article, by=editor, kind="correction", note="It is the other ferry.")
    article.refresh_from_db()
    article.note = "Call the harbour"
    save.save_article(article, by=editor)
    factories.front(article.pk)
    return article


def export(folder, name: str) -> list[str]:
    path = folder / f"{name}.xml"
    call_command(
        "export_wordpress",
        str(path),
        media=str(folder / name),
        stdout=StringIO(),
        stderr=StringIO(),
    )
    return normal(path.read_text())


def test_everything_comes_back_as_it_was(whole, tmp_path):
    went = export(tmp_path, "first")
    assert went.count("<wp:is_sticky>1</wp:is_sticky>") == 1
    numbers = set(Comment.objects.values_list("pk", flat=True))
    forget_everything()
    assert not Article.objects.exists()
    out = StringIO()
    arguments = {"media": tmp_path / "first", "by": "chief", "stdout": out, "stderr": StringIO()}
    call_command("import_wordpress", str(tmp_path / "first.xml"), **arguments)
    assert "Failed" not in out.getvalue()
    assert export(tmp_path, "second") == went
    assert set(Comment.objects.values_list("pk", flat=True)) == numbers
    assert Section.objects.filter(slug="opinion").exists()
    assert sorted(path.read_bytes() for path in (tmp_path / "first").iterdir()) == sorted(
        path.read_bytes() for path in (tmp_path / "second").iterdir()
    )
    out.truncate(0)
    call_command("import_wordpress", str(tmp_path / "first.xml"), **arguments)
    assert export(tmp_path, "third") == went


def test_it_comes_into_a_paper_that_has_stories_already(whole, tmp_path):
    export(tmp_path, "first")
    count, replies = Article.objects.count(), Comment.objects.count()
    out = StringIO()
    arguments = {"media": tmp_path / "first", "by": "chief", "stdout": out, "stderr": StringIO()}
    call_command("import_wordpress", str(tmp_path / "first.xml"), **arguments)
    assert (Article.objects.count(), Comment.objects.count()) == (2 * count, 2 * replies)
    assert Picture.objects.count() == 1


def test_what_wordpress_made_of_it_since_is_what_counts(whole, tmp_path):
    """It keeps our data as custom fields, and nobody there keeps them in step."""
    export(tmp_path, "first")
    text = (tmp_path / "first.xml").read_text()
    text = text.replace(
        "<generator>Newsroom</generator>", "<generator>https://wordpress.org/?v=6.6</generator>"
    )
    text = text.replace(
        "<title><![CDATA[The ferry is late]]></title>", "<title><![CDATA[Changed there]]></title>"
    )
    (tmp_path / "there.xml").write_text(text)
    forget_everything()
    out = StringIO()
    arguments = {"media": tmp_path / "first", "by": "chief", "stdout": out, "stderr": StringIO()}
    call_command("import_wordpress", str(tmp_path / "there.xml"), **arguments)
    story = Article.objects.get(headline="Changed there")
    assert story.editions.count() == 1
    assert story.lead_picture is None
    assert "data-picture" in story.body
    assert Picture.objects.get().copyright == "© Ana"
    assert ImportLine.objects.filter(
        about="Editions of before", words__startswith="5 stories"
    ).exists()
