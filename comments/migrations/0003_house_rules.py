"""House rules to begin with; the chief rewrites them as the paper likes."""

from django.db import migrations

RULES = [
    ("Stay on the subject", "A reply answers the story, or another reply to it."),
    ("No personal attacks", "Argue against what somebody says, not against the person, be it a reader, an author or somebody in the story."),
    ("No hatred or threats", "Nothing that degrades people for what they are, and no threat or call to violence."),
    ("No advertising", "Nothing that is there to sell something, or to lead readers to a place that does."),
    ("Nothing unlawful", "No defamation, nothing copied without right, nothing that the law forbids to publish."),
    ("No private data of others", "No addresses, telephone numbers or the like of people who have not made them public."),
]


def write(apps, schema_editor):
    HouseRule = apps.get_model("comments", "HouseRule")
    for number, (title, text) in enumerate(RULES, start=1):
        HouseRule.objects.get_or_create(number=number, defaults={"title": title, "text": text})


class Migration(migrations.Migration):
    dependencies = [("comments", "0002_thread_order")]
    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
