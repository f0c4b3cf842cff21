"""Where things stood before the paper moved here: a table of its own.

The version before neither reads nor writes it. It answers 404 at old addresses until it is gone.
"""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

KINDS = ("article", "section", "topic", "author", "picture")


def leads_to(kind):
    return models.ForeignKey(
        f"articles.{kind}", django.db.models.deletion.CASCADE, null=True, related_name="former_addresses"
    )


def only(kind):
    return Q(**{f"{each}__isnull": each != kind for each in KINDS})


class Migration(migrations.Migration):
    dependencies = [("articles", "0026_slugs_in_any_script")]

    operations = [
        migrations.CreateModel(
            name="FormerAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=300, unique=True)),
                *((kind, leads_to(kind)) for kind in KINDS),
            ],
            options={
                "verbose_name_plural": "former addresses",
                "constraints": [
                    models.CheckConstraint(
                        name="former_address_of_one_thing",
                        condition=Q(*(only(kind) for kind in (*KINDS, "")), _connector=Q.OR),
                    )
                ],
            },
        )
    ]
