"""Migrations: complete, and what they hold the database to still stands after the last of them."""

import contextlib
import os
import sqlite3

import psycopg
import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.db import connection

from newsroom.roles import ROLES
from tests import databases, services

pytestmark = pytest.mark.django_db

#: Everything that a database is made of, one row each, by vendor.
PARTS = {
    "sqlite": "SELECT type, name, tbl_name, sql FROM sqlite_master",
    "postgresql": (
        """
        SELECT 'column', table_name, column_name, data_type || is_nullable || coalesce(column_default, '')
        FROM information_schema.columns WHERE table_schema = 'public'
        UNION ALL SELECT 'index', tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
        UNION ALL SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace
        UNION ALL SELECT 'trigger', tgrelid::regclass::text, tgname, pg_get_triggerdef(oid)
        FROM pg_trigger WHERE NOT tgisinternal
    """
    ),
}


@contextlib.contextmanager
def migrated_from_nothing(folder):
    """A cursor in a database that was empty."""
    if connection.vendor == "sqlite":
        path = folder / "new.sqlite3"
        databases.migrate(f"sqlite:///{path}", folder)
        with contextlib.closing(sqlite3.connect(path)) as new:
            yield new.cursor()
    else:
        with services.database(f"newsroom_new_{os.getpid()}"):
            url = os.environ["DATABASE_URL"]
            databases.migrate(url, folder)
            with psycopg.connect(url) as new:
                yield new.cursor()


def made_of(cursor) -> tuple[set[tuple], dict[str, int]]:
    """The parts of a database, and how many rows each table holds."""
    cursor.execute(PARTS[connection.vendor])
    parts, rows = set(cursor.fetchall()), {}
    for table in connection.introspection.table_names():
        cursor.execute(f'SELECT count(*) FROM "{table}"')
        rows[table] = cursor.fetchone()[0]
    return parts, rows


def test_from_nothing_they_lead_to_what_all_tests_begin_with(tmp_path):
    """The tests' database is copied from a template: should it be stale, this tells."""
    with connection.cursor() as copy, migrated_from_nothing(tmp_path) as new:
        assert made_of(new) == made_of(copy), (
            "The template is stale: tests/databases.py says how to remove it"
        )


def test_none_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_the_guard_of_editions_stands():
    if connection.vendor == "postgresql":
        query = "SELECT conname FROM pg_constraint WHERE conname LIKE 'edition_one_live%'"
    else:
        query = (
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE"
            " 'edition_one_live%' ORDER BY name"
        )
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
        query = (
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'front_one_live%'"
            " ORDER BY name"
        )
    with connection.cursor() as cursor:
        cursor.execute(query)
        names = [row[0] for row in cursor.fetchall()]
    assert names in (["front_one_live"], ["front_one_live_insert", "front_one_live_update"])


def test_the_database_keeps_the_places_of_lists():
    """By triggers, so that rows that know nothing of it stand in their place as well."""
    if connection.vendor == "postgresql":
        query = (
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'place_in_list' ORDER"
            " BY 1"
        )
    else:
        query = (
            "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_place'"
            " ORDER BY 1"
        )
    with connection.cursor() as cursor:
        cursor.execute(query)
        assert sorted(row[0] for row in cursor.fetchall()) == [
            "articles_edition_topics",
            "articles_editioncredit",
        ]


def test_the_database_keeps_the_index_of_replies():
    if connection.vendor == "postgresql":
        query = (
            "SELECT tgname FROM pg_trigger WHERE tgrelid = 'comments_comment'::regclass AND NOT"
            " tgisinternal"
        )
    else:
        query = (
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name ="
            " 'comments_comment' ORDER BY name"
        )
    with connection.cursor() as cursor:
        cursor.execute(query)
        names = [row[0] for row in cursor.fetchall()]
    assert names in (
        ["reply_words"],
        ["reply_words_delete", "reply_words_insert", "reply_words_update"],
    )


@pytest.mark.parametrize("role", ROLES)
def test_after_them_each_role_may_what_the_table_says(role):
    rights = Permission.objects.filter(group__name=role).values_list(
        "content_type__app_label", "codename"
    )
    assert {f"{app}.{codename}" for app, codename in rights} == ROLES[role]


def test_none_is_named_by_a_machine():
    from django.db.migrations.loader import MigrationLoader

    ours = {"newsroom", "articles", "comments"}
    names = [(app, name) for app, name in MigrationLoader(None).disk_migrations if app in ours]
    assert {app for app, _ in names} == ours
    assert [found for found in names if "auto" in found[1]] == []
