"""Of stories that are ready, the last save counts as approved."""

from django.db import migrations
from django.db.models import F


def know(apps, schema_editor):
    ready = apps.get_model("articles", "Article").objects.filter(state="ready")
    ready.filter(approved_version=None).update(approved_version=F("version"))


class Migration(migrations.Migration):
    dependencies = [("articles", "0031_approved_version")]
    operations = [migrations.RunPython(know, migrations.RunPython.noop)]
