"""Editions of stories and fronts on their line of time.

Covers articles/timeline.py, articles/models/timeline.py.
"""

import datetime as dt

import pytest
from django.utils import timezone

from articles import timeline
from articles.errors import StepRefused
from tests import factories

NOW = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def test_the_time_to_publish_is_now_or_later():
    assert timeline.time_to_publish(None, NOW) == NOW
    assert timeline.time_to_publish(NOW - dt.timedelta(seconds=50), NOW) == NOW
    assert timeline.time_to_publish(NOW + HOUR, NOW) == NOW + HOUR
    with pytest.raises(StepRefused):
        timeline.time_to_publish(NOW - HOUR, NOW)


@pytest.mark.django_db
@pytest.mark.parametrize("make", [factories.published, factories.front])
def test_an_edition_ends_never_later_than_it_would(make):
    edition = make()
    editions = type(edition).objects.filter(pk=edition.pk)
    begins = edition.live_from
    soon = timezone.now() + HOUR
    assert editions.next_number() == edition.number + 1
    assert edition.is_live_at(begins)
    assert not edition.is_live_at(begins - HOUR)
    timeline.end(edition, soon)
    timeline.end(edition, soon + HOUR)
    assert editions.get().live_until == soon
    timeline.set_end(edition, None)
    assert editions.live(soon).exists()
    timeline.cancel(edition)
    assert edition.was_cancelled
    assert not edition.is_live_at(begins)
    for found in (editions.live(begins), editions.begun(begins), editions.not_cancelled()):
        assert not found.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("make", [factories.published, factories.front])
def test_what_waits_is_scheduled_and_to_come(make):
    edition = make()
    editions = type(edition).objects.filter(pk=edition.pk)
    before = edition.live_from - HOUR
    assert editions.scheduled(before).exists()
    assert editions.to_come(before).exists()
    assert editions.to_come(edition.live_from).exists()
    assert not editions.scheduled(edition.live_from).exists()
    timeline.cancel(edition)
    assert not editions.scheduled(before).exists()
    assert not editions.to_come(before).exists()
