"""What is looked through when somebody searches, and the index over it, which the database itself keeps in step.

On SQLite three triggers fill an FTS5 table for each of the two kinds of texts; they go when Django rebuilds the table
for a later change of it: such a migration has to end with `migrations.RunPython(index, unindex)` from here. On
PostgreSQL the words are a generated column with an index of its own (GIN), without a list of entries that wait: what is
written is little, and what is asked shall cost the same at any time.

The version before keeps working: it neither reads nor writes these tables, and no foreign key of theirs is held by the
database. What it publishes or saves meanwhile is indexed by the worker of this version, among the newest; what is
there already by `manage.py index_search`, which `serve` and the deploy's steps call.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.utils.translation import get_language_info

TEXTS = {"articles_editiontext": "edition_id", "articles_articletext": "article_id"}
PARTS = ("headline", "standfirst", "more", "body", "filed")
#: Without stop words: “The Who” is found, as on SQLite.
WORDS = """
    CREATE EXTENSION IF NOT EXISTS unaccent;
    CREATE TEXT SEARCH DICTIONARY newsroom_stem (TEMPLATE = snowball, LANGUAGE = {language});
    CREATE TEXT SEARCH CONFIGURATION newsroom (COPY = simple);
    ALTER TEXT SEARCH CONFIGURATION newsroom
        ALTER MAPPING FOR asciiword, asciihword, hword_asciipart, word, hword, hword_part WITH unaccent, newsroom_stem;
"""
NO_WORDS = """
    DROP TEXT SEARCH CONFIGURATION newsroom;
    DROP TEXT SEARCH DICTIONARY newsroom_stem;
"""
COLUMN = """
    ALTER TABLE {table} ADD COLUMN words tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('newsroom', headline), 'A') || setweight(to_tsvector('newsroom', standfirst), 'B')
        || setweight(to_tsvector('newsroom', more), 'C') || setweight(to_tsvector('newsroom', body), 'D')
        || array_to_tsvector(string_to_array(filed, ' '))
    ) STORED;
    CREATE INDEX {table}_words ON {table} USING gin (words) WITH (fastupdate = off);
"""
#: Beginnings of words are looked for in the newsroom, where one finds while typing.
FTS5 = """
    CREATE VIRTUAL TABLE {table}_index USING fts5(
        {parts}, content='{table}', content_rowid='{key}', tokenize='porter unicode61 remove_diacritics 2', prefix='2 3'
    )
"""
ADD = "INSERT INTO {table}_index (rowid, {parts}) VALUES (NEW.{key}, {new});"
TAKE = "INSERT INTO {table}_index ({table}_index, rowid, {parts}) VALUES ('delete', OLD.{key}, {old});"
TRIGGERS = {"insert": ADD, "delete": TAKE, "update": TAKE + ADD}


def index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        language = get_language_info(settings.LANGUAGE_CODE)["name"].lower()
        schema_editor.execute(WORDS.format(language=language))
        for table in TEXTS:
            schema_editor.execute(COLUMN.format(table=table))
        return
    new, old = (", ".join(f"{row}.{part}" for part in PARTS) for row in ("NEW", "OLD"))
    for table, key in TEXTS.items():
        names = {"table": table, "key": key, "parts": ", ".join(PARTS), "new": new, "old": old}
        schema_editor.execute(FTS5.format(**names))
        for event, does in TRIGGERS.items():
            body = does.format(**names)
            schema_editor.execute(
                f"CREATE TRIGGER {table}_{event} AFTER {event.upper()} ON {table} BEGIN {body} END", params=None
            )


def unindex(apps, schema_editor):
    for table in TEXTS:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"ALTER TABLE {table} DROP COLUMN words")
            continue
        for event in TRIGGERS:
            schema_editor.execute(f"DROP TRIGGER {table}_{event}")
        schema_editor.execute(f"DROP TABLE {table}_index")
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(NO_WORDS)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0024_one_live_front"),
    ]

    operations = [
        migrations.CreateModel(
            name="ArticleText",
            fields=[
                ("headline", models.TextField(blank=True)),
                ("standfirst", models.TextField(blank=True)),
                ("more", models.TextField(blank=True, help_text="Kicker, place, names of bylines, topics.")),
                ("body", models.TextField(blank=True)),
                (
                    "filed",
                    models.TextField(
                        blank=True, help_text="What it is filed under, as words: “section=3 author=9 year=2026”."
                    ),
                ),
                (
                    "article",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search_text",
                        serialize=False,
                        to="articles.article",
                    ),
                ),
                ("version", models.PositiveIntegerField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="EditionText",
            fields=[
                ("headline", models.TextField(blank=True)),
                ("standfirst", models.TextField(blank=True)),
                ("more", models.TextField(blank=True, help_text="Kicker, place, names of bylines, topics.")),
                ("body", models.TextField(blank=True)),
                (
                    "filed",
                    models.TextField(
                        blank=True, help_text="What it is filed under, as words: “section=3 author=9 year=2026”."
                    ),
                ),
                (
                    "edition",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search_text",
                        serialize=False,
                        to="articles.edition",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="KnownWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=30, unique=True)),
                ("plain", models.CharField(help_text="Without accents.", max_length=40)),
                ("initial", models.CharField(max_length=1)),
                ("length", models.PositiveSmallIntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["initial", "length"], name="known_word_like")],
            },
        ),
        migrations.RunPython(index, unindex),
    ]
