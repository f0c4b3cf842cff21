"""Operations of migrations that large tables bear, and the check that asks for them."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.core import checks
from django.db import connections, migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.loader import MigrationLoader

#: The apps whose migrations are ours.
APPS = ("articles", "comments", "newsroom")


class AddColumn(migrations.AddField):
    """Adds a field whose `db_default` is a constant, in no time however long the table is.

    PostgreSQL does that anyway. On SQLite Django would copy the whole table, and its triggers would
    be lost.
    """

    def database_forwards(self, app_label, schema_editor, from_state, to_state) -> None:
        if schema_editor.connection.vendor != "sqlite":
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        model = to_state.apps.get_model(app_label, self.model_name)
        BaseDatabaseSchemaEditor.add_field(schema_editor, model, model._meta.get_field(self.name))


def tables_with_triggers(connection) -> set[str]:
    """The tables that lose something when SQLite copies them; none on another database."""
    if connection.vendor != "sqlite":
        return set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'trigger'")
        return {table for (table,) in cursor.fetchall()}


def columns_that_cost_triggers(
    planned: Iterable[migrations.Migration], tables: Collection[str]
) -> list[str]:
    """The plain AddFields of these migrations to one of these tables, in words."""
    found = []
    for migration in planned:
        for step in migration.operations:
            if not isinstance(step, migrations.AddField) or isinstance(step, AddColumn):
                continue
            # our tables have the names that Django gives them
            table = f"{migration.app_label}_{step.model_name_lower}"
            if table in tables and _is_copied_for(step.field):
                found.append(f"{migration}: AddField({step.model_name}.{step.name})")
    return found


def _is_copied_for(field: models.Field) -> bool:
    """Whether SQLite copies the table to add this field: not to add one that is NULL at first."""
    is_null_at_first = field.null and not field.has_default() and not field.has_db_default()
    return not field.many_to_many and (field.unique or not is_null_at_first)


def check_added_columns(app_configs, databases=(), **kwargs) -> list[checks.CheckMessage]:
    """Before `migrate`: no migration of ours that is still to run takes triggers away."""
    found = []
    for alias in databases or ():
        connection = connections[alias]
        tables = tables_with_triggers(connection)
        if not tables:
            continue
        loader = MigrationLoader(connection)
        planned = [
            migration
            for key, migration in loader.disk_migrations.items()
            if key[0] in APPS and key not in loader.applied_migrations
        ]
        found += columns_that_cost_triggers(planned, tables)
    return [
        checks.Error(
            f"{each} would have SQLite copy the table, and lose its triggers.",
            hint="Use articles.migration_operations.AddColumn instead, and give the field a"
            " db_default.",
            id="articles.E001",
        )
        for each in found
    ]
