"""Fields are renamed in the code alone: columns keep their names, so that nodes of the version
before go on working beside new ones, and no table is built anew."""

from django.db import migrations, models
from django.db.models import Q

UNREVIEWED = {
    "comment_unseen": ["state", "created_at", "id"],
    "comment_unseen_by_priority": ["state", "-priority", "created_at", "id"],
}


class Migration(migrations.Migration):
    dependencies = [("comments", "0017_search_replies")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                *(migrations.RemoveIndex("comment", name) for name in UNREVIEWED),
                migrations.RenameField("comment", "once", "idempotency_key"),
                migrations.AlterField(
                    "comment",
                    "idempotency_key",
                    models.CharField(db_column="once", max_length=64, unique=True),
                ),
                migrations.RenameField("comment", "turn", "decision_count"),
                migrations.AlterField(
                    "comment",
                    "decision_count",
                    models.PositiveIntegerField(
                        db_column="turn",
                        db_default=1,
                        default=1,
                        help_text="Incremented by each decision.",
                    ),
                ),
                migrations.RenameField("comment", "seen", "reviewed"),
                migrations.AlterField(
                    "comment",
                    "reviewed",
                    models.BooleanField(
                        db_column="seen",
                        default=False,
                        help_text="A moderator has decided about it.",
                    ),
                ),
                *(
                    migrations.AddIndex(
                        "comment",
                        models.Index(condition=Q(reviewed=False), fields=fields, name=name),
                    )
                    for name, fields in UNREVIEWED.items()
                ),
                migrations.RenameField("legalnotice", "once", "idempotency_key"),
                migrations.AlterField(
                    "legalnotice",
                    "idempotency_key",
                    models.CharField(
                        db_column="once",
                        help_text="A digest of who said what: sent twice it is one.",
                        max_length=64,
                        unique=True,
                    ),
                ),
            ]
        )
    ]
