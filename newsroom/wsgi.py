"""The application that a WSGI server runs: Django's handler, behind the page cache."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
application = get_wsgi_application()

from django.conf import settings  # noqa: E402  (settings come first)

from newsroom.serving import patience  # noqa: E402
from newsroom.serving.page_cache.layer import PageCache  # noqa: E402  (models must be loaded)

patience.limit()

if not settings.DEBUG:  # there, a template that is edited is to be seen at once
    application = PageCache(application)
