"""Addresses of the public pages."""

from django.urls import path

from articles.models.taxonomy import SUBJECTS
from articles.views import feeds, history, lists, pictures, preview, robots, search, sitemaps, story

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
        "pictures/<str:token>/<str:crop>-<number:width>.<str:ext>",
        pictures.rendition,
        name="picture",
    ),
    path("preview/<str:token>/", preview.preview, name="preview"),
    path(
        "preview/<str:token>/<number:number>/<str:crop>-<number:width>.<str:ext>",
        preview.picture,
        name="preview-picture",
    ),
    path(".well-known/security.txt", robots.security, name="security-txt"),
    path("robots.txt", robots.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-lists.xml", sitemaps.lists, name="sitemap-lists"),
    path("sitemap-news.xml", sitemaps.news, name="sitemap-news"),
    path("sitemap-news-<number:part>.xml", sitemaps.news, name="sitemap-news-part"),
    path("sitemap-<parted:kind>-<number:part>.xml", sitemaps.lists_part, name="sitemap-lists-part"),
    path("sitemap-<number:part>.xml", sitemaps.part, name="sitemap-part"),
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
        "<year:year>/<month:month>/<name:slug>/history/<number:before>-<number:now>/",
        history.compare,
        name="compare",
    ),
]
