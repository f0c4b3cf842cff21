"""Replies that came before: by which house rule they are rejected, and whether there is a link in what waits."""

from django.db import migrations
from django.db.models import OuterRef, Q, Subquery


def fill(apps, schema_editor):
    Comment, Decision = apps.get_model("comments", "Comment"), apps.get_model("comments", "Decision")
    last = Decision.objects.filter(comment=OuterRef("pk"), to_state="rejected").order_by("-decided_at", "-pk")
    Comment.objects.filter(state="rejected").update(rule=Subquery(last.values("rule")[:1]))
    with_link = Q(text__icontains="http://") | Q(text__icontains="https://") | Q(text__icontains="www.")
    Comment.objects.filter(with_link, state="held").update(has_link=True)


class Migration(migrations.Migration):
    dependencies = [("comments", "0010_moderation")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
