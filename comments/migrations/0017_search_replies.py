"""The index in which replies are searched, which the database itself keeps in step, whoever writes them.

On SQLite triggers fill an FTS5 table; they go when Django rebuilds the table for a later change of it: such a migration
has to end with `migrations.RunPython(index, unindex)` from here. What is there already is indexed now: one could not
take out later what was never put in.

On PostgreSQL the words stand in a table of their own, filled by a trigger: a column of replies would have the whole
table written anew, and nobody could post meanwhile. What is there already is indexed by `manage.py index_search`, which
`serve` and the deploy's steps call.

The version before keeps working: what it writes is indexed by the database.
"""

from django.db import migrations

FTS5 = """
    CREATE VIRTUAL TABLE comments_comment_index USING fts5(
        name, email, text, content='comments_comment', content_rowid='id',
        tokenize='porter unicode61 remove_diacritics 2', prefix='2 3'
    )
"""
ADD = "INSERT INTO comments_comment_index (rowid, name, email, text) VALUES (NEW.id, NEW.name, NEW.email, NEW.text);"
TAKE = (
    "INSERT INTO comments_comment_index (comments_comment_index, rowid, name, email, text) "
    "VALUES ('delete', OLD.id, OLD.name, OLD.email, OLD.text);"
)
TRIGGERS = {"INSERT": ADD, "DELETE": TAKE, "UPDATE OF name, email, text": TAKE + ADD}
REBUILD = "INSERT INTO comments_comment_index (comments_comment_index) VALUES ('rebuild')"

#: Of an address the parts are words: it is looked for by either. A tsvector takes a megabyte at most.
WORDS = """
    CREATE TABLE comments_replywords (comment_id bigint PRIMARY KEY, words tsvector NOT NULL);
    CREATE INDEX reply_words ON comments_replywords USING gin (words) WITH (fastupdate = off);
    CREATE FUNCTION comments_words(name text, email text, body text) RETURNS tsvector LANGUAGE sql STABLE AS $$
        SELECT to_tsvector('newsroom', left(name || ' ' || replace(email, '@', ' ') || ' ' || body, 200000))
    $$;
    CREATE FUNCTION comments_keep_words() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' THEN
            DELETE FROM comments_replywords WHERE comment_id = OLD.id;
        ELSE
            INSERT INTO comments_replywords (comment_id, words)
            VALUES (NEW.id, comments_words(NEW.name, NEW.email, NEW.text))
            ON CONFLICT (comment_id) DO UPDATE SET words = EXCLUDED.words;
        END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER reply_words AFTER INSERT OR DELETE OR UPDATE OF name, email, text ON comments_comment
        FOR EACH ROW EXECUTE FUNCTION comments_keep_words();
"""
NO_WORDS = """
    DROP TRIGGER reply_words ON comments_comment;
    DROP FUNCTION comments_keep_words();
    DROP FUNCTION comments_words(text, text, text);
    DROP TABLE comments_replywords;
"""


def index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(WORDS)
        return
    schema_editor.execute(FTS5)
    schema_editor.execute(REBUILD)
    for event, does in TRIGGERS.items():
        name = f"reply_words_{event.split()[0].lower()}"
        schema_editor.execute(
            f"CREATE TRIGGER {name} AFTER {event} ON comments_comment BEGIN {does} END", params=None
        )


def unindex(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(NO_WORDS)
        return
    for event in TRIGGERS:
        schema_editor.execute(f"DROP TRIGGER reply_words_{event.split()[0].lower()}")
    schema_editor.execute("DROP TABLE comments_comment_index")


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0025_search_texts"),
        ("comments", "0016_arrivals"),
    ]

    operations = [migrations.RunPython(index, unindex)]
