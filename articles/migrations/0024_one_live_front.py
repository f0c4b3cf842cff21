"""At most one edition of a front is live at any instant, whatever code writes: held by the database.

As for stories, see migration 0003: an exclusion constraint on PostgreSQL, two triggers on SQLite, which have to be
made again by a later migration that has Django rebuild the table. An edition that was cancelled overlaps none.
The version before writes no editions of fronts.
"""

from django.db import migrations

MESSAGE = "one edition of a front is live at a time"
OVERLAPS = """
    SELECT RAISE(ABORT, '{message}') WHERE NEW.live_until IS NOT NEW.live_from AND EXISTS (
        SELECT 1 FROM articles_frontedition AS other
        WHERE other.front_id = NEW.front_id AND other.id IS NOT NEW.id
          AND other.live_until IS NOT other.live_from
          AND (other.live_until IS NULL OR NEW.live_from < other.live_until)
          AND (NEW.live_until IS NULL OR other.live_from < NEW.live_until)
    );
"""
POSTGRESQL = """
    CREATE EXTENSION IF NOT EXISTS btree_gist;
    ALTER TABLE articles_frontedition ADD CONSTRAINT front_one_live
        EXCLUDE USING gist (front_id WITH =, tstzrange(live_from, live_until, '[)') WITH &&);
"""


def guard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL)
        return
    body = OVERLAPS.format(message=MESSAGE)
    for name, event in (("insert", "INSERT"), ("update", "UPDATE OF front_id, live_from, live_until")):
        schema_editor.execute(
            f"CREATE TRIGGER front_one_live_{name} BEFORE {event} ON articles_frontedition BEGIN {body} END"
        )


def unguard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE articles_frontedition DROP CONSTRAINT front_one_live")
        return
    schema_editor.execute("DROP TRIGGER front_one_live_insert")
    schema_editor.execute("DROP TRIGGER front_one_live_update")


class Migration(migrations.Migration):
    dependencies = [("articles", "0023_fronts")]
    operations = [migrations.RunPython(guard, unguard)]
