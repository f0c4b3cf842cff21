"""Importing: all that can comes in, once, and the report says the rest.

Covers newsroom/moving/wordpress/importing/import_site.py,
newsroom/moving/wordpress/importing/catalogue.py,
newsroom/moving/wordpress/importing/earlier_runs.py, newsroom/moving/wordpress/importing/facts.py,
newsroom/moving/wordpress/importing/find_or_create.py,
newsroom/moving/wordpress/importing/mapping.py, newsroom/moving/wordpress/importing/report.py,
newsroom/moving/wordpress/importing/run.py, newsroom/moving/wordpress/importing/stories.py,
newsroom/moving/wordpress/importing/survey.py, newsroom/moving/wordpress/importing/threads.py,
newsroom/moving/wordpress/sticky_posts.py, newsroom/moving/wordpress/texts.py,
newsroom/management/commands/import_wordpress.py.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import json
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError
from django.db import connection
from django.utils import timezone

from articles.fronts import contents, places
from articles.models import (
    Article,
    Author,
    Edition,
    Front,
    FrontEdition,
    Picture,
    Record,
    Revision,
    Section,
    Topic,
)
from articles.writing import save
from comments.models import Comment, Mode, Ping, Policy
from newsroom.models import Import, Imported, ImportLine, Outcome, User
from newsroom.moving.wordpress.importing import import_site
from tests import factories, services
from tests.newsroom.moving.wordpress import files

pytestmark = pytest.mark.django_db
NEWS = files.filed("news", "News")


def lines(outcome: str, about: str = "") -> list[str]:
    found = ImportLine.objects.filter(outcome=outcome)
    return [
        f"{line.about}: {line.words}" for line in (found.filter(about=about) if about else found)
    ]


# -- stories
# ---------------------------------------------------------------------------------------------


def test_a_story_comes_over_whole(bring, export, boss):
    bring(
        export(
            files.author(),
            files.category("news", "News", description="What happens"),
            files.category("sport", "Sport"),
            files.tag("river", "River"),
            files.item(
                7,
                "The bridge &amp; the <em>river</em>",
                "<p>It is open.</p>",
                slug="bridge",
                excerpt="At <b>last</b>.",
                date="2020-03-04 09:30:00",
                modified="2020-05-06 10:00:00",
                filed=NEWS
                + files.filed("sport", "Sport")
                + files.filed("river", "River", "post_tag"),
                meta={"_yoast_wpseo_title": "Bridge", "_yoast_wpseo_metadesc": "%%excerpt%%"},
                replies=files.reply(31, "First") + files.reply(32, "Second", parent=31),
            ),
        )
    )
    edition = Edition.objects.get()
    assert edition.get_absolute_url() == "/2020/03/bridge/"
    assert (edition.headline, edition.standfirst, edition.body) == (
        "The bridge & the river",
        "At last.",
        "<p>It is open.</p>",
    )
    assert (
        edition.live_from
        == edition.first_published_at
        == dt.datetime(2020, 3, 4, 9, 30, tzinfo=dt.UTC)
    )
    assert edition.updated_at == dt.datetime(2020, 5, 6, 10, tzinfo=dt.UTC)
    assert (edition.search_title, edition.search_description) == ("Bridge", "")
    assert [author.name for author in edition.bylines] == ["Ines Vale"]
    assert edition.section.name == "News"  # of few stories, no section is proposed
    assert sorted(topic.name for topic in edition.topics.all()) == ["News", "River", "Sport"]
    replies = Comment.objects.order_by("pk")
    assert [(each.pk, each.parent_id, each.text, each.state) for each in replies] == [
        (31, None, "First", "shown"),
        (32, 31, "Second", "shown"),
    ]
    record = Record.objects.get(verb="came in")
    assert (record.by, record.note) == (boss, "From WordPress at old.example, post 7")


STATUSES = {
    "publish": ({}, ("ready", "live", "")),
    "future": ({"date": "2099-01-02 03:04:05"}, ("ready", "scheduled", "")),
    "draft": ({}, ("draft", None, "")),
    "auto-draft": ({}, ("draft", None, "")),
    "pending": ({}, ("review", None, "")),
    "private": ({}, ("draft", None, "private")),
    "pitch": ({}, ("draft", None, "“pitch”")),
}


@pytest.mark.parametrize("status", STATUSES)
def test_every_status(bring, export, status):
    more, (state, stands, note) = STATUSES[status]
    bring(export(files.item(7, status=status, **more)))
    article, now = Article.objects.get(), timezone.now()
    edition = Edition.objects.first()
    found = None if edition is None else "live" if edition.live_from <= now else "scheduled"
    assert (article.state, found) == (state, stands)
    assert note in article.note
    assert bool(note) == bool(article.note)


def test_what_a_password_protects_is_a_draft_that_says_so(bring, export):
    bring(export(files.item(7, password="sesame")))
    article = Article.objects.get()
    assert not Edition.objects.exists()
    assert "protected by a password" in article.note
    assert "sesame" not in article.note
    assert lines("doubt", "Protected by a password")


def test_the_trash_comes_on_wish_and_is_gone_for_readers(bring, export, client):
    trashed = files.item(
        7,
        status="trash",
        slug="old",
        meta={"_wp_trash_meta_status": "publish", "_wp_trash_meta_time": "1600000000"},
    )
    path = export(trashed)
    bring(path)
    assert not Article.objects.exists()
    assert lines("lost", "In the trash")
    bring(path, with_trash=True)
    assert client.get("/2020/03/old/").status_code == 410
    assert "trash" in Article.objects.get().note


def test_dates_are_those_of_the_site(bring, export, settings):
    settings.TIME_ZONE = "Europe/Berlin"
    with timezone.override("Europe/Berlin"):
        bring(
            export(
                files.item(1, date="2021-07-01 00:30:00", gmt="0000-00-00 00:00:00", slug="local"),
                files.item(2, date="2021-07-01 00:30:00", gmt="2021-06-30 22:30:00", slug="both"),
                files.item(
                    3,
                    date="0000-00-00 00:00:00",
                    gmt="0000-00-00 00:00:00",
                    modified="0000-00-00 00:00:00",
                    status="draft",
                ),
            )
        )
        assert {each.get_absolute_url() for each in Edition.objects.all()} == {
            "/2021/07/local/",
            "/2021/07/both/",
        }
    assert {each.live_from for each in Edition.objects.all()} == {
        dt.datetime(2021, 6, 30, 22, 30, tzinfo=dt.UTC)
    }
    assert Article.objects.count() == 3


def test_what_does_not_fit_is_cut_and_kept(bring, export):
    title, excerpt, slug = "Long " * 60, "Word " * 150, "-".join(["part"] * 40)
    bring(export(files.item(7, title, excerpt=excerpt, slug=slug)))
    article = Article.objects.get()
    assert (len(article.headline) <= 200, article.headline[-1]) == (True, "…")
    assert (len(article.standfirst) <= 500, article.standfirst[-1]) == (True, "…")
    assert len(article.slug) <= 120
    assert title.strip() in article.note
    assert excerpt.strip() in article.note
    assert {line.partition(":")[0] for line in lines("doubt")} >= {
        "Headline shortened",
        "Standfirst shortened",
        "Address shortened",
    }


def test_a_note_that_is_too_long_is_whole_in_the_report(bring, export):
    excerpt = "Word " * 900
    bring(export(files.item(7, excerpt=excerpt)))
    assert len(Article.objects.get().note) <= 2000
    assert any(excerpt.strip() in line for line in lines("doubt", "Note shortened"))


def test_without_title_and_without_anything(bring, export):
    bring(
        export(
            files.item(1, "", "<p>Only a short remark, no title.</p>"),
            files.item(2, "", "", slug=""),
        )
    )
    assert sorted(Article.objects.values_list("headline", flat=True)) == [
        "Only a short remark, no title.",
        "Without a title, 2020-03-04",
    ]
    assert len(lines("doubt", "No title")) == 2
    assert len(lines("doubt", "No text")) == 1
    assert Edition.objects.count() == 2


def test_one_address_in_one_month(bring, export):
    bring(export(*(files.item(number, slug="same") for number in (1, 2, 3))))
    assert sorted(Edition.objects.values_list("address__slug", flat=True)) == [
        "same",
        "same-2",
        "same-3",
    ]
    assert len(lines("doubt", "Address taken")) == 2


def test_closed_for_replies(bring, export, boss):
    bring(
        export(files.item(1, comments="closed", slug="a"), files.item(2, comments="open", slug="b"))
    )
    assert [
        (policy.article.slug, policy.mode) for policy in Policy.objects.exclude(article=None)
    ] == [("a", Mode.CLOSED)]


def at_the_top() -> list[str]:
    """The first two headlines of the front page."""
    home, now = places.named("home"), timezone.now()
    front = contents.live(home, now)
    return [
        edition.headline
        for edition in contents.show(home, front.content if front else {}, now).editions
    ][:2]


def test_what_was_sticky_stands_at_the_top_of_the_front_page(bring, export, boss):
    path = export(
        files.item(1, "First", sticky=1, date="2012-01-01 09:00:00"),
        files.item(2, "Second"),
        files.item(3, "Third", sticky=1, date="2011-01-01 09:00:00"),
        files.item(4, "Fourth", sticky=1, status="draft"),
    )
    bring(path)
    assert len(lines("doubt", "Was sticky")) == 3
    assert at_the_top() == ["First", "Third"]
    assert FrontEdition.objects.get().published_by == boss
    bring(path)
    assert FrontEdition.objects.count() == 1


def test_a_front_page_that_was_composed_stays(bring, export, boss):
    factories.front()
    bring(
        export(
            files.item(1, "First", sticky=1, date="2012-01-01 09:00:00"), files.item(2, "Second")
        )
    )
    assert at_the_top() == ["Second", "First"]


def test_sticky_is_placed_after_a_run_that_was_interrupted(bring, export):
    """The first run ended before it came to the front page."""
    path = export(
        files.item(1, "First", sticky=1, date="2012-01-01 09:00:00"), files.item(2, "Second")
    )
    bring(path)
    FrontEdition.objects.all().delete()
    Front.objects.all().delete()
    bring(path)
    assert at_the_top() == ["First", "Second"]


def test_pages_stand_in_their_own_section(bring, export):
    bring(export(files.item(1, "About", kind="page", slug="about")))
    assert Edition.objects.get().section.slug == "pages"


def test_kinds_and_fields_of_plugins_are_named(bring, export):
    said = bring(
        export(
            files.item(1, meta={"_edit_last": "1", "acme_price": "7"}),
            files.item(2, kind="nav_menu_item"),
            files.item(3, kind="acme_event", title="A party", replies=files.reply(5)),
        )
    )
    assert "Not brought: 1 “acme_event”" in said
    assert "acme_price (1)" in said
    assert "_edit_last" not in said
    assert lines("lost", "Replies to what is no story") == [
        "Replies to what is no story: 1 reply to a “acme_event”"
    ]
    assert Article.objects.count() == 1


def test_authors_are_found_or_made_and_belong_to_a_login(bring, export, boss):
    Author.objects.create(name="Bo Berg", slug="bo-berg")
    login = User.objects.create_user("ines", "INES@old.example")
    bring(
        export(
            files.author(),
            files.author("bo", "bo@old.example", "Bo Berg", 2),
            files.item(1),
            files.item(2, creator="bo"),
            files.item(3, creator="ghost"),
            files.item(4, creator=""),
        )
    )
    assert {author.slug: author.user for author in Author.objects.all()} == {
        "ines-vale": login,
        "bo-berg": None,
        "ghost": None,
    }
    assert len(lines("doubt", "No byline")) == 1


# -- sections and topics
# ---------------------------------------------------------------------------------


def test_the_mapping_is_proposed_changed_and_followed(bring, export, tmp_path):
    path, mapping = (
        export(
            files.category("news", "News"),
            files.category("local", "Local", "news"),
            files.category("empty", "Empty"),
            *(files.item(number, filed=NEWS) for number in range(1, 5)),
            files.item(
                9,
                slug="local",
                filed=files.filed("local", "Local") + files.filed("x", "X", "post_tag"),
            ),
        ),
        tmp_path / "mapping.toml",
    )
    bring(path, dry_run=True, mapping=mapping)
    assert not Section.objects.exists()
    text = mapping.read_text()
    assert '"news" = { section = "news", name = "News" }  # News: 4 stories' in text
    assert '"local" = { topic = "local", name = "Local" }  # Local: 1 story, under news' in text
    mapping.write_text(
        text.replace(
            '{ topic = "local", name = "Local" }', '{ section = "near", name = "Near You" }'
        )
        .replace("[tags]", '[tags]\n"x" = {}')
        .replace('author = "ines", name = "ines"', 'author = "iv", name = "I. V."')
    )
    bring(path, mapping=mapping)
    assert sorted(Section.objects.values_list("slug", "name")) == [
        ("near", "Near You"),
        ("news", "News"),
    ]
    assert not Topic.objects.exists()
    assert Edition.objects.get(address__slug="local").section.slug == "near"
    assert Author.objects.get().name == "I. V."
    assert lines("lost", "Category without stories")


def test_a_story_below_a_section_stands_in_it(bring, export):
    bring(
        export(
            files.category("news", "News"),
            files.category("local", "Local", "news"),
            *(files.item(number, filed=NEWS) for number in range(1, 5)),
            files.item(9, slug="local", filed=files.filed("local", "Local")),
        )
    )
    edition = Edition.objects.get(address__slug="local")
    assert (edition.section.slug, [topic.slug for topic in edition.topics.all()]) == (
        "news",
        ["local"],
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[categories]\nx = 7", "has to be"),
        ("default = {}", "has to be a section"),
        ("= =", "not written as TOML"),
        ('[tags]\nx = { topic = "Not An Address" }', "can't be an address"),
        ("surprise = 1", "means nothing"),
    ],
)
def test_a_mapping_that_makes_no_sense_is_said(bring, export, tmp_path, text, says):
    mapping = files.write(tmp_path, text, "mapping.toml")
    with pytest.raises(CommandError, match=says):
        bring(export(files.item(1)), mapping=mapping)
    assert not Article.objects.exists()


# -- alone
# -----------------------------------------------------------------------------------------------


@contextmanager
def another(home: Path):
    """Another import; on PostgreSQL, on another machine."""
    if connection.vendor == "sqlite":
        with (home / "import.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        return
    with psycopg.connect(services.database_url()) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [import_site.LOCK])
        yield


def test_two_at_once_are_refused(bring, export, own_home):
    path = export(files.item(1))
    with another(own_home), pytest.raises(CommandError, match="Another import is running"):
        bring(path)
    assert not Article.objects.exists()
    bring(path)
    assert Article.objects.exists()


# -- again, and interrupted
# ------------------------------------------------------------------------------


def everything() -> dict[str, int]:
    models = (Article, Edition, Revision, Comment, Ping, Section, Topic, Author, Picture, Imported)
    return {model.__name__: model.objects.count() for model in models}


def test_run_again_nothing_comes_twice(bring, export):
    path = export(
        files.author(),
        files.item(1, replies=files.reply(5)),
        files.item(2, guid=""),
        files.item(3, guid="http://old.example/?p=1"),
    )
    bring(path)
    first = everything()
    assert first["Article"] == 3
    said = bring(path)
    assert everything() == first
    assert "Here already: 3 stories" in said
    https = (
        path.read_text().replace("http://old", "https://old").replace("https://old", "http://old")
    )
    path.write_text(https)
    bring(path)
    assert everything() == first


def test_what_an_editor_changed_stays(bring, export, boss):
    bring(export(files.item(1, "There")))
    article = Article.objects.get()
    article.headline = "Here"
    save.save_article(article, by=boss)
    bring(export(files.item(1, "There, changed", replies=files.reply(77))))
    assert Article.objects.get().headline == "Here"
    assert Comment.objects.get().pk == 77  # what is new under it comes
    assert lines("doubt", "Changed there")


def test_what_was_deleted_here_stays_away(bring, export, boss):
    path = export(files.item(1, status="draft"))
    bring(path)
    save.delete_article(Article.objects.get(), by=boss)
    bring(path)
    assert not Article.objects.exists()
    assert lines("doubt", "Deleted here")


def test_the_same_item_in_two_parts_comes_once(bring, export):
    one, two = (
        export(files.item(1), files.item(1), name="1.xml"),
        export(files.item(1), files.item(2), name="2.xml"),
    )
    said = bring(one, two)
    assert Article.objects.count() == 2
    assert "2 items stand in the files more than once" in said


def test_parts_of_two_sites_are_refused(bring, export, tmp_path):
    other = files.write(
        tmp_path, files.whole(files.item(1)).replace("old.example", "new.example"), "other.xml"
    )
    with pytest.raises(CommandError, match="different sites"):
        bring(export(files.item(1)), other)


def test_one_bad_story_takes_no_other_with_it(bring, export, monkeypatch):
    """What goes wrong with one, whatever it is, is told with file, line and reason, and tried again
    next time."""
    path = export(*(files.item(number, f"Number {number}") for number in range(1, 8)))
    around = import_site._around

    def fails(run, file, story, taken):
        if story.item.number == 4:
            raise RuntimeError("out of luck")
        return around(run, file, story, taken)

    monkeypatch.setattr(import_site, "_around", fails)
    said = bring(path)
    assert Article.objects.count() == 6
    assert "Failed: 1 story" in said
    (line,) = ImportLine.objects.filter(about="Failed")
    assert (line.file, line.number, line.words) == ("export.xml", 4, "RuntimeError: out of luck")
    assert path.read_text().splitlines()[line.line - 1] == "<item>"
    assert ImportLine.objects.filter(outcome=Outcome.CAME, kind="post").count() == 6
    monkeypatch.undo()
    bring(path)
    assert Article.objects.count() == 7


def test_a_broken_item_is_named_and_the_rest_comes(bring, export, tmp_path):
    text = files.whole(files.item(1), "<item><title>x</title></item>\n", files.item(3))
    bring(files.write(tmp_path, text))
    assert Article.objects.count() == 2
    (line,) = ImportLine.objects.filter(about="Can't be read")
    assert text.splitlines()[line.line - 1].endswith("<item><title>x</title></item>")


# -- what is refused
# -------------------------------------------------------------------------------------


def test_a_bomb_is_refused_and_nothing_comes(bring, tmp_path):
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    path = files.write(tmp_path, files.whole(files.item(1)).replace("?>\n", f"?>\n{bomb}\n", 1))
    with pytest.raises(CommandError, match="declares a document type"):
        bring(path)
    assert not Import.objects.exists()
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"by": "nobody"}, "Nobody here is called"),
        ({"media": "/nowhere"}, "is no folder"),
        ({"mapping": "/nowhere/x.toml"}, "isn't there"),
    ],
)
def test_clear_words_for_what_can_not_be(bring, export, options, says):
    options = {name: Path(value) if name != "by" else value for name, value in options.items()}
    with pytest.raises(CommandError, match=says):
        bring(export(files.item(1)), **options)


def test_it_takes_rights(bring, export, people):
    with pytest.raises(CommandError, match="may not bring in an archive"):
        bring(export(files.item(1)), by="writer")
    bring(export(files.item(1)), by="chief")
    assert Article.objects.get().created_by == people["chief"]


# -- dry runs and reports
# --------------------------------------------------------------------------------


def test_a_dry_run_says_what_comes_and_writes_nothing(bring, export, uploads, tmp_path):
    path = export(
        files.item(
            1, "", filed=NEWS, replies=files.reply(5) + files.reply(6, approved="0", parent=5)
        ),
        files.item(2, status="draft"),
        files.attachment(),
        files.attachment(51, files.PHOTO.replace("quay", "no"), "no.jpg"),
    )
    before, report = everything(), tmp_path / "report.json"
    said = bring(path, dry_run=True, media=uploads, report=report)
    assert everything() == before
    assert not Import.objects.exists()
    for words in (
        "2 posts: 1 published and 1 drafts",
        "2 replies: 1 shown and 1 held",
        "1 at depth 0, 1 at depth 1",
        "2 pictures, of which 1 can be had",
        "nothing was written",
        "Will come in: 2 stories (1 live, 1 drafts)",
        "Worth a look: No title (1)",
    ):
        assert words in said
    told = json.loads(report.read_text())
    assert told["state"] == "dry run"
    assert Counter(line["outcome"] for line in told["lines"]) == Counter(
        {"came": 2, "doubt": 1, "lost": 1}
    )


def test_the_report_is_kept_and_written(bring, export, tmp_path, boss):
    report = tmp_path / "report.json"
    bring(export(files.item(1, sticky=1), files.item(2, kind="acme")), report=report)
    run = Import.objects.get()
    assert (run.state, run.by, run.files, run.source) == (
        "done",
        boss,
        ["export.xml"],
        "wordpress old.example",
    )
    told = json.loads(report.read_text())
    assert told["source"] == "old.example"
    assert len(told["lines"]) == run.lines.count() == sum(count for *_, count in run.counts)
    came = next(
        line for line in told["lines"] if line["kind"] == "post" and line["outcome"] == "came"
    )
    assert (came["number"], came["subject"], came["article"]) == (
        1,
        "The bridge opens",
        Article.objects.get().pk,
    )


# -- numbers and addresses
# -------------------------------------------------------------------------------


def test_numbers_that_are_taken_here_take_no_others_away(bring, export):
    """A site that has replies already: only those give way whose numbers are really taken."""
    bring(
        export(
            files.item(1, replies="".join(files.reply(n) for n in range(1, 4))), name="first.xml"
        )
    )
    other = export(
        files.item(
            1, replies="".join(files.reply(n) for n in range(2, 8)), guid="https://new.example/?p=1"
        )
    )
    other.write_text(other.read_text().replace("https://old.example<", "https://new.example<"))
    bring(other)
    assert len(lines("doubt", "Reply's number taken")) == 2
    numbers = sorted(Comment.objects.values_list("pk", flat=True))
    assert numbers[:7] == [1, 2, 3, 4, 5, 6, 7]
    assert len(numbers) == 9


def test_old_addresses_lead_to_what_came(bring, export, client):
    bring(
        export(
            files.category("news", "News", number=3),
            *(files.item(n, filed=NEWS) for n in (1, 2, 3)),
            files.item(
                7,
                slug="bridge",
                link="https://old.example/2020/03/04/bridge/",
                filed=files.filed("river", "River", "post_tag"),
            ),
        )
    )
    for old, new in (
        ("/?p=7", "/2020/03/bridge/"),
        ("/2020/03/04/bridge/", "/2020/03/bridge/"),
        ("/category/news/", "/section/news/"),
        ("/?cat=3", "/section/news/"),
        ("/tag/river/", "/topic/river/"),
        ("/author/ines/", "/author/ines/"),
    ):
        answer = client.get(old)
        assert (answer.status_code, answer.get("Location", new)) in ((301, new), (200, new)), old
