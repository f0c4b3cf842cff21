"""Room for all that a moderation desk knows of: appeals, notices of illegal content, rules of the desk, people, models.

Fields without a default are added to tables that are made here, too, and of which the version before knows nothing.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0018_views_of_more_lists'),
        ('comments', '0009_reader_folded_name'),
        ('newsroom', '0007_rights_of_the_conversation'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Appeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('at', models.DateTimeField()),
                ('due_at', models.DateTimeField(help_text='When it is to be answered at the latest.')),
                ('state', models.CharField(choices=[('open', 'Open'), ('upheld', 'The decision stands'), ('overturned', 'The reply is shown again'), ('dropped', 'Without object')], default='open', max_length=10)),
                ('answer', models.TextField(blank=True, help_text='What its author is told.')),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['at', 'pk'],
                'permissions': [('decide_appeal', 'Can decide about appeals')],
            },
        ),
        migrations.CreateModel(
            name='Campaign',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('open', 'Open'), ('decided', 'Decided'), ('dismissed', 'No campaign')], default='open', max_length=10)),
                ('first_at', models.DateTimeField()),
                ('last_at', models.DateTimeField()),
                ('replies', models.PositiveIntegerField(default=0)),
                ('stories', models.PositiveIntegerField(default=0)),
                ('people', models.PositiveIntegerField(default=0)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('to_state', models.CharField(blank=True, help_text='What becomes of further ones, once decided.', max_length=10)),
            ],
            options={
                'ordering': ['-last_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='DeskRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True)),
                ('kind', models.CharField(choices=[('words', 'Words and phrases'), ('pattern', 'Patterns'), ('links', 'Number of links'), ('linked', 'Sites that are linked to'), ('address', 'Email addresses and their domains'), ('network', 'Networks'), ('disposable', 'Disposable mail domains'), ('length', 'Length of the text'), ('rate', 'Replies in a time'), ('band', 'What the model says')], max_length=10)),
                ('terms', models.TextField(blank=True, help_text='One on a line.')),
                ('inside_words', models.BooleanField(default=False, help_text='Also inside longer words.')),
                ('limit', models.PositiveIntegerField(blank=True, help_text='From so many on.', null=True)),
                ('minutes', models.PositiveIntegerField(blank=True, help_text='Within so many minutes.', null=True)),
                ('act', models.CharField(choices=[('hold', 'Hold for a moderator'), ('spam', 'Mark as spam'), ('refuse', 'Refuse with a message')], default='hold', max_length=10)),
                ('message', models.CharField(blank=True, help_text='What the writer is told where it refuses.', max_length=300)),
                ('weight', models.FloatField(default=1.0, help_text='How much it speaks against a reply, in the order of the queue.')),
                ('stage', models.CharField(choices=[('lab', 'In the lab'), ('silent', 'Silent: only counts'), ('live', 'Live'), ('off', 'Switched off')], default='lab', max_length=10)),
                ('stage_since', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=1, help_text='Counted on when what it looks for changes.')),
                ('made_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'rule of the desk',
                'verbose_name_plural': 'rules of the desk',
                'ordering': ['name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='DeskSettings',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='desk_settings', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('mail', models.CharField(choices=[('now', 'At once'), ('digest', 'Once a day'), ('never', 'Never')], default='never', help_text='When a reply is held or reported.', max_length=10, verbose_name='replies that wait')),
                ('keys_on', models.BooleanField(default=True, verbose_name='single keys decide')),
                ('keys', models.JSONField(blank=True, default=dict, help_text='Acts and the keys chosen for them.')),
                ('mailed_to', models.PositiveBigIntegerField(default=0, help_text='The newest reply that was mailed.')),
                ('mailed_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'settings of the desk',
                'verbose_name_plural': 'settings of the desk',
            },
        ),
        migrations.CreateModel(
            name='Escalation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('to', models.CharField(choices=[('editor', 'The editor'), ('legal', 'Legal')], max_length=10)),
                ('note', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='LegalNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(help_text='By which both sides call it.', max_length=20, unique=True)),
                ('version', models.PositiveSmallIntegerField(help_text='Of the reply, when it came.')),
                ('kind', models.CharField(choices=[('defamation', 'Defamation or insult'), ('hate', 'Incitement to hatred or violence'), ('threat', 'A threat'), ('privacy', 'Privacy or personal data'), ('copyright', 'Copyright or trade mark'), ('children', 'Abuse of children'), ('other', 'Something else')], max_length=12)),
                ('reasons', models.TextField(help_text='Why it is against the law.')),
                ('name', models.CharField(blank=True, max_length=245)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('good_faith', models.BooleanField(default=False)),
                ('evidence', models.JSONField(default=dict, help_text='The reply as it stood: name, text, address, story.')),
                ('at', models.DateTimeField()),
                ('due_at', models.DateTimeField(help_text='When it is to be decided at the latest.')),
                ('state', models.CharField(choices=[('open', 'Open'), ('removed', 'The reply was taken off'), ('kept', 'The reply stays')], default='open', max_length=10)),
                ('outcome', models.TextField(blank=True, help_text='What was decided and why, as the sender is told.')),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('once', models.CharField(help_text='A digest of who said what: sent twice it is one.', max_length=64, unique=True)),
            ],
            options={
                'verbose_name': 'notice of illegal content',
                'verbose_name_plural': 'notices of illegal content',
                'ordering': ['at', 'pk'],
                'permissions': [('decide_legalnotice', 'Can decide about notices of illegal content')],
            },
        ),
        migrations.CreateModel(
            name='Likeness',
            fields=[
                ('comment', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='likeness', serialize=False, to='comments.comment')),
                ('version', models.PositiveSmallIntegerField(default=1)),
                ('sketch', models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name='LikenessKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='Looking',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name='PersonNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(help_text='In lower case.', max_length=254)),
                ('text', models.TextField()),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Replay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule_version', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
                ('days', models.PositiveSmallIntegerField(help_text='How far back it looked.')),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('looked_at', models.PositiveIntegerField(default=0)),
                ('caught', models.PositiveIntegerField(default=0, help_text='That moderators did not show.')),
                ('wrong', models.PositiveIntegerField(default=0, help_text='That moderators did show.')),
                ('missed', models.PositiveIntegerField(default=0, help_text='Not shown by moderators, and not found by the rule.')),
                ('examples', models.JSONField(default=dict, help_text='Numbers of replies, under “caught” and “wrong”.')),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='RuleHit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule_version', models.PositiveIntegerField()),
                ('matched', models.CharField(blank=True, max_length=200)),
                ('was_silent', models.BooleanField()),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Sanction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(help_text='In lower case.', max_length=254)),
                ('kind', models.CharField(choices=[('message', 'Send a message'), ('warn', 'Warn'), ('hold', 'Always hold'), ('suspend', 'Suspend for some days'), ('ban', 'Ban')], max_length=10)),
                ('message', models.TextField(blank=True, help_text='What the person is told.')),
                ('note', models.TextField(blank=True, help_text='For the newsroom only.')),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField(blank=True, null=True)),
                ('lifted_at', models.DateTimeField(blank=True, null=True)),
                ('seen_at', models.DateTimeField(blank=True, help_text='When the person said to have read it.', null=True)),
                ('batch', models.UUIDField(blank=True, help_text='Of the decisions that came with it.', null=True)),
            ],
            options={
                'ordering': ['-since', '-pk'],
                'permissions': [('ban_person', 'Can ban somebody')],
            },
        ),
        migrations.CreateModel(
            name='SecondLook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_at', models.DateTimeField()),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('to_state', models.CharField(blank=True, max_length=10)),
                ('agrees', models.BooleanField(blank=True, null=True)),
            ],
            options={
                'ordering': ['made_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='TextModel',
            fields=[
                ('number', models.PositiveIntegerField(primary_key=True, serialize=False)),
                ('trained_at', models.DateTimeField()),
                ('learned_from', models.PositiveIntegerField(help_text='So many decisions of this newsroom.')),
                ('numbers', models.BinaryField(help_text='What it has learned, packed.')),
                ('figures', models.JSONField(default=dict, help_text='Precision, recall, calibration on decisions held out.')),
                ('clear_to', models.FloatField(help_text='Up to this score it finds nothing against a reply.')),
                ('doubt_from', models.FloatField(help_text='From this score on a reply is probably not to be shown.')),
                ('cost', models.FloatField(default=1, help_text='One wrong hold costs as much as so many missed.')),
                ('is_live', models.BooleanField(default=False)),
            ],
            options={
                'verbose_name': 'version of the model',
                'verbose_name_plural': 'versions of the model',
                'ordering': ['-number'],
            },
        ),
        migrations.CreateModel(
            name='WatchList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60)),
                ('is_shared', models.BooleanField(default=False, verbose_name='shared with all moderators')),
                ('made_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['name', 'pk'],
            },
        ),
        migrations.AlterModelOptions(
            name='comment',
            options={'ordering': ['-created_at', '-pk'], 'permissions': [('decide_comment', 'Can decide about replies'), ('see_figures', 'Can see how moderation goes')], 'verbose_name': 'reply', 'verbose_name_plural': 'replies'},
        ),
        migrations.RemoveConstraint(
            model_name='decision',
            name='decision_changes_state',
        ),
        migrations.RemoveConstraint(
            model_name='notice',
            name='notice_event_known',
        ),
        migrations.RemoveIndex(
            model_name='comment',
            name='comment_queue',
        ),
        migrations.AddField(
            model_name='comment',
            name='band',
            field=models.CharField(blank=True, choices=[('clear', 'Nothing against it'), ('unsure', 'Does not know'), ('doubtful', 'Probably not to be shown')], db_default='', max_length=10),
        ),
        migrations.AddField(
            model_name='comment',
            name='for_law',
            field=models.BooleanField(db_default=False, default=False, help_text='It is rejected because of the law.'),
        ),
        migrations.AddField(
            model_name='comment',
            name='has_link',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='comment',
            name='held_for',
            field=models.CharField(blank=True, db_default='', help_text='The code of the finding for which a moderator is needed.', max_length=20),
        ),
        migrations.AddField(
            model_name='comment',
            name='language',
            field=models.CharField(blank=True, db_default='', help_text='ISO 639-1, where it can be told.', max_length=3),
        ),
        migrations.AddField(
            model_name='comment',
            name='priority',
            field=models.FloatField(db_default=0, default=0, help_text='Risk × exposure: more is more urgent.'),
        ),
        migrations.AddField(
            model_name='comment',
            name='risk',
            field=models.FloatField(db_default=0, default=0, help_text='How likely it is not to be shown, by all findings.'),
        ),
        migrations.AddField(
            model_name='comment',
            name='rule',
            field=models.ForeignKey(blank=True, db_index=False, help_text='By which it is rejected.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='comments.houserule'),
        ),
        migrations.AddField(
            model_name='comment',
            name='score',
            field=models.FloatField(blank=True, help_text='Of the model, from 0 (nothing against it) to 1.', null=True),
        ),
        migrations.AddField(
            model_name='comment',
            name='turn',
            field=models.PositiveIntegerField(db_default=1, default=1, help_text='Counted on with each decision.'),
        ),
        migrations.AddField(
            model_name='decision',
            name='law',
            field=models.CharField(blank=True, db_default='', help_text='Where it is because of the law: the provision, and why.', max_length=300),
        ),
        migrations.AddField(
            model_name='decision',
            name='trigger',
            field=models.CharField(blank=True, choices=[('own', 'The newsroom itself'), ('report', 'A reader’s report'), ('notice', 'A notice of illegal content'), ('appeal', 'An appeal'), ('sanction', 'A measure against a person'), ('campaign', 'The same text in many places')], db_default='', max_length=10),
        ),
        migrations.AddField(
            model_name='decision',
            name='version',
            field=models.PositiveSmallIntegerField(db_default=1, default=1, help_text='Of the text decided about.'),
        ),
        migrations.AddField(
            model_name='houserule',
            name='message',
            field=models.TextField(blank=True, db_default='', help_text='Stands in the statement of reasons, after the rule. Moderators may change it for a reply.', verbose_name='what the author is told'),
        ),
        migrations.AddField(
            model_name='houserule',
            name='short',
            field=models.CharField(blank=True, db_default='', help_text='What breaks it, as it is counted under a thread: “personal attack”. Empty: the title.', max_length=40, verbose_name='in a few words'),
        ),
        migrations.AlterField(
            model_name='notice',
            name='event',
            field=models.CharField(choices=[('shown', 'Your reply is shown'), ('rejected', 'Your reply is not shown'), ('answered', 'Somebody answered you'), ('followed', 'New under a story you follow'), ('settled', 'What the newsroom made of your hint'), ('appealed', 'What came of your appeal'), ('message', 'A message from the moderators')], max_length=10),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(fields=['state', 'created_at', 'id', 'held_for', 'band', 'language', 'has_link', 'article', 'email'], name='comment_queue_by_age'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(fields=['state', '-priority', 'created_at', 'id', 'held_for', 'band', 'language', 'has_link', 'article', 'email'], name='comment_queue_by_priority'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('seen', False)), fields=['state', '-priority', 'created_at', 'id'], name='comment_unseen_by_priority'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('state', 'rejected')), fields=['article', 'rule', 'for_law'], name='comment_ledger'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('event__in', ['shown', 'rejected', 'answered', 'followed', 'settled', 'appealed', 'message'])), name='notice_event_known'),
        ),
        migrations.AddField(
            model_name='appeal',
            name='comment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appeals', to='comments.comment'),
        ),
        migrations.AddField(
            model_name='appeal',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='appeal',
            name='decision',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='appeal', to='comments.decision'),
        ),
        migrations.AddField(
            model_name='appeal',
            name='outcome',
            field=models.OneToOneField(blank=True, help_text='That followed from it, where the reply is shown again.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answers_appeal', to='comments.decision'),
        ),
        migrations.AddField(
            model_name='campaign',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='deskrule',
            name='made_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='deskrule',
            name='section',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='desk_rules', to='articles.section'),
        ),
        migrations.AddField(
            model_name='desksettings',
            name='sections',
            field=models.ManyToManyField(blank=True, help_text='Of these alone. None: of all.', related_name='+', to='articles.section'),
        ),
        migrations.AddField(
            model_name='escalation',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='escalation',
            name='comment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='escalations', to='comments.comment'),
        ),
        migrations.AddField(
            model_name='escalation',
            name='settled_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='legalnotice',
            name='comment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='legal_notices', to='comments.comment'),
        ),
        migrations.AddField(
            model_name='legalnotice',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='likeness',
            name='campaign',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='members', to='comments.campaign'),
        ),
        migrations.AddField(
            model_name='likenesskey',
            name='likeness',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='keys', to='comments.likeness'),
        ),
        migrations.AddField(
            model_name='looking',
            name='comment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='looked_at', to='comments.comment'),
        ),
        migrations.AddField(
            model_name='personnote',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='replay',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='replay',
            name='rule',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='replays', to='comments.deskrule'),
        ),
        migrations.AddField(
            model_name='rulehit',
            name='comment',
            field=models.ForeignKey(blank=True, help_text='None: it was refused, so there is no reply.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='rule_hits', to='comments.comment'),
        ),
        migrations.AddField(
            model_name='rulehit',
            name='rule',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hits', to='comments.deskrule'),
        ),
        migrations.AddField(
            model_name='sanction',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='sanction',
            name='comment',
            field=models.ForeignKey(blank=True, help_text='The reply that gave rise to it.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sanctions', to='comments.comment'),
        ),
        migrations.AddField(
            model_name='sanction',
            name='lifted_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='sanction',
            name='rule',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='comments.houserule'),
        ),
        migrations.AddField(
            model_name='secondlook',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='secondlook',
            name='decision',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='second_look', to='comments.decision'),
        ),
        migrations.AddField(
            model_name='secondlook',
            name='rule',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='comments.houserule'),
        ),
        migrations.AddField(
            model_name='textmodel',
            name='by',
            field=models.ForeignKey(blank=True, help_text='Who last chose it, or set its bands; nobody: the worker.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='decision',
            name='model',
            field=models.ForeignKey(blank=True, db_index=False, help_text='That took part in it.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='comments.textmodel'),
        ),
        migrations.AddIndex(
            model_name='decision',
            index=models.Index(condition=models.Q(('by__isnull', False)), fields=['-decided_at', '-id'], name='decision_newest_of_people'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('from_state', models.F('to_state')), _negated=True), models.Q(('from_state', 'shown'), ('to_state', 'shown')), _connector='OR'), name='decision_changes_state_or_keeps'),
        ),
        migrations.AddField(
            model_name='watchlist',
            name='articles',
            field=models.ManyToManyField(blank=True, related_name='watch_lists', to='articles.article'),
        ),
        migrations.AddField(
            model_name='watchlist',
            name='owner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='watch_lists', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='appeal',
            index=models.Index(condition=models.Q(('state', 'open')), fields=['due_at', 'id'], name='appeal_open'),
        ),
        migrations.AddIndex(
            model_name='appeal',
            index=models.Index(fields=['state', '-decided_at'], name='appeal_decided'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'upheld', 'overturned', 'dropped'])), name='appeal_state_known'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='appeal_decided_at_a_time'),
        ),
        migrations.AddIndex(
            model_name='campaign',
            index=models.Index(fields=['state', '-last_at', '-id'], name='campaign_newest'),
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'decided', 'dismissed'])), name='campaign_state_known'),
        ),
        migrations.AddConstraint(
            model_name='deskrule',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['words', 'pattern', 'links', 'linked', 'address', 'network', 'disposable', 'length', 'rate', 'band'])), name='desk_rule_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='deskrule',
            constraint=models.CheckConstraint(condition=models.Q(('act__in', ['hold', 'spam', 'refuse'])), name='desk_rule_act_known'),
        ),
        migrations.AddConstraint(
            model_name='deskrule',
            constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['lab', 'silent', 'live', 'off'])), name='desk_rule_stage_known'),
        ),
        migrations.AddConstraint(
            model_name='desksettings',
            constraint=models.CheckConstraint(condition=models.Q(('mail__in', ['now', 'digest', 'never'])), name='desk_mail_known'),
        ),
        migrations.AddIndex(
            model_name='escalation',
            index=models.Index(condition=models.Q(('settled_at__isnull', True)), fields=['to', 'at'], name='escalation_open'),
        ),
        migrations.AddConstraint(
            model_name='escalation',
            constraint=models.UniqueConstraint(condition=models.Q(('settled_at__isnull', True)), fields=('comment', 'to'), name='escalation_open_once'),
        ),
        migrations.AddConstraint(
            model_name='escalation',
            constraint=models.CheckConstraint(condition=models.Q(('to__in', ['editor', 'legal'])), name='escalation_to_known'),
        ),
        migrations.AddIndex(
            model_name='legalnotice',
            index=models.Index(condition=models.Q(('state', 'open')), fields=['due_at', 'id'], name='legal_notice_open'),
        ),
        migrations.AddIndex(
            model_name='legalnotice',
            index=models.Index(fields=['state', '-decided_at'], name='legal_notice_decided'),
        ),
        migrations.AddConstraint(
            model_name='legalnotice',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'removed', 'kept'])), name='legal_notice_state_known'),
        ),
        migrations.AddConstraint(
            model_name='legalnotice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='legal_notice_decided_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='legalnotice',
            constraint=models.CheckConstraint(condition=models.Q(('due_at__gte', models.F('at'))), name='legal_notice_due_after_it_came'),
        ),
        migrations.AddIndex(
            model_name='likenesskey',
            index=models.Index(fields=['key', 'likeness'], name='likeness_key'),
        ),
        migrations.AddIndex(
            model_name='personnote',
            index=models.Index(fields=['email', '-at'], name='note_on_person'),
        ),
        migrations.AddIndex(
            model_name='rulehit',
            index=models.Index(fields=['rule', '-at', '-id'], name='rule_hit_newest'),
        ),
        migrations.AddConstraint(
            model_name='rulehit',
            constraint=models.UniqueConstraint(fields=('rule', 'comment'), name='rule_hit_once'),
        ),
        migrations.AddIndex(
            model_name='sanction',
            index=models.Index(fields=['email', '-since'], name='sanction_of_person'),
        ),
        migrations.AddConstraint(
            model_name='sanction',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['message', 'warn', 'hold', 'suspend', 'ban'])), name='sanction_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='sanction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'suspend'), _negated=True), ('until__isnull', False), _connector='OR'), name='sanction_suspends_until'),
        ),
        migrations.AddIndex(
            model_name='secondlook',
            index=models.Index(condition=models.Q(('done_at__isnull', True)), fields=['made_at', 'id'], name='second_look_open'),
        ),
        migrations.AddIndex(
            model_name='secondlook',
            index=models.Index(condition=models.Q(('done_at__isnull', False)), fields=['-done_at'], name='second_look_done'),
        ),
        migrations.AddConstraint(
            model_name='textmodel',
            constraint=models.UniqueConstraint(condition=models.Q(('is_live', True)), fields=('is_live',), name='text_model_one_live'),
        ),
        migrations.AddConstraint(
            model_name='textmodel',
            constraint=models.CheckConstraint(condition=models.Q(('clear_to__lte', models.F('doubt_from'))), name='text_model_abstains_in_the_middle'),
        ),
        migrations.AddConstraint(
            model_name='watchlist',
            constraint=models.UniqueConstraint(fields=('owner', 'name'), name='watch_list_named_once'),
        ),
    ]
