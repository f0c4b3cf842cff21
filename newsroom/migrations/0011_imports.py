"""What came in from elsewhere, and the reports of how it went. The version before knows nothing of it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0025_search_texts'),
        ('newsroom', '0010_websub'),
    ]

    operations = [
        migrations.CreateModel(
            name='Import',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(help_text='The site it comes from.', max_length=250)),
                ('files', models.JSONField(default=list, help_text='The names of the files.')),
                ('state', models.CharField(choices=[('running', 'Running'), ('done', 'Done'), ('stopped', 'Stopped before its end')], default='running', max_length=10)),
                ('started_at', models.DateTimeField(verbose_name='started')),
                ('seen_at', models.DateTimeField(verbose_name='last sign of life')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='ended')),
                ('summary', models.JSONField(default=list, help_text='What it did, in lines of words.')),
                ('counts', models.JSONField(default=list, help_text='Outcome, reason, and how many lines there are of it.')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-started_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Imported',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=250)),
                ('kind', models.CharField(max_length=20)),
                ('key', models.CharField(max_length=200)),
                ('number', models.PositiveBigIntegerField(default=0, help_text='Its number there; 0 for none.')),
                ('digest', models.CharField(blank=True, help_text='Of what came in, to see when it is another there.', max_length=32)),
                ('article', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='articles.article')),
                ('author', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='articles.author')),
                ('picture', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='articles.picture')),
                ('section', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='articles.section')),
                ('topic', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='articles.topic')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='ImportLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(choices=[('lost', 'Did not come'), ('doubt', 'Worth a look'), ('came', 'Came in')], max_length=10)),
                ('kind', models.CharField(help_text='What it is there: post, page, attachment, reply …', max_length=30)),
                ('file', models.CharField(blank=True, max_length=250)),
                ('line', models.PositiveBigIntegerField(default=0, help_text='Where it begins in the file; 0: nowhere.')),
                ('number', models.PositiveBigIntegerField(default=0, help_text='Its number there.')),
                ('subject', models.CharField(blank=True, max_length=250)),
                ('about', models.CharField(blank=True, help_text='The reason in short, by which lines are counted.', max_length=80)),
                ('words', models.TextField(blank=True)),
                ('article', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='articles.article')),
                ('picture', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='articles.picture')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='newsroom.import')),
            ],
            options={
                'verbose_name': 'line of an import',
                'verbose_name_plural': 'lines of imports',
                'ordering': ['id'],
            },
        ),
        migrations.AddIndex(
            model_name='import',
            index=models.Index(fields=['-started_at', '-id'], name='import_newest'),
        ),
        migrations.AddConstraint(
            model_name='import',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['running', 'done', 'stopped'])), name='import_state_known'),
        ),
        migrations.AddIndex(
            model_name='imported',
            index=models.Index(fields=['source', 'kind', 'number'], name='imported_by_number'),
        ),
        migrations.AddConstraint(
            model_name='imported',
            constraint=models.UniqueConstraint(fields=('source', 'kind', 'key'), name='imported_once'),
        ),
        migrations.AddIndex(
            model_name='importline',
            index=models.Index(fields=['run', 'outcome', 'id'], name='import_line_by_outcome'),
        ),
        migrations.AddIndex(
            model_name='importline',
            index=models.Index(fields=['run', 'about', 'id'], name='import_line_by_reason'),
        ),
        migrations.AddConstraint(
            model_name='importline',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['lost', 'doubt', 'came'])), name='import_outcome_known'),
        ),
    ]
