"""Addresses of replies."""

from django.urls import path

from articles import urls as _  # noqa: F401  (registers the converters)
from comments import feeds
from comments.views import reading, receipt, replying, rules

STORY = "<year:year>/<month:month>/<slug:slug>/"

app_name = "comments"
urlpatterns = [
    path("house-rules/", rules.house_rules, name="house-rules"),
    path("replies/feed/", feeds.of_all, name="feed-of-all"),
    path("replies/feed/<form:form>/", feeds.of_all, name="feed-of-all-as"),
    path(f"{STORY}reply/", replying.reply, name="reply"),
    path(f"{STORY}replies/count/", feeds.count, name="count"),
    path(f"{STORY}replies/seen/", reading.seen, name="seen"),
    path(f"{STORY}replies/<int:number>/recommend/", reading.recommend, name="recommend"),
    path(f"{STORY}replies/<int:number>/report/", reading.report, name="report"),
    path(f"{STORY}feed/", feeds.feed, name="feed"),
    path(f"{STORY}feed/<form:form>/", feeds.feed, name="feed-as"),
    path(f"{STORY}receipt/<str:token>/", receipt.receipt, name="receipt"),
]
