"""Of stories that are there already, the last save counts as the last one of their text.

The version before keeps working: it neither reads nor writes this.
"""

from django.db import migrations
from django.db.models import F


def know(apps, schema_editor):
    apps.get_model("articles", "Article").objects.filter(text_version=0).update(text_version=F("version"))


class Migration(migrations.Migration):
    dependencies = [("articles", "0013_text_version")]
    operations = [migrations.RunPython(know, migrations.RunPython.noop)]
