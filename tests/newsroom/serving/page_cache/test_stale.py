"""Pages on the disk that were built from what has changed since then go."""

import pytest
from django.db import transaction

from articles.pages import keys, versions
from newsroom.serving.page_cache import stale
from tests import factories

pytestmark = pytest.mark.django_db


def test_what_has_changed_goes_and_what_is_right_stays(site, settings, tmp_path):
    settings.HOME = tmp_path
    changed = factories.published("Changed")
    site.get(changed.get_absolute_url())
    site.get("/house-rules/")
    before = files(tmp_path)
    assert len(before) == 2
    assert stale.delete() == 0
    with transaction.atomic():
        versions.move(keys.replies(changed.article_id))
    assert stale.erase("somebody@example.org", False) == {}
    assert files(tmp_path) == before
    stale.erase("somebody@example.org", True)
    [left] = files(tmp_path)
    assert b"replies:rules" in left.read_bytes().partition(b"\n")[0]
    assert b"story:" not in left.read_bytes().partition(b"\n")[0]


def test_what_is_no_page_stays(settings, tmp_path):
    settings.HOME = tmp_path
    folder = tmp_path / "pages" / "release" / "1"
    folder.mkdir(parents=True)
    (folder / "x").write_text("not a page")
    assert stale.delete() == 0
    assert (folder / "x").exists()


def files(home) -> list:
    found = sorted(home.glob("pages/*/*/*"))
    return [path for path in found if path.parent.name != "locks"]
