"""Migrations: complete, and what they hold the database to still stands after the last of them."""

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.db import connection

from newsroom.roles import ROLES

pytestmark = pytest.mark.django_db


def test_none_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_the_guard_of_editions_stands():
    if connection.vendor == "postgresql":
        query = "SELECT conname FROM pg_constraint WHERE conname LIKE 'edition_one_live%'"
    else:
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'edition_one_live%' ORDER BY name"
    with connection.cursor() as cursor:
        cursor.execute(query)
        names = [row[0] for row in cursor.fetchall()]
    assert names == (
        ["edition_one_live"]
        if connection.vendor == "postgresql"
        else ["edition_one_live_insert", "edition_one_live_update"]
    )


def test_the_guard_of_fronts_stands():
    if connection.vendor == "postgresql":
        query = "SELECT conname FROM pg_constraint WHERE conname LIKE 'front_one_live%'"
    else:
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'front_one_live%' ORDER BY name"
    with connection.cursor() as cursor:
        cursor.execute(query)
        names = [row[0] for row in cursor.fetchall()]
    assert names in (["front_one_live"], ["front_one_live_insert", "front_one_live_update"])


def test_the_database_keeps_the_places_of_lists():
    """By triggers, so that rows that know nothing of it stand in their place as well."""
    if connection.vendor == "postgresql":
        query = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'place_in_list' ORDER BY 1"
    else:
        query = "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_place' ORDER BY 1"
    with connection.cursor() as cursor:
        cursor.execute(query)
        assert sorted(row[0] for row in cursor.fetchall()) == ["articles_edition_topics", "articles_editioncredit"]


def test_the_database_keeps_the_index_of_replies():
    if connection.vendor == "postgresql":
        query = "SELECT tgname FROM pg_trigger WHERE tgrelid = 'comments_comment'::regclass AND NOT tgisinternal"
    else:
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'comments_comment' ORDER BY name"
    with connection.cursor() as cursor:
        cursor.execute(query)
        names = [row[0] for row in cursor.fetchall()]
    assert names in (["reply_words"], ["reply_words_delete", "reply_words_insert", "reply_words_update"])


@pytest.mark.parametrize("role", ROLES)
def test_after_them_each_role_may_what_the_table_says(role):
    rights = Permission.objects.filter(group__name=role).values_list("content_type__app_label", "codename")
    assert {f"{app}.{codename}" for app, codename in rights} == ROLES[role]


def test_none_is_named_by_a_machine():
    from django.db.migrations.loader import MigrationLoader

    for app, name in MigrationLoader(None).disk_migrations:
        if app in {"newsroom", "articles", "comments"}:
            assert "auto" not in name, (app, name)
