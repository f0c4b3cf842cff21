"""What the conversation needs: readers who confirmed an address, what readers do, feedback, risks and hours.

The version before keeps working: it writes no rows of the new tables, so that fields added to these without a default
are never left out, and all that is added to replies and policies is filled by the database.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0017_preview_links_and_remarks'),
        ('comments', '0005_queues_in_order'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CommentVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('text', models.TextField()),
                ('until', models.DateTimeField(help_text='When its author replaced it.')),
            ],
            options={
                'ordering': ['comment', 'number'],
            },
        ),
        migrations.CreateModel(
            name='DeskHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.PositiveSmallIntegerField(choices=[(0, 'Monday'), (1, 'Tuesday'), (2, 'Wednesday'), (3, 'Thursday'), (4, 'Friday'), (5, 'Saturday'), (6, 'Sunday')])),
                ('opens', models.TimeField(verbose_name='from')),
                ('closes', models.TimeField(verbose_name='to')),
            ],
            options={
                'verbose_name': 'hours of the desk',
                'verbose_name_plural': 'hours of the desk',
                'ordering': ['day', 'opens'],
            },
        ),
        migrations.CreateModel(
            name='Feedback',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('wish', models.CharField(choices=[('correction', 'Correction: something is wrong'), ('missing', 'Missing fact'), ('typo', 'Typing error'), ('question', 'Question to the author'), ('tip', 'Tip for the newsroom')], max_length=10)),
                ('wants_credit', models.BooleanField(default=False, help_text='To be named in the note on the change.')),
                ('state', models.CharField(choices=[('open', 'Open'), ('fixed', 'Fixed'), ('answered', 'Answered'), ('declined', 'Not followed')], default='open', max_length=10)),
                ('answer', models.TextField(blank=True, help_text='What the reader is told.')),
                ('created_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'feedback',
                'verbose_name_plural': 'feedback',
                'ordering': ['-created_at', '-pk'],
                'permissions': [('settle_feedback', 'Can settle feedback')],
            },
        ),
        migrations.CreateModel(
            name='Follow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='MailLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('email', models.EmailField(help_text='In lower case.', max_length=254)),
                ('name', models.CharField(blank=True, max_length=245)),
                ('made_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event', models.CharField(choices=[('shown', 'Your reply is shown'), ('rejected', 'Your reply is not shown'), ('answered', 'Somebody answered you'), ('followed', 'New under a story you follow'), ('settled', 'What the newsroom made of your hint')], max_length=10)),
                ('made_at', models.DateTimeField()),
                ('due_at', models.DateTimeField(blank=True, help_text='Empty once it is told, or is no more to be told.', null=True)),
                ('told_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Ping',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('pingback', 'Pingback'), ('trackback', 'Trackback')], max_length=10)),
                ('title', models.CharField(max_length=245)),
                ('address', models.CharField(max_length=500)),
                ('excerpt', models.TextField(blank=True)),
                ('created_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['created_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Reader',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(help_text='In lower case.', max_length=254, unique=True)),
                ('name', models.CharField(blank=True, max_length=245)),
                ('key', models.CharField(max_length=43)),
                ('confirmed_at', models.DateTimeField()),
                ('answers_mail', models.CharField(choices=[('now', 'At once'), ('daily', 'Once a day'), ('never', 'Never')], default='now', max_length=10, verbose_name='answers to me')),
                ('stories_mail', models.CharField(choices=[('now', 'At once'), ('daily', 'Once a day'), ('never', 'Never')], default='daily', max_length=10, verbose_name='stories I follow')),
                ('decisions_mail', models.CharField(choices=[('now', 'At once'), ('daily', 'Once a day'), ('never', 'Never')], default='now', max_length=10, verbose_name='what becomes of my replies')),
            ],
            options={
                'ordering': ['-confirmed_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Recommendation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('who', models.CharField(max_length=43)),
                ('at', models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveSmallIntegerField(help_text='Of the reply, when it was reported.')),
                ('reason', models.CharField(choices=[('abuse', 'It attacks or insults somebody'), ('hate', 'It is hateful'), ('false', 'It spreads something false'), ('spam', 'It is advertising, or spam'), ('private', 'It tells something private about somebody'), ('illegal', 'It is against the law'), ('other', 'Something else')], max_length=10)),
                ('text', models.TextField(blank=True)),
                ('email', models.EmailField(blank=True, help_text='For the answer, if one is wished.', max_length=254)),
                ('who', models.CharField(blank=True, help_text='A keyed digest of browser and network.', max_length=43)),
                ('at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Risk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('why', models.CharField(choices=[('court', 'Court case'), ('minor', 'A minor is concerned'), ('bereavement', 'Bereavement'), ('legal', 'Legal read'), ('other', 'Another reason')], max_length=12)),
                ('mode', models.CharField(choices=[('held', 'Held: every reply waits for a moderator'), ('newcomers', 'Newcomers held: confirmed readers who had a reply shown before are shown at once'), ('open', 'Open: replies are shown at once, unless a check finds something'), ('closed', 'Closed: no new replies')], default='held', max_length=10)),
                ('note', models.CharField(blank=True, help_text='For the newsroom only.', max_length=500)),
                ('begins_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField(verbose_name='until')),
            ],
            options={
                'ordering': ['-begins_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='RulesVersion',
            fields=[
                ('number', models.PositiveIntegerField(primary_key=True, serialize=False)),
                ('rules', models.JSONField(help_text='A list of objects with number, title and text.')),
                ('since', models.DateTimeField()),
            ],
            options={
                'ordering': ['-number'],
            },
        ),
        migrations.CreateModel(
            name='Thread',
            fields=[
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='thread', serialize=False, to='articles.article')),
                ('views', models.PositiveBigIntegerField(default=0)),
                ('scored_views', models.PositiveBigIntegerField(default=0, help_text='The views when the order “best” was last made.')),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='policy',
            name='policy_mode_known',
        ),
        migrations.AddField(
            model_name='comment',
            name='agent',
            field=models.CharField(blank=True, db_default='', help_text='What the sender’s browser calls itself.', max_length=200),
        ),
        migrations.AddField(
            model_name='comment',
            name='best',
            field=models.FloatField(db_default=0, default=0, help_text='Its place in the order “best”: more is higher.'),
        ),
        migrations.AddField(
            model_name='comment',
            name='edited_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='comment',
            name='picked_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='picked by the newsroom'),
        ),
        migrations.AddField(
            model_name='comment',
            name='recommended',
            field=models.PositiveIntegerField(db_default=0, default=0, help_text='By so many readers.'),
        ),
        migrations.AddField(
            model_name='comment',
            name='rules_seen',
            field=models.PositiveIntegerField(blank=True, help_text='The version of the house rules that the author says to have seen.', null=True),
        ),
        migrations.AddField(
            model_name='comment',
            name='version',
            field=models.PositiveSmallIntegerField(db_default=1, default=1, help_text='Of the text.'),
        ),
        migrations.AddField(
            model_name='comment',
            name='views_before',
            field=models.PositiveBigIntegerField(db_default=0, default=0, help_text='How often the thread had been read when this reply was first shown.'),
        ),
        migrations.AddField(
            model_name='comment',
            name='wants_mail',
            field=models.BooleanField(db_default=False, default=False, help_text='To be told what becomes of it.'),
        ),
        migrations.AddField(
            model_name='decision',
            name='rules_version',
            field=models.PositiveIntegerField(blank=True, help_text='Of the house rules, at that time.', null=True),
        ),
        migrations.AddField(
            model_name='policy',
            name='banner',
            field=models.CharField(blank=True, db_default='', help_text='Stands above the form, in plain words: what to keep in mind here.', max_length=500),
        ),
        migrations.AddField(
            model_name='policy',
            name='closes_after',
            field=models.PositiveSmallIntegerField(blank=True, help_text='So many days after a story was first published. Empty: never.', null=True, verbose_name='closed after'),
        ),
        migrations.AlterField(
            model_name='policy',
            name='mode',
            field=models.CharField(choices=[('held', 'Held: every reply waits for a moderator'), ('newcomers', 'Newcomers held: confirmed readers who had a reply shown before are shown at once'), ('open', 'Open: replies are shown at once, unless a check finds something'), ('closed', 'Closed: no new replies')], default='held', max_length=10),
        ),
        migrations.AddConstraint(
            model_name='policy',
            constraint=models.CheckConstraint(condition=models.Q(('mode__in', ['held', 'newcomers', 'open', 'closed'])), name='policy_mode_known'),
        ),
        migrations.AddField(
            model_name='commentversion',
            name='comment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='comments.comment'),
        ),
        migrations.AddConstraint(
            model_name='deskhours',
            constraint=models.CheckConstraint(condition=models.Q(('closes__gt', models.F('opens'))), name='desk_closes_after_opening'),
        ),
        migrations.AddConstraint(
            model_name='deskhours',
            constraint=models.UniqueConstraint(fields=('day', 'opens'), name='desk_opens_once'),
        ),
        migrations.AddField(
            model_name='feedback',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='feedback', to='articles.article'),
        ),
        migrations.AddField(
            model_name='feedback',
            name='comment',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='feedback', to='comments.comment'),
        ),
        migrations.AddField(
            model_name='feedback',
            name='edition',
            field=models.ForeignKey(blank=True, help_text='In which it is mended.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.edition'),
        ),
        migrations.AddField(
            model_name='feedback',
            name='settled_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='follow',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='followers', to='articles.article'),
        ),
        migrations.AddField(
            model_name='maillink',
            name='article',
            field=models.ForeignKey(blank=True, help_text='To be followed.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.article'),
        ),
        migrations.AddField(
            model_name='maillink',
            name='comment',
            field=models.ForeignKey(blank=True, help_text='That it confirms.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='comments.comment'),
        ),
        migrations.AddField(
            model_name='notice',
            name='comment',
            field=models.ForeignKey(help_text='That it is about.', on_delete=django.db.models.deletion.CASCADE, related_name='+', to='comments.comment'),
        ),
        migrations.AddField(
            model_name='ping',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pings', to='articles.article'),
        ),
        migrations.AddConstraint(
            model_name='reader',
            constraint=models.CheckConstraint(condition=models.Q(('answers_mail__in', ['now', 'daily', 'never']), ('stories_mail__in', ['now', 'daily', 'never']), ('decisions_mail__in', ['now', 'daily', 'never'])), name='reader_paces_known'),
        ),
        migrations.AddField(
            model_name='notice',
            name='reader',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='comments.reader'),
        ),
        migrations.AddField(
            model_name='follow',
            name='reader',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='follows', to='comments.reader'),
        ),
        migrations.AddField(
            model_name='comment',
            name='reader',
            field=models.ForeignKey(blank=True, help_text='Set when whoever wrote it has shown that the address is theirs.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='comments', to='comments.reader'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(fields=['article', 'created_at'], name='comment_pace_of_story'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('network', ''), _negated=True), fields=['network', 'created_at'], name='comment_pace_of_network'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('agent', ''), ('network', ''), _negated=True), fields=['created_at'], name='comment_with_traces'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('best__gt', 0), ('parent__isnull', True), ('state', 'shown')), fields=['article', '-best', 'root'], name='comment_best'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('picked_at__isnull', False), ('state', 'shown')), fields=['article', '-picked_at'], name='comment_picked'),
        ),
        migrations.AddField(
            model_name='recommendation',
            name='comment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recommendations', to='comments.comment'),
        ),
        migrations.AddField(
            model_name='report',
            name='comment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='comments.comment'),
        ),
        migrations.AddField(
            model_name='report',
            name='settled_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='risk',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='risks', to='articles.article', verbose_name='story'),
        ),
        migrations.AddField(
            model_name='risk',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='rulesversion',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='commentversion',
            constraint=models.UniqueConstraint(fields=('comment', 'number'), name='comment_version_once'),
        ),
        migrations.AddIndex(
            model_name='feedback',
            index=models.Index(fields=['state', 'created_at', 'id'], name='feedback_queue'),
        ),
        migrations.AddIndex(
            model_name='feedback',
            index=models.Index(fields=['article', 'state'], name='feedback_of_story'),
        ),
        migrations.AddConstraint(
            model_name='feedback',
            constraint=models.CheckConstraint(condition=models.Q(('wish__in', ['correction', 'missing', 'typo', 'question', 'tip'])), name='feedback_wish_known'),
        ),
        migrations.AddConstraint(
            model_name='feedback',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'fixed', 'answered', 'declined'])), name='feedback_state_known'),
        ),
        migrations.AddConstraint(
            model_name='feedback',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('settled_at__isnull', True), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('settled_at__isnull', False)), _connector='OR'), name='feedback_settled_when'),
        ),
        migrations.AddIndex(
            model_name='maillink',
            index=models.Index(fields=['email', '-made_at'], name='mail_link_of_address'),
        ),
        migrations.AddIndex(
            model_name='maillink',
            index=models.Index(fields=['made_at'], name='mail_link_age'),
        ),
        migrations.AddConstraint(
            model_name='ping',
            constraint=models.UniqueConstraint(fields=('article', 'address'), name='ping_once'),
        ),
        migrations.AddConstraint(
            model_name='ping',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['pingback', 'trackback'])), name='ping_kind_known'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('due_at__isnull', False)), fields=['due_at', 'reader'], name='notice_due'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(fields=['made_at'], name='notice_age'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(fields=('comment', 'reader', 'event'), name='notice_once'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('event__in', ['shown', 'rejected', 'answered', 'followed', 'settled'])), name='notice_event_known'),
        ),
        migrations.AddConstraint(
            model_name='follow',
            constraint=models.UniqueConstraint(fields=('article', 'reader'), name='follow_once'),
        ),
        migrations.AddConstraint(
            model_name='recommendation',
            constraint=models.UniqueConstraint(fields=('comment', 'who'), name='recommendation_once'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(condition=models.Q(('settled_at__isnull', True)), fields=['at', 'id'], name='report_open'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(condition=models.Q(('who', ''), _negated=True), fields=['at'], name='report_with_traces'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.UniqueConstraint(condition=models.Q(('who', ''), _negated=True), fields=('comment', 'who', 'version'), name='report_once'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('reason__in', ['abuse', 'hate', 'false', 'spam', 'private', 'illegal', 'other'])), name='report_reason_known'),
        ),
        migrations.AddIndex(
            model_name='risk',
            index=models.Index(fields=['article', 'ends_at'], name='risk_of_story'),
        ),
        migrations.AddConstraint(
            model_name='risk',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gte', models.F('begins_at'))), name='risk_ends_after_begin'),
        ),
        migrations.AddConstraint(
            model_name='risk',
            constraint=models.CheckConstraint(condition=models.Q(('mode__in', ['held', 'newcomers', 'open', 'closed'])), name='risk_mode_known'),
        ),
    ]
