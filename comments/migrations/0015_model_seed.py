"""The first version of the model is the seed that is shipped."""

from django.db import migrations
from django.utils import timezone


def store_seed(apps, schema_editor):
    from comments.spam_model import seed
    from newsroom.lib.learning import bands

    TextModel = apps.get_model("comments", "TextModel")
    if TextModel.objects.exists():
        return
    clear_to, doubt_from = bands.bounds(1.0, 0)
    TextModel.objects.create(
        number=1, trained_at=timezone.now(), learned_from=0, numbers=seed.packed(), figures=seed.figures(),
        clear_to=clear_to, doubt_from=doubt_from, cost=1, is_live=True,
    )


class Migration(migrations.Migration):
    dependencies = [("comments", "0014_reports_that_hide")]

    operations = [migrations.RunPython(store_seed, migrations.RunPython.noop)]
