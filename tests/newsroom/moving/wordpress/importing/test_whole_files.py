"""Whole export files: what an independent count finds in them is here afterwards.

Covers newsroom/moving/wordpress/importing/import_site.py.
"""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections import Counter

import pytest
from django.utils import timezone

from articles.models import Article, Edition
from comments.models import Comment, Ping
from newsroom.models import ImportLine
from tests import material
from tests.newsroom.moving.wordpress.importing.test_import_site import everything

pytestmark = pytest.mark.django_db

STANDS = {
    "1": "shown",
    "0": "held",
    "": "held",
    "spam": "spam",
    "trash": "rejected",
    "post-trashed": "rejected",
}


@pytest.mark.parametrize("path", material.exports(), ids=lambda path: path.stem)
def test_what_a_file_holds_is_here_afterwards(bring, path):
    """Counted by another parser: stories by status, replies by state and by the depth of their
    threads."""
    stories, states, depths, pings = counted(path)
    bring(path)
    live = Edition.objects.live(timezone.now()).count()
    scheduled = Edition.objects.scheduled(timezone.now()).count()
    assert Article.objects.count() == sum(stories.values())
    assert (live, scheduled) == (stories["publish"], stories["future"])
    assert Counter(Comment.objects.values_list("state", flat=True)) == states
    assert Counter(Comment.objects.values_list("depth", flat=True)) == depths
    assert Ping.objects.count() <= pings
    known = ImportLine.objects.filter(outcome="lost", kind="reply").count()
    assert Ping.objects.count() + known == pings
    before = everything()
    bring(path)
    assert everything() == before


def counted(path) -> tuple[Counter, Counter, Counter, int]:
    stories, states, depths, pings = Counter(), Counter(), Counter(), 0
    for node in nodes(path):
        if value(node, "post_type") not in ("post", "page", ""):
            continue
        status = value(node, "status")
        if (
            status == "future"
            and value(node, "post_date_gmt") < f"{timezone.now():%Y-%m-%d %H:%M:%S}"
        ):
            status = "publish"  # its time has come since the file was written
        stories["draft" if value(node, "post_password") else status] += 1
        replies = {value(r, "comment_id"): r for r in children(node, "comment")}
        for reply in replies.values():
            if value(reply, "comment_type") in ("pingback", "trackback"):
                pings += 1
                continue
            states[STANDS[value(reply, "comment_approved")]] += 1
            depth, above = 0, value(reply, "comment_parent")
            while above in replies:
                depth, above = depth + 1, value(replies[above], "comment_parent")
            depths[depth] += 1
    return stories, states, depths, pings


def nodes(path) -> list:
    return ElementTree.parse(path).getroot().find("channel").findall("item")


def children(node, name: str) -> list:
    return [child for child in node if child.tag.endswith("}" + name)]


def value(node, name: str) -> str:
    return next((child.text or "" for child in children(node, name)), "").strip()
