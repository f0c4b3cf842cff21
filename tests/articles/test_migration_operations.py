"""Columns are added without SQLite copying the table: that would lose its triggers."""

import pytest
from django.core import checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection, migrations, models
from django.db.migrations.loader import MigrationLoader

from articles.migration_operations import (
    APPS,
    AddColumn,
    columns_that_cost_triggers,
    tables_with_triggers,
)

#: The tables with triggers, and the migration in which they got them.
TABLES = {
    "articles_edition": "0003",
    "articles_edition_topics": "0005",
    "articles_editioncredit": "0005",
    "articles_frontedition": "0024",
    "articles_articletext": "0025",
    "articles_editiontext": "0025",
    "comments_comment": "0017",
}
HINT = "use articles.migration_operations.AddColumn instead"


def adding(operation: type, model: str = "Edition") -> migrations.Migration:
    migration = migrations.Migration("9999_more", "articles")
    field = models.CharField(max_length=9, db_default="")
    migration.operations = [operation(model_name=model, name="more", field=field)]
    return migration


def test_a_plain_addfield_is_found():
    found = columns_that_cost_triggers([adding(migrations.AddField)], TABLES)
    assert found == ["articles.9999_more: AddField(Edition.more)"]
    assert columns_that_cost_triggers([adding(AddColumn)], TABLES) == []
    assert columns_that_cost_triggers([adding(migrations.AddField, "Topic")], TABLES) == []


def test_no_migration_takes_triggers_away():
    ours = [each for key, each in MigrationLoader(None).disk_migrations.items() if key[0] in APPS]
    for table, since in TABLES.items():
        later = [
            each for each in ours if table.startswith(each.app_label) and each.name[:4] > since
        ]
        assert columns_that_cost_triggers(later, [table]) == [], HINT


@pytest.mark.django_db
def test_the_tables_with_triggers_are_these():
    assert tables_with_triggers(connection) == (
        set(TABLES) if connection.vendor == "sqlite" else set()
    )


@pytest.mark.django_db
def test_migrate_refuses_it(monkeypatch):
    if connection.vendor != "sqlite":  # no other copies tables
        return
    more = {("articles", "9999_more"): adding(migrations.AddField)}
    whole = MigrationLoader.load_disk

    def load_disk(self) -> None:
        whole(self)
        self.disk_migrations |= more

    call_command("check", databases=["default"], verbosity=0)
    monkeypatch.setattr(MigrationLoader, "load_disk", load_disk)
    with pytest.raises(SystemCheckError, match="AddColumn"):
        call_command("check", databases=["default"], tags=[checks.Tags.database], verbosity=0)
