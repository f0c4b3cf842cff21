"""Where the paper says how it works, its logo, and where authors are elsewhere on the web.

The version before keeps working: the database knows a default for each, or it may stay empty.
"""

import articles.models.taxonomy
import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0027_former_addresses'),
    ]

    operations = [
        migrations.AddField(
            model_name='author',
            name='fediverse',
            field=models.CharField(blank=True, db_default='', default='', help_text='Their name there: @ana@example.social. It is told where their stories are shared.', max_length=150, validators=[articles.models.taxonomy.check_handle]),
        ),
        migrations.AddField(
            model_name='author',
            name='website',
            field=models.CharField(blank=True, db_default='', default='', help_text='A page of theirs elsewhere.', max_length=300, validators=[django.core.validators.URLValidator(['https', 'http'])]),
        ),
        migrations.AddField(
            model_name='publication',
            name='bylines_policy',
            field=models.CharField(blank=True, db_default='', default='', help_text='Where readers learn why a story has none.', max_length=300, validators=[articles.models.taxonomy.check_place], verbose_name='stories without a byline'),
        ),
        migrations.AddField(
            model_name='publication',
            name='diversity_policy',
            field=models.CharField(blank=True, db_default='', default='', help_text='Where the paper says how it sees to many voices.', max_length=300, validators=[articles.models.taxonomy.check_place], verbose_name='diversity'),
        ),
        migrations.AddField(
            model_name='publication',
            name='ethics_policy',
            field=models.CharField(blank=True, db_default='', default='', help_text="Where the paper's principles stand.", max_length=300, validators=[articles.models.taxonomy.check_place], verbose_name='how we work'),
        ),
        migrations.AddField(
            model_name='publication',
            name='feedback_policy',
            field=models.CharField(blank=True, db_default='', default='', help_text='Where readers learn how to point out mistakes, and what comes of it.', max_length=300, validators=[articles.models.taxonomy.check_place], verbose_name='tell us'),
        ),
        migrations.AddField(
            model_name='publication',
            name='logo',
            field=models.ForeignKey(blank=True, help_text="What search engines show beside the paper's name.", null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.picture'),
        ),
        migrations.AddField(
            model_name='publication',
            name='masthead',
            field=models.CharField(blank=True, db_default='', default='', help_text='Where the people of the newsroom are named.', max_length=300, validators=[articles.models.taxonomy.check_place], verbose_name='who we are'),
        ),
        migrations.AddField(
            model_name='publication',
            name='mission',
            field=models.CharField(blank=True, db_default='', default='', help_text='Where the paper says what it covers, and why.', max_length=300, validators=[articles.models.taxonomy.check_place], verbose_name='what we cover'),
        ),
        migrations.AddField(
            model_name='publication',
            name='ownership',
            field=models.CharField(blank=True, db_default='', default='', help_text='Where owners and money are named.', max_length=300, validators=[articles.models.taxonomy.check_place], verbose_name='who owns us'),
        ),
        migrations.AddField(
            model_name='publication',
            name='sources_policy',
            field=models.CharField(blank=True, db_default='', default='', help_text='Where readers learn when a source stays unnamed.', max_length=300, validators=[articles.models.taxonomy.check_place], verbose_name='unnamed sources'),
        ),
        migrations.AddField(
            model_name='publication',
            name='verification_policy',
            field=models.CharField(blank=True, db_default='', default='', help_text='Where readers learn it.', max_length=300, validators=[articles.models.taxonomy.check_place], verbose_name='how we check facts'),
        ),
        migrations.AlterField(
            model_name='article',
            name='social_description',
            field=models.CharField(blank=True, db_default='', default='', help_text='Empty: that for search engines, or the standfirst.', max_length=320, verbose_name='description when shared'),
        ),
        migrations.AlterField(
            model_name='article',
            name='social_title',
            field=models.CharField(blank=True, db_default='', default='', help_text='Empty: the title for search engines, or the headline.', max_length=200, verbose_name='title when shared'),
        ),
        migrations.AlterField(
            model_name='edition',
            name='social_description',
            field=models.CharField(blank=True, db_default='', default='', help_text='Empty: that for search engines, or the standfirst.', max_length=320, verbose_name='description when shared'),
        ),
        migrations.AlterField(
            model_name='edition',
            name='social_title',
            field=models.CharField(blank=True, db_default='', default='', help_text='Empty: the title for search engines, or the headline.', max_length=200, verbose_name='title when shared'),
        ),
    ]
