"""The admin of stories and of all that they are filed under."""

from django.contrib import admin

from articles.admin.check_levels import CheckLevelAdmin
from articles.admin.front.admin import FrontAdmin
from articles.admin.picture.admin import PictureAdmin
from articles.admin.record import RecordAdmin
from articles.admin.story.admin import ArticleAdmin
from articles.admin.taxonomy import (
    AuthorAdmin,
    PublicationAdmin,
    SectionAdmin,
    SeriesAdmin,
    TopicAdmin,
)
from articles.models import (
    Article,
    Author,
    CheckLevel,
    Front,
    Picture,
    Publication,
    Record,
    Section,
    Series,
    Topic,
)

admin.site.register(Article, ArticleAdmin)
admin.site.register(Author, AuthorAdmin)
admin.site.register(CheckLevel, CheckLevelAdmin)
admin.site.register(Front, FrontAdmin)
admin.site.register(Picture, PictureAdmin)
admin.site.register(Publication, PublicationAdmin)
admin.site.register(Record, RecordAdmin)
admin.site.register(Section, SectionAdmin)
admin.site.register(Series, SeriesAdmin)
admin.site.register(Topic, TopicAdmin)
