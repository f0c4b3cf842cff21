"""The app of stories."""

from django.apps import AppConfig
from django.core import checks


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "Publishing"

    def ready(self) -> None:
        from articles.migration_operations import check_added_columns

        checks.register(check_added_columns, checks.Tags.database)
