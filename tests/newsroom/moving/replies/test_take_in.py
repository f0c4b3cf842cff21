"""Replies that were kept elsewhere: Disqus's export, the tables of django-contrib-comments.

Covers newsroom/moving/replies/take_in.py, newsroom/moving/replies/command.py,
newsroom/moving/replies/contrib_comments.py, newsroom/moving/replies/disqus.py,
newsroom/moving/replies/staging.py, newsroom/moving/command.py,
newsroom/management/commands/import_contrib_comments.py,
newsroom/management/commands/import_disqus.py.
"""

import gzip
import json
import sqlite3
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from articles.finding import former_addresses
from comments.models import Comment
from tests import factories

DISQUS = """<?xml version="1.0" encoding="utf-8"?>
<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">
<category dsq:id="1"><forum>paper</forum><title>General</title><isDefault>true</isDefault></category>
<thread dsq:id="11"><id>12 https://old.example/?p=12</id><forum>paper</forum><category dsq:id="1" />
<link>https://old.example{address}</link><title>Ferry back</title><isClosed>false</isClosed></thread>
<thread dsq:id="12"><id /><link>https://old.example/gone/</link><title>Gone</title></thread>
<post dsq:id="5123456702"><id>wp_id=8</id><message><![CDATA[<p>An <b>answer</b></p>]]></message>
<createdAt>2012-03-04T05:06:08Z</createdAt><isDeleted>false</isDeleted><isSpam>false</isSpam>
<author><email>B@example.org</email><name>Bo</name><isAnonymous>false</isAnonymous><username>bo</username></author>
<ipAddress>203.0.113.9</ipAddress><thread dsq:id="11" /><parent dsq:id="5123456701" /></post>
<post dsq:id="5123456701"><id /><message><![CDATA[<p>First &amp; foremost<br>See
<a href="https://example.org/">https://example.org/</a></p>]]></message>
<createdAt>2012-03-04T05:06:07Z</createdAt><isDeleted>false</isDeleted><isSpam>false</isSpam>
<author><name>Ana</name><isAnonymous>true</isAnonymous></author><thread dsq:id="11" /></post>
<post dsq:id="5123456703"><message>Buy</message><createdAt>2012-03-05T00:00:00Z</createdAt>
<isDeleted>true</isDeleted><isSpam>true</isSpam><author><name>S</name></author><thread dsq:id="11" /></post>
<post dsq:id="5123456704"><message>Off</message><createdAt>2012-03-05T00:00:00Z</createdAt>
<isDeleted>true</isDeleted><isSpam>false</isSpam><author><name>O</name></author><thread dsq:id="11" /></post>
<post dsq:id="5123456705"><message>Lost</message><createdAt>2012-03-05T00:00:00Z</createdAt>
<isDeleted>false</isDeleted><isSpam>false</isSpam><author><name>L</name></author><thread dsq:id="12" /></post>
</disqus>
"""


@pytest.fixture
def edition(people):
    return factories.published("Ferry back")


def run(command: str, *arguments, **options) -> str:
    out = StringIO()
    call_command(
        command, *map(str, arguments), by="moderator", stdout=out, stderr=StringIO(), **options
    )
    return out.getvalue()


@pytest.fixture
def export(edition, tmp_path):
    path = tmp_path / "disqus.xml.gz"
    path.write_bytes(
        gzip.compress(DISQUS.replace("{address}", edition.get_absolute_url()).encode())
    )
    return path


def test_disqus_comes_in_once(export, tmp_path):
    told = run("import_disqus", export, dry_run=True)
    assert "4 would come in" in told
    assert not Comment.objects.exists()
    report = tmp_path / "report.json"
    told = run("import_disqus", export, report=report)
    assert "4 came in; 0 had come before." in told
    assert "https://old.example/gone/: 1" in told
    rows = Comment.objects.order_by("pk").values_list(
        "pk", "parent", "name", "email", "text", "state"
    )
    assert list(rows) == [
        (5123456701, None, "Ana", "", "First & foremost\nSee https://example.org/", "shown"),
        (5123456702, 5123456701, "Bo", "b@example.org", "An **answer**", "shown"),
        (5123456703, None, "S", "", "Buy", "spam"),
        (5123456704, None, "O", "", "Off", "rejected"),
    ]
    assert Comment.objects.get(pk=5123456702).network == "203.0.113.0/24"
    assert json.loads(report.read_text())["replies_without_story"] == 1
    assert "0 came in; 4 had come before." in run("import_disqus", export)
    assert Comment.objects.count() == 4


def test_a_table_says_which_story_is_meant(export, edition, tmp_path):
    table = tmp_path / "stories.csv"
    table.write_text(f"https://old.example/gone/,{edition.article_id}\n")
    assert "1 came in" in run("import_disqus", export, stories=table)
    assert Comment.objects.get().text == "Lost"


def test_a_thread_is_found_where_its_story_once_stood(export, edition):
    former_addresses.lead(["gone"], edition.article, by=factories.somebody("chief"))
    assert "5 came in" in run("import_disqus", export)


