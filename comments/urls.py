"""Addresses of replies."""

from django.urls import path

from comments.views import (
    email_alerts,
    feeds,
    follow,
    house_rules,
    ledger,
    legal_notices,
    own_data,
    post,
    privacy,
    reader_links,
    receipt,
    thread,
)

STORY = "<year:year>/<month:month>/<name:slug>/"

app_name = "comments"
urlpatterns = [
    path("house-rules/", house_rules.house_rules, name="house-rules"),
    path("house-rules/<number:number>/", house_rules.version, name="rules-version"),
    path("privacy/", privacy.privacy, name="privacy"),
    path("your-data/", own_data.ask, name="data"),
    path("your-data/sent/", own_data.sent, name="data-sent"),
    path("your-data/erased/", own_data.erased, name="data-erased"),
    path("your-data/<str:token>/", own_data.page, name="data-page"),
    path("your-data/<str:token>/json/", own_data.as_json, name="data-json"),
    path("your-data/<str:token>/erase/", own_data.erase, name="data-erase"),
    path("replies/feed/", feeds.of_all, name="feed-of-all"),
    path("replies/feed/<form:form>/", feeds.of_all, name="feed-of-all-as"),
    path(f"{STORY}reply/", post.reply, name="reply"),
    path(f"{STORY}reply/key/", post.key, name="reply-key"),
    path(f"{STORY}replies/count/", feeds.count, name="count"),
    path(f"{STORY}replies/seen/", thread.seen, name="seen"),
    path(f"{STORY}replies/<number:number>/recommend/", thread.recommend, name="recommend"),
    path(f"{STORY}replies/<number:number>/report/", thread.report, name="report"),
    path(f"{STORY}replies/<number:number>/notice/", legal_notices.notice, name="legal-notice"),
    path("replies/ledger/", ledger.newest, name="ledger"),
    path("replies/ledger/<year:of>/", ledger.year, name="ledger-year"),
    path("replies/ledger/<year:of>/csv/", ledger.as_csv, name="ledger-csv"),
    path("replies/notice/<str:token>/", legal_notices.status, name="legal-notice-status"),
    path(f"{STORY}feed/", feeds.feed, name="feed"),
    path(f"{STORY}feed/<form:form>/", feeds.feed, name="feed-as"),
    path(f"{STORY}follow/", follow.follow, name="follow"),
    path(f"{STORY}follow/sent/", follow.sent, name="follow-sent"),
    path("replies/confirm/<str:token>/", reader_links.confirm, name="confirm"),
    path("replies/mail/<str:token>/", reader_links.preferences, name="preferences"),
    path("replies/mail/<str:token>/off/", reader_links.off, name="off"),
    path("replies/desk/<str:token>/", email_alerts.decide, name="desk"),
    path(f"{STORY}receipt/<str:token>/", receipt.receipt, name="receipt"),
    path(f"{STORY}receipt/<str:token>/edit/", receipt.edit, name="edit"),
    path(f"{STORY}receipt/<str:token>/withdraw/", receipt.withdraw, name="withdraw"),
    path(f"{STORY}receipt/<str:token>/prove/", receipt.prove, name="prove"),
    path(f"{STORY}receipt/<str:token>/appeal/", receipt.appeal, name="appeal"),
    path(f"{STORY}receipt/<str:token>/acknowledge/", receipt.acknowledge, name="acknowledge"),
]
