"""Who was erased after a backup was made is erased again when it is restored.

Covers newsroom/management/commands/erase_person.py, newsroom/management/commands/export_person.py,
newsroom/management/commands/prepare.py.
"""

import datetime as dt
import json
import os
import shutil

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from comments.models import Comment, Erasure, Reader
from comments.people import erasing
from newsroom.lib.web.addresses import digest
from newsroom.operations import erasure_list
from newsroom.operations.errors import Refused
from tests import factories
from tests.newsroom.operations.test_backup import (  # noqa: F401  (a fixture)
    empty_database,
    home,
    manage,
    rows_of,
)
from tests.services import database_url

ADDRESS, WORDS = "ana@example.org", "The ferry was late"


@pytest.fixture
def reply(people):
    return factories.reply(factories.published(), WORDS, name="Ana", email=ADDRESS)


@pytest.mark.django_db(transaction=True)
def test_a_restore_erases_again(reply, home, tmp_path):  # noqa: F811
    source, kept = database_url(), tmp_path / "kept"
    done = manage("backup", str(kept), home=home, url=source)
    assert done.returncode == 0, done.stderr
    [made] = kept.glob("newsroom-*")
    erased = manage("erase_person", ADDRESS.upper(), home=home, url=source)
    assert erased.returncode == 0, erased.stderr
    assert (home / erasure_list.NAME).exists()
    beside = manage("erase_person", "--list", home=home, url=source).stdout
    assert ADDRESS not in beside
    erasure_list.keep(kept)
    assert (kept / erasure_list.NAME).read_text() == beside
    assert oct(os.stat(kept / erasure_list.NAME).st_mode)[-3:] == "600"
    with empty_database(tmp_path) as target:
        back = manage("restore", str(made), home=tmp_path / "new", url=target)
        assert back.returncode == 0, back.stderr
        assert "Of 1 erasures of readers’ data, 1 were done again." in back.stdout
        tables = rows_of(target)
        left = {name for name, rows in tables.items() if WORDS in str(rows) or ADDRESS in str(rows)}
        assert left == set()
        assert not (tmp_path / "new" / erasure_list.PENDING).exists()
        assert (tmp_path / "new" / erasure_list.NAME).read_text() == beside


@pytest.mark.django_db(transaction=True)
def test_a_list_that_is_named(reply, home, tmp_path):  # noqa: F811
    """As of a home that was moved aside; and a list that is none is refused before anything."""
    source, kept = database_url(), tmp_path / "kept"
    manage("backup", str(kept), home=home, url=source)
    [made] = kept.glob("newsroom-*")
    (kept / erasure_list.NAME).unlink(missing_ok=True)
    manage("erase_person", ADDRESS, home=home, url=source)
    old = shutil.copy(home / erasure_list.NAME, tmp_path / "old.list")
    (tmp_path / "bad.list").write_text("ana@example.org")
    with empty_database(tmp_path) as target:
        new = tmp_path / "new"
        bad = ("--erased", str(tmp_path / "bad.list"))
        refused = manage("restore", str(made), *bad, home=new, url=target)
        assert "is no list of erasures" in refused.stderr
        assert not (new / "private").exists()
        back = manage("restore", str(made), "--erased", str(old), home=new, url=target)
        assert "1 were done again" in back.stdout, back.stderr
        assert WORDS not in str(rows_of(target)["comments_comment"])


@pytest.mark.django_db
class TestList:
    @pytest.fixture(autouse=True)
    def in_a_home(self, settings, tmp_path):
        settings.HOME = tmp_path

    def test_it_grows_and_keeps_the_newest_moment(self, tmp_path):
        then, now = timezone.now() - dt.timedelta(days=9), timezone.now()
        for address, at in (("a@example.org", then), ("b@example.org", now)):
            erasure_list.keep(tmp_path, {digest(address): at})
        erasure_list.keep(tmp_path, {digest("a@example.org"): now})
        erasure_list.keep(tmp_path, {digest("b@example.org"): then})
        assert erasure_list.read(tmp_path / erasure_list.NAME) == {
            digest("a@example.org"): now,
            digest("b@example.org"): now,
        }

    def test_what_came_later_stays(self, reply):
        """Somebody who was erased, and wrote again, is not erased again."""
        then = timezone.now() - dt.timedelta(days=1)
        old = factories.reply(reply.edition, "Long ago", name="Ana", email=ADDRESS)
        Comment.objects.filter(pk=old.pk).update(created_at=then - dt.timedelta(days=1))
        factories.reader(ADDRESS)
        assert erasure_list.apply({digest(ADDRESS): then, digest("no@example.org"): then}) == 1
        assert list(Comment.objects.filter(email=ADDRESS)) == [reply]
        assert Reader.objects.filter(email=ADDRESS).exists()

    def test_whoever_brings_the_database_up_to_date_does_it(self, reply, settings, capsys):
        assert erasure_list.apply_pending() is None
        erasure_list.order({digest(ADDRESS): timezone.now()})
        assert erasure_list.apply_pending() == 1
        assert not Comment.objects.filter(email=ADDRESS).exists()
        assert erasure_list.apply_pending() is None

    @pytest.mark.parametrize("text", ["x", "[]", '{"digest": "x", "at": "2026-01-01"}', "{}"])
    def test_what_is_no_list(self, tmp_path, text):
        (tmp_path / "list").write_text(text)
        with pytest.raises(Refused, match="is no list of erasures"):
            erasure_list.read(tmp_path / "list")

    def test_an_erasure_is_on_it_once_it_is_done(self, reply, tmp_path, django_capture_on_commit_callbacks):  # fmt: skip
        with django_capture_on_commit_callbacks(execute=True):
            erasing.begin(ADDRESS, source="reader")
        assert set(erasure_list.read(tmp_path / erasure_list.NAME)) == {digest(ADDRESS)}


@pytest.mark.django_db
class TestCommands:
    def test_a_dry_run_counts_and_does_nothing(self, reply, capsys):
        factories.sanction(ADDRESS, "ban")
        factories.desk_rule(kind="address", terms=ADDRESS, name="Old friends")
        call_command("erase_person", " ANA@example.org", dry_run=True)
        told = capsys.readouterr().out
        assert "Replies: 1\n" in told
        assert "A measure that holds stays, under a digest" in told
        assert "stays: Old friends" in told
        assert "Nothing is erased: this was a dry run." in told
        assert Comment.objects.filter(email=ADDRESS).exists()
        assert not Erasure.objects.exists()

    def test_erasing(self, reply, capsys):
        call_command("erase_person", ADDRESS)
        assert "All of it is erased." in capsys.readouterr().out
        assert Erasure.objects.get().source == "command"

    def test_one_that_waits(self, reply, capsys):
        factories.legal_notice(reply)
        call_command("erase_person", ADDRESS)
        assert "wait for that" in capsys.readouterr().out

    def test_exporting(self, reply, capsys):
        call_command("export_person", ADDRESS)
        assert json.loads(capsys.readouterr().out)["replies"][0]["text"] == WORDS

    @pytest.mark.parametrize("command", ["erase_person", "export_person"])
    @pytest.mark.parametrize("typed", ["", "ana", "ana@"])
    def test_what_is_no_address(self, command, typed):
        with pytest.raises(CommandError):
            call_command(command, typed)
