"""Slugs in any script. Nothing changes in the database: a slug was a text of so many characters before, too.

The version before keeps working. It has no page at an address with letters beyond ASCII, and answers 404 there until it
is gone; what it stores, this one takes.
"""

from django.db import migrations

from articles.models.slug import SlugField

LAST_PART = "The last part of its address."


class Migration(migrations.Migration):
    dependencies = [("articles", "0025_search_texts")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField("address", "slug", SlugField(allow_unicode=True, max_length=120)),
                migrations.AlterField(
                    "article", "slug",
                    SlugField(
                        "address", allow_unicode=True, blank=True, max_length=120,
                        help_text="The last part of the story's address. Empty: from the headline, at first publication.",
                    ),
                ),
                *(
                    migrations.AlterField(
                        model, "slug", SlugField(allow_unicode=True, help_text=LAST_PART, max_length=100, unique=True)
                    )
                    for model in ("author", "section", "series", "topic")
                ),
            ]
        )
    ]
