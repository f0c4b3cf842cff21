"""The project as an app (people, commands), and the admin site in place of Django's own."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class NewsroomConfig(AppConfig):
    name = "newsroom"
    verbose_name = "People and mail"

    def ready(self) -> None:
        from articles import signals
        from articles.checks import links
        from comments.people import erasing, held
        from newsroom.mail import personal_data as mails
        from newsroom.mail import story_notices
        from newsroom.moving.old_addresses import redirects
        from newsroom.operations import erasure_list
        from newsroom.serving import shared_caches, websub
        from newsroom.serving.page_cache import stale

        links.elsewhere.append(redirects.resolve_links)
        erasing.OTHERS += [mails.erase, stale.erase, erasure_list.erase]
        held.OTHERS.append(mails.held)
        signals.versions_moved.connect(shared_caches.order_purge)
        signals.versions_moved.connect(websub.announce)
        signals.moved_on.connect(story_notices.tell)
        signals.remarked.connect(story_notices.tell_remark)


class NewsroomAdminConfig(AdminConfig):
    default_site = "newsroom.admin_site.NewsroomAdminSite"
