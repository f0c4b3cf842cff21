"""The app of replies."""

from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "comments"
    verbose_name = "Replies"

    def ready(self) -> None:
        from articles import signals
        from comments import threads

        signals.replies_counted.connect(threads.tell_counts)
