"""What is being typed, and by whom. New tables, of which the version before knows nothing: it keeps working."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0009_embargo_holds'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Autosave',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tab', models.UUIDField(help_text='The form in which it is typed.')),
                ('seen_version', models.PositiveIntegerField(default=0)),
                ('at', models.DateTimeField()),
                ('fields', models.JSONField()),
                ('article', models.ForeignKey(blank=True, help_text='None: for a story that was never saved.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='autosaves', to='articles.article')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='autosaves', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-at'],
                'indexes': [models.Index(fields=['article', 'person', '-at'], name='autosave_of_story'), models.Index(condition=models.Q(('article__isnull', True)), fields=['person', '-at'], name='autosave_of_new_story')],
                'constraints': [models.UniqueConstraint(fields=('person', 'tab'), name='autosave_rolls')],
            },
        ),
        migrations.CreateModel(
            name='Presence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tab', models.UUIDField()),
                ('at', models.DateTimeField(db_index=True)),
                ('is_typing', models.BooleanField(default=False, help_text='Something in it is not saved yet.')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='presences', to='articles.article')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('article', 'tab'), name='presence_once')],
            },
        ),
    ]
