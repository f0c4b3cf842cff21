"""At most one edition of a story is live at any instant, whatever code writes: held by the database.

PostgreSQL has exclusion constraints over ranges for this; SQLite gets two triggers that refuse the same.
An edition that was cancelled has an empty interval, which overlaps none.

SQLite's triggers go when Django rebuilds the table for a later change of it: such a migration has to end
with `migrations.RunPython(guard, unguard)` from here. A test looks that the guard stands.
"""

from django.db import migrations

MESSAGE = "one edition of a story is live at a time"
OVERLAPS = """
    SELECT RAISE(ABORT, '{message}') WHERE NEW.live_until IS NOT NEW.live_from AND EXISTS (
        SELECT 1 FROM articles_edition AS other
        WHERE other.article_id = NEW.article_id AND other.id IS NOT NEW.id
          AND other.live_until IS NOT other.live_from
          AND (other.live_until IS NULL OR NEW.live_from < other.live_until)
          AND (NEW.live_until IS NULL OR other.live_from < NEW.live_until)
    );
"""
POSTGRESQL = """
    CREATE EXTENSION IF NOT EXISTS btree_gist;
    ALTER TABLE articles_edition ADD CONSTRAINT edition_one_live
        EXCLUDE USING gist (article_id WITH =, tstzrange(live_from, live_until, '[)') WITH &&);
"""


def guard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL)
        return
    body = OVERLAPS.format(message=MESSAGE)
    for name, event in (("insert", "INSERT"), ("update", "UPDATE OF article_id, live_from, live_until")):
        schema_editor.execute(
            f"CREATE TRIGGER edition_one_live_{name} BEFORE {event} ON articles_edition BEGIN {body} END"
        )


def unguard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE articles_edition DROP CONSTRAINT edition_one_live")
        return
    schema_editor.execute("DROP TRIGGER edition_one_live_insert")
    schema_editor.execute("DROP TRIGGER edition_one_live_update")


class Migration(migrations.Migration):
    dependencies = [("articles", "0002_stories")]
    operations = [migrations.RunPython(guard, unguard)]