def test_a_thread_is_found_by_the_name_of_its_story(people, tmp_path):
    factories.published("Gone")
    path = tmp_path / "disqus.xml"
    path.write_text(DISQUS.replace("{address}", "/2012/03/04/elsewhere/"))
    assert "1 came in" in run("import_disqus", path)
    assert Comment.objects.get().text == "Lost"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><disqus>&b;</disqus>',
            "document type",
        ),
        ('<!DOCTYPE d SYSTEM "file:///etc/passwd"><disqus></disqus>', "document type"),
        ("<disqus><post></disqus>", "mismatched"),
        ("no xml at all", "syntax error"),
    ],
)
def test_what_can_not_be_read_is_told(people, tmp_path, text, words):
    path = tmp_path / "x.xml"
    path.write_text(text)
    with pytest.raises(CommandError, match=words):
        run("import_disqus", path)


def test_what_stands_before_a_broken_place_is_not_half_taken(export, people):
    broken = export.with_name("broken.xml")
    broken.write_bytes(gzip.decompress(export.read_bytes()).replace(b"</disqus>", b"<oops>"))
    with pytest.raises(CommandError):
        run("import_disqus", broken)
    assert not Comment.objects.exists()


def contrib(path, rows, threads=()):
    with sqlite3.connect(path) as tables:
        tables.execute("CREATE TABLE django_content_type (id INTEGER, app_label TEXT, model TEXT)")
        tables.execute("INSERT INTO django_content_type VALUES (7, 'blog', 'entry')")
        tables.execute(
            "CREATE TABLE django_comments (id INTEGER, object_pk TEXT, user_name TEXT, user_email"
            " TEXT, user_url TEXT, comment TEXT, submit_date TEXT, ip_address TEXT, is_public"
            " INTEGER, is_removed INTEGER, content_type_id INTEGER)"
        )
        tables.executemany(
            "INSERT INTO django_comments VALUES (?, ?, 'Ana', 'a@example.org', '', ?, '2012-01-02"
            " 03:04:05', '203.0.113.9', ?, ?, 7)",
            rows,
        )
        if threads:
            tables.execute(
                "CREATE TABLE django_comments_xtd_xtdcomment (comment_ptr_id INTEGER, parent_id"
                " INTEGER)"
            )
            tables.executemany("INSERT INTO django_comments_xtd_xtdcomment VALUES (?, ?)", threads)
    return f"sqlite:///{path}"


def test_contrib_comments_with_threads(edition, tmp_path):
    key = str(edition.article_id)
    rows = [
        (901, key, "1 < 2 & <b>plain</b>\nline", 1, 0),
        (902, key, "Answer", 1, 0),
        (903, key, "Waits", 0, 0),
        (904, key, "Off", 1, 1),
        (905, "777", "Nowhere", 1, 0),
    ]
    url = contrib(
        tmp_path / "old.sqlite3", rows, [(901, 901), (902, 901), (903, 903), (904, 904), (905, 905)]
    )
    told = run("import_contrib_comments", database=url)
    assert "4 came in" in told
    assert "blog.entry:777: 1" in told
    found = Comment.objects.order_by("pk").values_list("pk", "parent", "text", "state")
    assert list(found) == [
        (901, None, "1 < 2 & <b>plain</b>\nline", "shown"),
        (902, 901, "Answer", "shown"),
        (903, None, "Waits", "held"),
        (904, None, "Off", "rejected"),
    ]
    assert Comment.objects.get(pk=901).created_at.isoformat() == "2012-01-02T03:04:05+00:00"


def test_replies_to_more_objects_than_are_read_at_once_find_their_stories(edition, tmp_path):
    key = str(edition.article_id)
    rows = [(number, str(100_000 + number), "Elsewhere", 1, 0) for number in range(1, 1_011)]
    url = contrib(
        tmp_path / "old.sqlite3", [*rows, (20_001, key, "Here", 1, 0), (20_002, key, "Too", 1, 0)]
    )
    assert "2 came in" in run("import_contrib_comments", database=url)


def test_contrib_comments_of_many_portions(edition, tmp_path):
    rows = [(number, str(edition.article_id), f"Reply {number}", 1, 0) for number in range(1, 1203)]
    url = contrib(tmp_path / "old.sqlite3", rows)
    assert "1,202 came in" in run("import_contrib_comments", database=url)
    assert "1,202 had come before" in run("import_contrib_comments", database=url)


def test_a_database_without_such_tables_is_told(people, tmp_path):
    sqlite3.connect(tmp_path / "empty.sqlite3").execute("CREATE TABLE x (y)")
    with pytest.raises(CommandError, match="no table django_comments"):
        run("import_contrib_comments", database=f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    with pytest.raises(CommandError, match="no database"):
        run("import_contrib_comments", database=f"sqlite:///{tmp_path / 'not-there.sqlite3'}")
    assert not (tmp_path / "not-there.sqlite3").exists()


def test_who_brings_them_in_may_do_so(export):
    with pytest.raises(CommandError, match="rights of a moderator"):
        call_command("import_disqus", str(export), by="writer", stderr=StringIO())
    with pytest.raises(CommandError, match="Nobody here"):
        call_command("import_disqus", str(export), by="nobody", stderr=StringIO())
