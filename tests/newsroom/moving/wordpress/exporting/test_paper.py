"""The export file, read by a reader that is not ours.

Covers newsroom/moving/wordpress/exporting/paper.py,
newsroom/moving/wordpress/exporting/write_file.py, newsroom/moving/wordpress/own_meta.py,
newsroom/management/commands/export_wordpress.py.
"""

import datetime as dt
import functools
import json
from io import BytesIO, StringIO
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.utils import timezone
from PIL import Image

from articles.models import Picture
from articles.models.pictures.picture import private_storage
from articles.pictures.library import keep_picture
from articles.publishing import editions
from comments.models import Ping, Policy
from comments.policies import changes
from newsroom.moving.wordpress import own_meta
from newsroom.moving.wordpress.exporting import write_file
from newsroom.moving.wordpress.items import Item, Reply, Site
from tests import factories

WP = "{http://wordpress.org/export/1.2/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"


def jpeg(width: int, height: int) -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (width, height), "teal").save(out, "JPEG")
    return SimpleUploadedFile("quay.jpg", out.getvalue())


@pytest.fixture
def paper(people, picture_files):
    """A story with two bylines, a picture, replies in every state and a ping; a draft; one that is
    scheduled."""
    picture = keep_picture(by=people["editor"], file=jpeg(800, 600), alt="A quay", credit="Ana")
    ada, bo = factories.author("Ada Novak"), factories.author("Bo Lind")
    edition = factories.published(
        "Ferry & <back>",
        authors=[ada, bo],
        topics=[factories.topic()],
        lead_picture=picture,
        standfirst="It runs.",
        body=(
            "<p>Text ]]&gt; end</p><figure"
            f' data-picture="{picture.pk}"><figcaption>Seen</figcaption></figure>'
        ),
    )
    first = factories.reply(edition, "First")
    factories.reply(edition, "Answer *here*", parent=first, email="b@example.org")
    for state in ("held", "spam", "rejected"):
        factories.reply(edition, f"To be {state}", state=state, email=f"{state}@example.org")
    Ping.objects.create(
        article=edition.article,
        kind="pingback",
        title="Elsewhere",
        address="https://elsewhere.example/",
        created_at=timezone.now(),
    )
    factories.article("Not yet")
    waiting = factories.article("Tomorrow")
    editions.publish(waiting, by=people["editor"], at=timezone.now() + dt.timedelta(days=1))
    return edition


@pytest.fixture
def exported(paper, tmp_path):
    """The root of the file, and the folder of uploads."""
    out = StringIO()
    call_command(
        "export_wordpress",
        str(tmp_path / "out.xml"),
        media=str(tmp_path / "uploads"),
        stdout=out,
        stderr=out,
    )
    return ElementTree.parse(tmp_path / "out.xml").getroot(), tmp_path / "uploads"


def items(root, kind: str) -> dict:
    return {
        item.findtext("title"): item
        for item in root.iter("item")
        if item.findtext(f"{WP}post_type") == kind
    }


def test_stories_pictures_and_terms(exported, paper):
    root, uploads = exported
    assert root.findtext(f"channel/{WP}wxr_version") == "1.2"
    posts = items(root, "post")
    assert {title: post.findtext(f"{WP}status") for title, post in posts.items()} == {
        "Ferry & <back>": "publish",
        "Not yet": "draft",
        "Tomorrow": "future",
    }
    story = posts["Ferry & <back>"]
    assert story.findtext("{http://purl.org/dc/elements/1.1/}creator") == "ada-novak"
    assert story.findtext("link").endswith(paper.get_absolute_url())
    assert {(filed.get("domain"), filed.get("nicename")) for filed in story.iter("category")} == {
        ("category", "city"),
        ("post_tag", "harbour"),
        ("author", "cap-ada-novak"),
        ("author", "cap-bo-lind"),
    }
    assert "Text ]]&gt; end" in story.findtext(CONTENT)
    meta = {
        pair.findtext(f"{WP}meta_key"): pair.findtext(f"{WP}meta_value")
        for pair in story.iter(f"{WP}postmeta")
    }
    (attachment,) = items(root, "attachment").values()
    number = attachment.findtext(f"{WP}post_id")
    assert meta["_thumbnail_id"] == number
    assert f'class="wp-image-{number}"' in story.findtext(CONTENT)
    assert json.loads(meta["_newsroom_story"])["number"] == paper.article_id
    kept = {
        pair.findtext(f"{WP}meta_key"): pair.findtext(f"{WP}meta_value")
        for pair in attachment.iter(f"{WP}postmeta")
    }
    with private_storage().open(Picture.objects.get().original.name) as original:
        assert (uploads / kept["_wp_attached_file"]).read_bytes() == original.read()
    assert len({item.findtext(f"{WP}post_id") for item in root.iter("item")}) == 4
    assert len({item.findtext("guid") for item in root.iter("item")}) == 4


def test_a_date_is_left_open_where_nothing_was_published(exported):
    posts = items(exported[0], "post")
    assert posts["Not yet"].findtext(f"{WP}post_date_gmt") == "0000-00-00 00:00:00"
    assert posts["Not yet"].findtext(f"{WP}post_date").startswith("20")
    assert posts["Tomorrow"].findtext(f"{WP}post_date_gmt").startswith("20")


