"""Appeals by story, for the ledger under it; notices of illegal content by address and time; decisions by
time for figures; what a month came to."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0017_preview_links_and_remarks'),
        ('comments', '0011_what_is_known_of_old_replies'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='LedgerMonth',
            fields=[
                ('month', models.DateField(help_text="Its first day, in the site's time zone.", primary_key=True, serialize=False)),
                ('figures', models.JSONField(default=dict)),
                ('counted_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['month'],
            },
        ),
        migrations.AddField(
            model_name='appeal',
            name='article',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.article'),
        ),
        migrations.AlterField(
            model_name='houserule',
            name='short',
            field=models.CharField(blank=True, db_default='', help_text='What breaks it, as it is counted under a thread: “personal attack(s)”; for a single one the “(s)” falls away. Empty: the title.', max_length=40, verbose_name='in a few words'),
        ),
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(
                fields=["decided_at", "from_state", "to_state", "by", "undoes"], name="decision_figures"
            ),
        ),
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(
                condition=models.Q(("undoes__isnull", False)), fields=["decided_at"], name="decision_undoing"
            ),
        ),
        migrations.AddIndex(
            model_name="appeal",
            index=models.Index(fields=["at"], name="appeal_came"),
        ),
        migrations.AddIndex(
            model_name='appeal',
            index=models.Index(condition=models.Q(('state', 'overturned')), fields=['article'], name='appeal_restored'),
        ),
        migrations.AddIndex(
            model_name='legalnotice',
            index=models.Index(condition=models.Q(('email', ''), _negated=True), fields=['email', '-at'], name='legal_notice_of_address'),
        ),
        migrations.AddIndex(
            model_name='legalnotice',
            index=models.Index(fields=['at'], name='legal_notice_came'),
        ),
    ]
