"""Addresses of replies."""

from django.urls import path

from articles import urls as _  # noqa: F401  (registers the converters)
from comments import feeds
from comments.views import desk, following, ledger, legal, readers, reading, receipt, replying, rules

STORY = "<year:year>/<month:month>/<name:slug>/"

app_name = "comments"
urlpatterns = [
    path("house-rules/", rules.house_rules, name="house-rules"),
    path("house-rules/<int:number>/", rules.version, name="rules-version"),
    path("replies/feed/", feeds.of_all, name="feed-of-all"),
    path("replies/feed/<form:form>/", feeds.of_all, name="feed-of-all-as"),
    path(f"{STORY}reply/", replying.reply, name="reply"),
    path(f"{STORY}reply/key/", replying.key, name="reply-key"),
    path(f"{STORY}replies/count/", feeds.count, name="count"),
    path(f"{STORY}replies/seen/", reading.seen, name="seen"),
    path(f"{STORY}replies/<int:number>/recommend/", reading.recommend, name="recommend"),
    path(f"{STORY}replies/<int:number>/report/", reading.report, name="report"),
    path(f"{STORY}replies/<int:number>/notice/", legal.notice, name="notice"),
    path("replies/ledger/", ledger.newest, name="ledger"),
    path("replies/ledger/<year:of>/", ledger.year, name="ledger-year"),
    path("replies/ledger/<year:of>/csv/", ledger.as_csv, name="ledger-csv"),
    path("replies/notice/<str:token>/", legal.status, name="notice-status"),
    path(f"{STORY}feed/", feeds.feed, name="feed"),
    path(f"{STORY}feed/<form:form>/", feeds.feed, name="feed-as"),
    path(f"{STORY}follow/", following.follow, name="follow"),
    path(f"{STORY}follow/sent/", following.sent, name="follow-sent"),
    path("replies/confirm/<str:token>/", readers.confirm, name="confirm"),
    path("replies/mail/<str:token>/", readers.preferences, name="preferences"),
    path("replies/mail/<str:token>/off/", readers.off, name="off"),
    path("replies/desk/<str:token>/", desk.decide, name="desk"),
    path(f"{STORY}receipt/<str:token>/", receipt.receipt, name="receipt"),
    path(f"{STORY}receipt/<str:token>/edit/", receipt.edit, name="edit"),
    path(f"{STORY}receipt/<str:token>/withdraw/", receipt.withdraw, name="withdraw"),
    path(f"{STORY}receipt/<str:token>/prove/", receipt.prove, name="prove"),
    path(f"{STORY}receipt/<str:token>/appeal/", receipt.appeal, name="appeal"),
    path(f"{STORY}receipt/<str:token>/acknowledge/", receipt.acknowledge, name="acknowledge"),
]
