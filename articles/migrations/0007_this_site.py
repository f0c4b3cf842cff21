"""A number of its own for this site, so that nothing kept ready for another database is taken for its pages."""

import secrets

from django.db import migrations


def begin(apps, schema_editor):
    apps.get_model("articles", "Version").objects.get_or_create(
        key="site", defaults={"number": secrets.randbits(48)}
    )


class Migration(migrations.Migration):
    dependencies = [("articles", "0006_lists_in_order")]
    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