def test_pictures_in_texts_are_the_files_of_their_attachments(exported):
    root, _ = exported
    (attachment,) = items(root, "attachment").values()
    address = attachment.findtext(f"{WP}attachment_url")
    assert f'src="{address}"' in items(root, "post")["Ferry & <back>"].findtext(CONTENT)


def export(tmp_path):
    call_command(
        "export_wordpress", str(tmp_path / "out.xml"), stdout=StringIO(), stderr=StringIO()
    )
    return ElementTree.parse(tmp_path / "out.xml").getroot()


def test_threads_are_closed_as_readers_find_them(people, tmp_path):
    """Its importer knows one switch, that of the post."""
    city, world = factories.section("City"), factories.section("World")
    stories = {
        name: factories.published(name, section=section, ago=dt.timedelta(days=days, hours=1))
        for name, section, days in (
            ("A", city, 0),
            ("B", city, 0),
            ("C", world, 0),
            ("D", world, 40),
        )
    }
    settle = functools.partial(changes.save, by=people["chief"])
    settle(Policy(section=city, mode="closed"))
    settle(Policy(article=stories["B"].article, mode="open"))
    settle(Policy(mode="held", closes_after=30))
    posts = items(export(tmp_path), "post")
    assert {name: post.findtext(f"{WP}comment_status") for name, post in posts.items()} == {
        "A": "closed",
        "B": "open",
        "C": "open",
        "D": "closed",
    }


def test_names_that_its_logins_cannot_have(people, tmp_path):
    greek = factories.author("Ελένη Παπαδοπούλου")
    factories.published("Ferry", authors=[greek])
    root = export(tmp_path)
    logins = {
        each.findtext(f"{WP}author_login"): each.findtext(f"{WP}author_display_name")
        for each in root.iter(f"{WP}author")
    }
    assert logins == {f"author-{greek.pk}": greek.name}
    assert (
        root.findtext("channel/item/{http://purl.org/dc/elements/1.1/}creator")
        == f"author-{greek.pk}"
    )


def test_pictures_of_one_name_and_moment_are_told_apart(people, picture_files, tmp_path):
    """Its importer takes posts of the same title and second for one."""
    for _ in range(3):
        keep_picture(by=people["editor"], file=jpeg(80, 60), alt="A quay")
    Picture.objects.update(uploaded_at=timezone.now())
    assert list(items(export(tmp_path), "attachment")) == ["A quay", "A quay (2)", "A quay (3)"]


def test_what_is_long_is_told_in_pieces(monkeypatch):
    monkeypatch.setattr(own_meta, "MAX_PIECE", 10)
    meta = own_meta.write_meta(own_meta.STORY, {"headline": "Ferry back"})
    assert [key for key, _ in meta] == ["_newsroom_story", "_newsroom_story_2", "_newsroom_story_3"]
    assert own_meta.read_meta(Item(1, meta=meta), own_meta.STORY) == {"headline": "Ferry back"}


def test_replies(exported):
    root, _ = exported
    replies = list(root.iter(f"{WP}comment"))
    assert [reply.findtext(f"{WP}comment_approved") for reply in replies] == [
        "1",
        "1",
        "0",
        "spam",
        "trash",
        "1",
    ]
    assert replies[1].findtext(f"{WP}comment_parent") == replies[0].findtext(f"{WP}comment_id")
    assert replies[1].findtext(f"{WP}comment_content") == "Answer <em>here</em>"
    assert replies[5].findtext(f"{WP}comment_type") == "pingback"
    assert len({reply.findtext(f"{WP}comment_id") for reply in replies}) == 6


def test_whatever_stands_in_it_it_is_well_formed():
    odd = "\x00\x08 ]]> <b> & \ud7ff \ufffe “x” \U0001f600 ]]]]>"
    item = Item(
        1,
        title=odd,
        content=odd,
        link=odd,
        guid=odd,
        replies=[Reply(1, author=odd, url=odd, content=odd)],
    )
    text = "".join(write_file.write(Site(odd, odd), [], [], [item], now=timezone.now()))
    read = ElementTree.fromstring(text.encode())
    assert read.findtext("channel/item/title") == odd.translate(dict.fromkeys([0, 8, 0xFFFE]))
    assert read.findtext(f"channel/item/{WP}comment/{WP}comment_content") == read.findtext(
        "channel/item/title"
    )


def test_a_folder_that_is_not_there_is_told(paper, tmp_path):
    with pytest.raises(CommandError, match="can't be written"):
        call_command("export_wordpress", str(tmp_path / "nowhere" / "out.xml"), stderr=StringIO())


def test_queries_do_not_grow_with_stories(paper, django_assert_max_num_queries, tmp_path):
    for number in range(20):
        factories.published(f"More {number}", topics=[factories.topic(f"Topic {number}")])
    with django_assert_max_num_queries(40 + 2 * 23):  # two of each story: its replies, its pings
        call_command(
            "export_wordpress", str(tmp_path / "out.xml"), stdout=StringIO(), stderr=StringIO()
        )
