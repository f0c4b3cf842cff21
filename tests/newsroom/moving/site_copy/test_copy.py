"""The paper as plain files: read as a web server hands them out, and as a program reads them.

Covers newsroom/moving/site_copy/copy.py, newsroom/moving/site_copy/data.py,
newsroom/moving/site_copy/ninjs.py, newsroom/moving/site_copy/rewrite.py,
newsroom/management/commands/export_site.py.
"""

import datetime as dt
import json
import os
import re
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.pictures.library import keep_picture
from articles.publishing import editions
from articles.writing import save
from comments.thread import pages
from newsroom.moving.site_copy.rewrite import Page, place
from tests import factories
from tests.newsroom.moving.site_copy.ninjs import faults
from tests.newsroom.moving.wordpress.exporting.test_paper import jpeg


def export(folder: Path) -> str:
    out = StringIO()
    call_command("export_site", str(folder), stdout=out, stderr=out)
    return out.getvalue()


@pytest.fixture
def paper(people, picture_files, monkeypatch):
    monkeypatch.setattr(pages, "ROOTS", 2)
    picture = keep_picture(by=people["editor"], file=jpeg(900, 600), alt="A quay", credit="Ana")
    edition = factories.published(
        "Ferry back",
        authors=[factories.author()],
        topics=[factories.topic()],
        lead_picture=picture,
        body=f'<p>Text.</p><figure data-picture="{picture.pk}"></figure>',
        genre="analysis",
        dateline="Harbour",
    )
    for number in range(5):
        factories.reply(
            edition, f"Reply {number}", email=f"r{number}@example.org", name=f"R{number}"
        )
    factories.reply(edition, "Held back", state="held", email="held@example.org")
    article = edition.article
    article.refresh_from_db()
    article.headline = "Ferry is back"
    save.save_article(article, by=people["editor"])
    editions.publish(article, by=people["editor"], kind="correction", note="It is another.")
    factories.article("Not yet")
    return edition


@pytest.fixture
def folder(paper, tmp_path):
    export(tmp_path / "out")
    return tmp_path / "out"


def test_the_copy_and_the_data(folder, paper):
    every_link_leads_to_a_file(folder, paper)
    all_replies_are_there(folder, paper)
    the_data_is_whole(folder, paper)


def every_link_leads_to_a_file(folder, paper):
    site = folder / "site"
    pages = {path: path.read_text() for path in site.rglob("*.html")}
    story = (site / paper.get_absolute_url().strip("/") / "index.html").read_text()
    assert len(pages) > 8
    for path, text in pages.items():
        for link in re.findall(r'(?:href|src)="(/[^"#]*)', text):
            assert "?" not in link, (path, link)
            assert (site / link.strip("/")).exists(), (path, link)
        for picture in re.findall(r"(/pictures/[^\s\",]+)", text):
            assert (site / picture.strip("/")).is_file(), (path, picture)
        assert "<form" not in text
        assert "<script src" not in text
        assert "Held back" not in text
        assert "held@example.org" not in text
    assert "Ferry is back" in story
    assert (site / paper.get_absolute_url().strip("/") / "history" / "index.html").exists()


def all_replies_are_there(folder, paper):
    story = folder / "site" / paper.get_absolute_url().strip("/")
    texts = "".join(
        path.read_text() for path in [story / "index.html", *story.glob("page-*/index.html")]
    )
    assert len(list(story.glob("page-*"))) == 2
    assert all(f"Reply {number}" in texts for number in range(5))


def the_data_is_whole(folder, paper):
    data = folder / "data"
    news = json.loads((data / "stories" / f"{paper.article_id}.ninjs.json").read_text())
    assert faults(news) == []
    assert (news["pubStatus"], news["headlines"][0]["value"], news["by"]) == (
        "usable",
        "Ferry is back",
        "By Ada Novak",
    )
    drafts = [
        path for path in (data / "stories").glob("*.ninjs.json") if "withheld" in path.read_text()
    ]
    assert len(drafts) == 1
    assert (
        len(json.loads((data / "stories" / f"{paper.article_id}.json").read_text())["editions"])
        == 2
    )
    replies = json.loads((data / "replies" / f"{paper.article_id}.json").read_text())
    assert [reply["state"] for reply in replies] == ["shown"] * 5 + ["held"]
    assert all(reply["decisions"] for reply in replies)
    (original,) = (data / "originals").iterdir()
    assert original.read_bytes() == jpeg(900, 600).read()
    (picture,) = (data / "pictures").iterdir()
    assert faults(json.loads(picture.read_text())) == []
    assert json.loads((data / "authors.json").read_text())[0]["name"] == "Ada Novak"


def test_the_clock_of_the_disk_counts(paper, tmp_path):
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=5)):
        export(tmp_path / "out")
    assert (tmp_path / "out" / "site" / paper.get_absolute_url().strip("/") / "index.html").exists()


def test_what_is_gone_goes_from_the_copy_too(folder, paper, people):
    page = folder / "site" / paper.get_absolute_url().strip("/") / "index.html"
    assert page.exists()
    editions.withdraw(paper.article, by=people["editor"])
    for path in (folder / "site").rglob("*"):
        os.utime(path, (1, 1))
    export(folder)
    assert not page.exists()
    assert (folder / "site" / "index.html").exists()


def test_a_folder_with_something_else_is_left_alone(paper, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    with pytest.raises(CommandError, match="something else"):
        export(tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/a/", "/a/"),
        ("/a/?page=2", "/a/page-2/"),
        ("/a/?thread=7&x=1", "/a/thread-7/"),
        ("/a/?order=best", "/a/"),
        ("/a/?page=x", "/a/"),
        ("/sitemap.xml", "/sitemap.xml"),
    ],
)
def test_places(address, expected):
    assert place(address) == expected


def test_what_needs_a_server_goes():
    page = Page(
        "<!doctype html><p>A &amp; b &#8217; <!-- c --><br></p><form><p>x<input></p></form><script"
        ' src="/a.js"></script><script type="application/ld+json">{"a":1}</script><a'
        ' href="/search/?q=1">no</a><section id="respond"><section></section></section><a'
        ' href="/s/?page=2#x">next</a>',
        "http://localhost:8000",
    )
    assert (
        page.text == "<!doctype html><p>A &amp; b &#8217; <!-- c --><br></p><script"
        ' type="application/ld+json">{"a":1}</script><a href="/s/page-2/#x">next</a>'
    )
