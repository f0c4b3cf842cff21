"""The app of replies."""

from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "comments"
    verbose_name = "Replies"

    def ready(self) -> None:
        from articles import signals
        from comments.desk import search
        from comments.people import erasing
        from comments.thread import pages

        erasing.OTHERS.append(search.erase)
        signals.replies_counted.connect(pages.tell_counts)
