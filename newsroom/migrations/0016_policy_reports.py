"""What browsers refused to do for a page. A new table, of which the version before knows nothing: it keeps working."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('newsroom', '0015_rights_of_privacy'),
    ]

    operations = [
        migrations.CreateModel(
            name='PolicyReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('directive', models.CharField(help_text='The directive of the content security policy.', max_length=40, verbose_name='rule')),
                ('blocked', models.CharField(blank=True, help_text='What the page wanted to load or do.', max_length=200, verbose_name='refused')),
                ('source', models.CharField(blank=True, help_text='The script or page that did.', max_length=200, verbose_name='asked for by')),
                ('line', models.PositiveIntegerField(default=0)),
                ('page', models.CharField(help_text='Where it happened last.', max_length=200)),
                ('count', models.PositiveBigIntegerField(default=1, verbose_name='times')),
                ('first_at', models.DateTimeField(verbose_name='first')),
                ('last_at', models.DateTimeField(db_index=True, verbose_name='last')),
            ],
            options={
                'verbose_name': 'refusal of browsers',
                'verbose_name_plural': 'refusals of browsers',
                'ordering': ['-last_at', '-pk'],
                'default_permissions': ('view',),
                'constraints': [models.UniqueConstraint(fields=('directive', 'blocked', 'source'), name='policy_report_once')],
            },
        ),
    ]
