"""The database itself notes beside a topic or byline when the edition's story was first live: an edition is never
changed, so it is noted once, whatever code makes the row. The list of a topic is in order in an index by that.

SQLite's triggers go when Django rebuilds the table for a later change of it: such a migration has to end with
`migrations.RunPython(keep, forget)` from here. A test looks that they stand.
"""

from django.db import migrations

TABLES = ("articles_edition_topics", "articles_editioncredit")
NOTED = "COALESCE((SELECT first_published_at FROM articles_edition WHERE id = NEW.edition_id), NEW.first_published_at)"
FUNCTION = f"""
    CREATE OR REPLACE FUNCTION articles_place_in_list() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        NEW.first_published_at := {NOTED};
        RETURN NEW;
    END $$;
"""


def keep(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FUNCTION)
        for table in TABLES:
            schema_editor.execute(
                f"CREATE TRIGGER place_in_list BEFORE INSERT ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION articles_place_in_list()"
            )
        return
    for table in TABLES:
        schema_editor.execute(
            f"CREATE TRIGGER {table}_place AFTER INSERT ON {table} BEGIN "
            f"UPDATE {table} SET first_published_at = {NOTED} WHERE id = NEW.id; END"
        )


def forget(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for table in TABLES:
            schema_editor.execute(f"DROP TRIGGER place_in_list ON {table}")
        schema_editor.execute("DROP FUNCTION articles_place_in_list()")
        return
    for table in TABLES:
        schema_editor.execute(f"DROP TRIGGER {table}_place")


def note(apps, schema_editor):
    """What is there already."""
    for table in TABLES:
        schema_editor.execute(
            f"UPDATE {table} SET first_published_at = "
            f"(SELECT first_published_at FROM articles_edition WHERE id = {table}.edition_id)"
        )


class Migration(migrations.Migration):
    dependencies = [("articles", "0004_places_in_lists")]
    operations = [migrations.RunPython(keep, forget), migrations.RunPython(note, migrations.RunPython.noop)]
