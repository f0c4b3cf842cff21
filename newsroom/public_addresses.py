"""All public addresses, by what is at them.

Pages that everybody reads alike are in PAGES and kept ready. Which of them `export_site` copies and
`check_embargo` asks for depends on the tuple. A test fails until a new address is named here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.urls import reverse

FEED_FORMS = ("atom", "json")
#: One for the whole site, or one for each form of a feed.
OF_SITE = (
    "articles:front",
    "articles:corrections",
    "articles:robots",
    "articles:sitemap",
    "articles:sitemap-lists",
    "articles:sitemap-news",
    "articles:feed",
    "articles:feed-as",
    "articles:corrections-feed",
    "articles:corrections-feed-as",
    "comments:house-rules",
    "comments:privacy",
    "comments:ledger",
    "comments:feed-of-all",
    "comments:feed-of-all-as",
)
#: One for each section, topic, series and author.
OF_LIST = tuple(
    f"articles:{kind}{end}"
    for kind in ("section", "topic", "series", "author")
    for end in ("", "-feed", "-feed-as")
)
#: One for each story.
OF_STORY = (
    "articles:story",
    "articles:history",
    "comments:feed",
    "comments:feed-as",
    "comments:count",
)
#: Reached by links on the pages above alone: copied, but `check_embargo` asks only for parts of
#: sitemaps.
LINKED = (
    "articles:compare",
    "articles:sitemap-part",
    "articles:sitemap-lists-part",
    "articles:sitemap-news-part",
    "comments:rules-version",
    "comments:ledger-year",
    "comments:ledger-csv",
)
#: Read alike by everybody.
PAGES = (*OF_SITE, *OF_LIST, *OF_STORY, *LINKED)
#: All others, and why they are not kept.
OTHERS = {
    "healthz": "says how it is now",
    "readyz": "says how it is now",
    "metrics": "for whoever has the token",
    "csp-reports": "takes reports of browsers",
    "style-guide": "for those who work on the templates",
    "articles:picture": "its bytes never change, and are kept by browsers for good",
    "articles:security-txt": "says until when it is right",
    "articles:search": "any question is possible",
    "articles:preview": "for whom the link is",
    "articles:preview-picture": "for whom the link is",
    "comments:reply": "takes replies",
    "comments:reply-key": "for one person",
    "comments:receipt": "for one person",
    "comments:edit": "for one person",
    "comments:withdraw": "for one person",
    "comments:prove": "for one person",
    "comments:appeal": "for one person",
    "comments:legal-notice": "takes notices",
    "comments:legal-notice-status": "for one person",
    "comments:acknowledge": "for one person",
    "comments:desk": "for one moderator",
    "comments:confirm": "for one person",
    "comments:preferences": "for one person",
    "comments:off": "for one person",
    "comments:data": "takes an address",
    "comments:data-sent": "follows a form",
    "comments:data-page": "for one person",
    "comments:data-json": "for one person",
    "comments:data-erase": "for one person",
    "comments:data-erased": "follows a form",
    "comments:follow": "takes an address",
    "comments:follow-sent": "follows a form",
    "comments:seen": "takes a count",
    "comments:recommend": "for one person",
    "comments:report": "takes reports",
}


def of_site() -> Iterator[str]:
    """The addresses of which there is one for the site."""
    return _reversed(OF_SITE, {})


def of_list(kind: str, slug: str) -> Iterator[str]:
    """The addresses about one section, topic, series or author."""
    names = [name for name in OF_LIST if name.partition(":")[2].partition("-")[0] == kind]
    return _reversed(names, {"slug": slug})


def of_story(year: int, month: int, slug: str, others: Iterable[str] = ()) -> Iterator[str]:
    """The addresses of one story, and those of `others` that are below it."""
    return _reversed([*OF_STORY, *others], {"year": year, "month": month, "slug": slug})


def _reversed(names: Iterable[str], parts: dict) -> Iterator[str]:
    for name in names:
        forms = [{"form": form} for form in FEED_FORMS] if name.endswith("-as") else [{}]
        yield from (reverse(name, kwargs={**parts, **form}) for form in forms)
