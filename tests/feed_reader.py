"""Reads our feeds as a feed reader does."""

from __future__ import annotations

import datetime as dt
import json

import feedparser

#: The forms of a feed by the end of its address: feedparser's name for it, and its media type.
FORMS = {
    "feed/": ("rss20", "application/rss+xml; charset=utf-8"),
    "feed/atom/": ("atom10", "application/atom+xml; charset=utf-8"),
    "feed/json/": ("json11", "application/feed+json"),
}


def read(client, address: str) -> feedparser.FeedParserDict:
    """The feed at `address`, in feedparser's words; also a JSON Feed, which it does not know
    yet."""
    answer = client.get(address)
    assert answer.status_code == 200
    if answer["Content-Type"] == "application/feed+json":
        return _told(json.loads(answer.content))
    parsed = feedparser.parse(
        answer.content, response_headers={"content-type": answer["Content-Type"]}
    )
    assert not parsed.bozo, parsed.bozo_exception
    return parsed


def _told(feed: dict) -> feedparser.FeedParserDict:
    entries = [
        {
            **{name: item[name] for name in ("id", "title", "authors")},
            "link": item["url"],
            "published": item["date_published"],
            "published_parsed": dt.datetime.fromisoformat(item["date_published"]).timetuple(),
            "updated_parsed": dt.datetime.fromisoformat(item["date_modified"]).timetuple(),
            "content": [{"value": item["content_html"]}],
            "tags": [{"term": tag} for tag in item.get("tags", [])],
        }
        for item in feed["items"]
    ]
    version = {"https://jsonfeed.org/version/1.1": "json11"}[feed["version"]]
    about = {"title": feed["title"], "link": feed["home_page_url"]}
    return _dotted({"version": version, "feed": about, "entries": entries})


def _dotted(value):
    if isinstance(value, dict):
        return feedparser.FeedParserDict({key: _dotted(each) for key, each in value.items()})
    return [_dotted(each) for each in value] if isinstance(value, list) else value
