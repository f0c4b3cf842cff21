"""The project as an app (people, commands), and the admin site in place of Django's own."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class NewsroomConfig(AppConfig):
    name = "newsroom"
    verbose_name = "People and mail"

    def ready(self) -> None:
        from articles import signals, versions
        from articles.checks import links
        from newsroom import moved, notices, purging, websub

        links.elsewhere.append(moved.led)
        versions.moved.connect(purging.order)
        versions.moved.connect(websub.order)
        signals.moved_on.connect(notices.tell)


class NewsroomAdminConfig(AdminConfig):
    default_site = "newsroom.admin_site.NewsroomAdminSite"
