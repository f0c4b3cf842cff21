"""What becomes of each piece of a file, and whether the sums are those of a count of its own."""

import pytest
from django.core.management.base import CommandError

from articles.models import Article, Credit
from comments.models import Comment
from newsroom.models import ImportLine
from newsroom.moving import ledger
from newsroom.moving.wordpress.importing import threads
from tests.newsroom.moving.wordpress import files
from tests.newsroom.moving.wordpress.conftest import boss, bring, export, own_home  # noqa: F401

pytestmark = pytest.mark.django_db


def test_tags_are_counted_and_nothing_that_looks_like_them(tmp_path):
    content = "<item><wp:comment></wp:comment></item>"
    path = files.write(
        tmp_path,
        files.whole(
            files.item(1, content=content, replies=files.reply(1) + files.reply(2)),
            "<!-- <item> -->",
            files.item(2, replies=files.reply(3, text=content)),
        ),
    )
    assert ledger.count_wxr([path]) == {"items": 2, "replies": 3}


def test_tags_are_counted_across_the_edges_of_what_is_read(tmp_path, monkeypatch):
    path = files.write(tmp_path, files.whole(*(files.item(n) for n in range(1, 30))))
    for size in (65, 100, 997):
        monkeypatch.setattr(ledger, "CHUNK", size)
        assert ledger.count_wxr([path])["items"] == 29


def test_each_piece_has_one_fate_and_the_sums_are_told(export, bring):  # noqa: F811
    path = export(
        files.author(),
        files.item(1, replies=files.reply(1) + files.reply(0) + files.reply(0, "Other")),
        files.item(2, status="trash", replies=files.reply(4)),
        files.item(3, kind="event", meta={"place": "Quay"}),
        files.attachment(50, "https://old.example/a.pdf", "a.pdf"),
    )
    told = bring(path, dry_run=True)
    for line in (
        "Of 4 items: 1 came, 0 here already, 3 left",
        "Of 4 replies: 3 came, 0 here already, 1 left",
    ):
        assert line in told
        assert line in bring(path) or Comment.objects.count() == 3
    assert "Of 4 replies: 0 came, 3 here already, 1 left" in bring(path)
    event = ImportLine.objects.filter(kind="event").first()
    assert (event.about, event.words) == ("A “event”", "place: Quay")


def test_a_run_that_does_not_add_up_ends_with_an_error(export, bring, monkeypatch):  # noqa: F811
    path = export(files.author(), files.item(1, replies=files.reply(1) + files.reply(2)))
    whole = threads._arrived
    monkeypatch.setattr(threads, "_arrived", lambda run, thread: (whole(run, thread)[0][:1], []))
    with pytest.raises(CommandError, match="hold 2 replies, and 1 are accounted for: 1 too few"):
        bring(path)


def test_all_who_wrote_a_story_together_sign_it_in_order(export, bring):  # noqa: F811
    path = export(
        files.author(),
        files.author("ada", "ada@old.example", "Ada &amp; Co", 2),
        files.item(5, "Guest", "", kind="guest-author", meta={
            "cap-user_login": "guest", "cap-display_name": "A Guest",
        }),
        files.item(1, filed=files.filed("cap-ada", "ada", "author") + files.filed("cap-guest", "x", "author")),
    )  # fmt: skip
    bring(path)
    names = Credit.objects.order_by("position").values_list("author__name", flat=True)
    assert list(names) == ["Ada & Co", "A Guest"]


def test_a_reusable_block_stands_in_its_place(export, bring):  # noqa: F811
    path = export(
        files.item(22, "Note", "<!-- wp:paragraph --><p>Shared words.</p><!-- /wp:paragraph -->", kind="wp_block"),
        files.item(1, content='<!-- wp:paragraph --><p>Own.</p><!-- /wp:paragraph --><!-- wp:block {"ref":22} /-->'),
    )  # fmt: skip
    bring(path)
    assert Article.objects.get().body == "<p>Own.</p><p>Shared words.</p>"


def test_stories_with_doubts_come_as_drafts_where_that_is_wished(export, bring):  # noqa: F811
    path = export(
        files.item(1, content="<p>All well.</p>"),
        files.item(2, content="<!-- wp:acme/slider /--><p>Words.</p>"),
    )
    bring(path, doubts_as_drafts=True)
    live = {story.pk: story.editions.exists() for story in Article.objects.all()}
    assert sorted(live.values()) == [False, True]
    assert "acme/slider" in Article.objects.get(editions=None).note
