"""What a WebSub hub is to be told. New tables, of which the version before knows nothing: it keeps working."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('newsroom', '0009_rights_of_fronts'),
    ]

    operations = [
        migrations.CreateModel(
            name='Announcement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(help_text='As in articles/pages/versions.py.', max_length=60, unique=True)),
                ('moved', models.PositiveIntegerField(help_text='How often, since it was last told.')),
                ('due_at', models.DateTimeField(db_index=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('error', models.CharField(blank=True, max_length=500)),
            ],
        ),
        migrations.CreateModel(
            name='FeedClock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('until', models.DateTimeField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='one_feed_clock')],
            },
        ),
    ]
