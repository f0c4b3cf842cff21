"""Addresses of the public pages."""

from django.urls import path, register_converter

from articles.models.taxonomy import SUBJECTS
from articles.views import feeds, history, lists, pictures, preview, robots, search, sitemaps, story
from newsroom.lib.text import slugs


class Year:
    regex = "[0-9]{4}"
    to_python = staticmethod(int)
    to_url = staticmethod("{:04d}".format)


class Month:
    regex = "0[1-9]|1[0-2]"
    to_python = staticmethod(int)
    to_url = staticmethod("{:02d}".format)


class FeedForm:
    """The forms of a feed that are named in its address; it is RSS when none is."""

    regex = "atom|json"
    to_python = to_url = staticmethod(str)


class Parted:
    """The kinds of lists of which there may be many."""

    regex = "|".join(sitemaps.PARTED)
    to_python = to_url = staticmethod(str)


class Name:
    """The last part of an address, in any script."""

    regex = slugs.ROUTE
    to_url = staticmethod(str)

    @staticmethod
    def to_python(value: str) -> str:
        """Raises ValueError for what is no slug: then it is no such address."""
        if not slugs.is_slug(value):
            raise ValueError(value)
        return slugs.composed(value)


register_converter(Year, "year")
register_converter(Month, "month")
register_converter(FeedForm, "form")
register_converter(Parted, "parted")
register_converter(Name, "name")

app_name = "articles"
urlpatterns = [
    path("", lists.front, name="front"),
    path("section/<name:slug>/", lists.section, name="section"),
    path("topic/<name:slug>/", lists.topic, name="topic"),
    path("series/<name:slug>/", lists.series, name="series"),
    path("author/<name:slug>/", lists.author, name="author"),
    path("search/", search.results, name="search"),
    path("corrections/", lists.corrections, name="corrections"),
    path("corrections/feed/", feeds.corrections, name="corrections-feed"),
    path("corrections/feed/<form:form>/", feeds.corrections, name="corrections-feed-as"),
    path(
        "pictures/<str:token>/<str:crop>-<int:width>.<str:ext>", pictures.rendition, name="picture"
    ),
    path("preview/<str:token>/", preview.preview, name="preview"),
    path(
        "preview/<str:token>/<int:number>/<str:crop>-<int:width>.<str:ext>",
        preview.picture,
        name="preview-picture",
    ),
    path("robots.txt", robots.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-lists.xml", sitemaps.lists, name="sitemap-lists"),
    path("sitemap-news.xml", sitemaps.news, name="sitemap-news"),
    path("sitemap-news-<int:part>.xml", sitemaps.news, name="sitemap-news-part"),
    path("sitemap-<parted:kind>-<int:part>.xml", sitemaps.lists_part, name="sitemap-lists-part"),
    path("sitemap-<int:part>.xml", sitemaps.part, name="sitemap-part"),
    path("feed/", feeds.feed, name="feed"),
    path("feed/<form:form>/", feeds.feed, name="feed-as"),
    *(
        each
        for kind in SUBJECTS
        for each in (
            path(f"{kind}/<name:slug>/feed/", feeds.under, {"kind": kind}, name=f"{kind}-feed"),
            path(
                f"{kind}/<name:slug>/feed/<form:form>/",
                feeds.under,
                {"kind": kind},
                name=f"{kind}-feed-as",
            ),
        )
    ),
    path("<year:year>/<month:month>/<name:slug>/", story.story, name="story"),
    path("<year:year>/<month:month>/<name:slug>/history/", history.versions, name="history"),
    path(
        "<year:year>/<month:month>/<name:slug>/history/<int:before>-<int:now>/",
        history.compare,
        name="compare",
    ),
]
