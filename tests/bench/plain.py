"""A page as large as that of a long thread: as many rows with as many words, in one loop, from
ready values."""

import os

from django.http import HttpResponse
from django.template import engines
from django.urls import path

ROWS = 200
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ title }}</title></head><body>
<h1>{{ title }}</h1><ol>{% for row in rows %}
<li id="comment-{{ row.number }}" class="{{ row.css }}"><h3>{{ row.name }}</h3><a href="{{ row.address }}">{{ row.time }}</a>
<div>{{ row.text }}</div><a href="{{ row.answer }}">Reply to {{ row.name }}</a></li>{% endfor %}
</ol></body></html>"""
AROUND = 260  # letters of a row beside its text


def plain(request):
    """The rows are made anew each time, as those of a page are."""
    text = ("This is a reply that says something in some words. " * 100)[: size // ROWS - AROUND]
    rows = [
        {
            "number": str(number),
            "css": "reply level-1",
            "name": f"Reader {number}",
            "text": f"{number} {text}",
            "address": f"/2026/11/a-story/?thread={number}#comment-{number}",
            "time": "23 November 2026, 13:40",
            "answer": f"/2026/11/a-story/?replytocom={number}#respond",
        }
        for number in range(ROWS)
    ]
    return HttpResponse(template.render({"title": "A plain page", "rows": rows}))


size = int(os.environ.get("BENCH_SIZE", "190000"))
template = engines["django"].from_string(PAGE)
urlpatterns = [path("plain/", plain)]
