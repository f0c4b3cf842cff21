"""The kind of work, roles of those credited, words for other surfaces, what the newsroom tells itself.

The version before keeps working: the database knows a default for each.
"""

from django.db import migrations, models

from articles.migration_operations import AddColumn


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0018_views_of_more_lists'),
    ]

    operations = [
        AddColumn(
            model_name='article',
            name='byline_text',
            field=models.CharField(blank=True, db_default='', default='', help_text='Instead of the one made from the credits. Names of those credited become links.', max_length=300, verbose_name='byline, written out'),
        ),
        AddColumn(
            model_name='article',
            name='front_headline',
            field=models.CharField(blank=True, db_default='', default='', help_text='Shorter, for fronts and lists. Empty: the headline.', max_length=200, verbose_name='headline on fronts'),
        ),
        AddColumn(
            model_name='article',
            name='genre',
            field=models.CharField(choices=[('news', 'News'), ('analysis', 'Analysis'), ('opinion', 'Opinion'), ('background', 'Background'), ('review', 'Review'), ('interview', 'Interview'), ('live', 'Live'), ('satire', 'Satire'), ('paid', 'Paid content')], db_default='news', default='news', help_text='All but news are labelled wherever readers see the story.', max_length=12, verbose_name='kind of work'),
        ),
        AddColumn(
            model_name='article',
            name='legal_hold',
            field=models.BooleanField(db_default=False, default=False, help_text="It can't be published before this is taken off.", verbose_name="needs a lawyer's eye"),
        ),
        AddColumn(
            model_name='article',
            name='note',
            field=models.TextField(blank=True, db_default='', default='', help_text='Sources, numbers to call, what is still open. Readers never see it.', max_length=2000, verbose_name='note for the newsroom'),
        ),
        AddColumn(
            model_name='article',
            name='paid_by',
            field=models.CharField(blank=True, db_default='', default='', help_text='Of paid content: who paid. Readers are told.', max_length=120),
        ),
        AddColumn(
            model_name='article',
            name='search_description',
            field=models.CharField(blank=True, db_default='', default='', help_text='Empty: the standfirst.', max_length=320, verbose_name='description for search engines'),
        ),
        AddColumn(
            model_name='article',
            name='search_title',
            field=models.CharField(blank=True, db_default='', default='', help_text="Also the title of the browser's tab. Empty: the headline.", max_length=200, verbose_name='title for search engines'),
        ),
        AddColumn(
            model_name='article',
            name='slugline',
            field=models.CharField(blank=True, db_default='', default='', help_text='What it is about, in a line for the morning meeting. Readers never see it.', max_length=200, verbose_name='budget line'),
        ),
        AddColumn(
            model_name='article',
            name='social_description',
            field=models.CharField(blank=True, db_default='', default='', help_text='Empty: the standfirst.', max_length=320, verbose_name='description when shared'),
        ),
        AddColumn(
            model_name='article',
            name='social_title',
            field=models.CharField(blank=True, db_default='', default='', help_text='Empty: the headline.', max_length=200, verbose_name='title when shared'),
        ),
        AddColumn(
            model_name='credit',
            name='role',
            field=models.CharField(choices=[('reporting', 'Reporting'), ('both', 'Text and photos'), ('photo', 'Photos'), ('drawing', 'Illustration'), ('research', 'Research'), ('translation', 'Translation'), ('editing', 'Editing')], db_default='reporting', default='reporting', max_length=12),
        ),
        AddColumn(
            model_name='edition',
            name='byline_text',
            field=models.CharField(blank=True, db_default='', default='', help_text='Instead of the one made from the credits. Names of those credited become links.', max_length=300, verbose_name='byline, written out'),
        ),
        AddColumn(
            model_name='edition',
            name='front_headline',
            field=models.CharField(blank=True, db_default='', default='', help_text='Shorter, for fronts and lists. Empty: the headline.', max_length=200, verbose_name='headline on fronts'),
        ),
        AddColumn(
            model_name='edition',
            name='genre',
            field=models.CharField(choices=[('news', 'News'), ('analysis', 'Analysis'), ('opinion', 'Opinion'), ('background', 'Background'), ('review', 'Review'), ('interview', 'Interview'), ('live', 'Live'), ('satire', 'Satire'), ('paid', 'Paid content')], db_default='news', default='news', help_text='All but news are labelled wherever readers see the story.', max_length=12, verbose_name='kind of work'),
        ),
        AddColumn(
            model_name='edition',
            name='paid_by',
            field=models.CharField(blank=True, db_default='', default='', help_text='Of paid content: who paid. Readers are told.', max_length=120),
        ),
        AddColumn(
            model_name='edition',
            name='search_description',
            field=models.CharField(blank=True, db_default='', default='', help_text='Empty: the standfirst.', max_length=320, verbose_name='description for search engines'),
        ),
        AddColumn(
            model_name='edition',
            name='search_title',
            field=models.CharField(blank=True, db_default='', default='', help_text="Also the title of the browser's tab. Empty: the headline.", max_length=200, verbose_name='title for search engines'),
        ),
        AddColumn(
            model_name='edition',
            name='social_description',
            field=models.CharField(blank=True, db_default='', default='', help_text='Empty: the standfirst.', max_length=320, verbose_name='description when shared'),
        ),
        AddColumn(
            model_name='edition',
            name='social_title',
            field=models.CharField(blank=True, db_default='', default='', help_text='Empty: the headline.', max_length=200, verbose_name='title when shared'),
        ),
        AddColumn(
            model_name='editioncredit',
            name='role',
            field=models.CharField(choices=[('reporting', 'Reporting'), ('both', 'Text and photos'), ('photo', 'Photos'), ('drawing', 'Illustration'), ('research', 'Research'), ('translation', 'Translation'), ('editing', 'Editing')], db_default='reporting', default='reporting', max_length=12),
        ),
    ]
