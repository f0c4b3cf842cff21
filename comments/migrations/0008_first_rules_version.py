"""The house rules as they stand are their first version."""

from django.db import migrations
from django.utils import timezone


def keep(apps, schema_editor):
    HouseRule, RulesVersion = (apps.get_model("comments", name) for name in ("HouseRule", "RulesVersion"))
    rules = list(HouseRule.objects.order_by("number").values("number", "title", "text"))
    if rules and not RulesVersion.objects.exists():
        RulesVersion.objects.create(number=1, rules=rules, since=timezone.now())


class Migration(migrations.Migration):
    dependencies = [("comments", "0007_waiting_time")]
    operations = [migrations.RunPython(keep, migrations.RunPython.noop)]
