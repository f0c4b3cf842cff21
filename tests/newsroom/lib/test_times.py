"""Times as the newsroom's pages tell them: one style, everywhere.

Covers newsroom/lib/formats/en/formats.py.
"""

import datetime as dt
import re
from pathlib import Path

from django.conf import settings
from django.template import Context, Template
from django.utils import timezone
from django.utils.formats import localize

from newsroom.lib import times

AT = dt.datetime(2026, 11, 29, 18, 31, tzinfo=dt.UTC)
#: Formats that are no style: parts of a calendar, times of a day, and what machines read.
PARTS = {"c", r"Y-m-d\TH:i:sO", "Y-m-d", r"Y-m-d\TH:i", "H:i", "D", "l", "j"}
ADMIN = Path(settings.BASE_DIR) / "templates" / "admin"
PYTHON = ("articles/admin", "comments/admin", "newsroom/admin", "newsroom/desk", "comments/desk")


def test_a_time_is_told_short_and_exactly_on_demand():
    assert times.told(AT, AT + dt.timedelta(minutes=5)) == (
        '<time datetime="2026-11-29T18:31+00:00" title="29 November 2026, 18:31">5 min ago</time>'
    )
    assert times.told(None) == ""
    assert (times.exact(AT), times.exact(AT.date()), times.exact("")) == (
        "29 November 2026, 18:31",
        "29 November 2026",
        "",
    )


def test_django_writes_them_alike():
    assert localize(timezone.localtime(AT)) == times.exact(AT)
    assert localize(AT.date()) == times.exact(AT.date())
    said = Template("{{ at }} {{ at|date }} {{ at|time }}").render(Context({"at": AT}))
    assert said == "29 November 2026, 18:31 29 November 2026 18:31"


def test_no_other_style_slips_in(subtests):
    for template in ADMIN.rglob("*.html"):
        if template.name in OWN:
            continue
        with subtests.test(str(template.relative_to(ADMIN))):
            found = set(re.findall(r'\|(?:date|time):"([^"]*)"', template.read_text()))
            assert found <= PARTS
            assert "timesince" not in template.read_text()
    for folder in PYTHON:
        for module in (Path(settings.BASE_DIR) / folder).rglob("*.py"):
            if module.name in OWN:
                continue
            with subtests.test(str(module)):
                found = re.findall(r"date_format\((?!.*\"H:i\"\))|:%-?[dj] ", module.read_text())
                assert found == []


#: What tells of times in words of its own: one to choose ("tomorrow, 06:00"), and one to the second.
OWN = {"when.py", "autosave.py"}
