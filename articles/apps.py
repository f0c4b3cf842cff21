"""The app of stories."""

from django.apps import AppConfig
from django.core import checks


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "Publishing"

    def ready(self) -> None:
        from articles import converters  # noqa: F401  (registers them)
        from articles.migration_operations import check_added_columns
        from articles.pages import clocks, versions

        versions.clocks += [clocks.turn_of_stories, clocks.turn_of_fronts]
        checks.register(check_added_columns, checks.Tags.database)
