"""The site's settings, with one address: a page as large as a story's, from a plain template,
without a query."""

from newsroom.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.plain"
