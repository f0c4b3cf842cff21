"""When something goes live: a time that is typed is the schedule, whatever else was pressed."""

import datetime as dt

from django.utils import timezone

from articles.admin.when import WhenForm

DAY = dt.timedelta(days=1)


def typed(at):
    return f"{timezone.localtime(at):%Y-%m-%dT%H:%M}"


TOMORROW = timezone.now() + DAY

# what is sent: at is None, a time, or refused
CASES = [
    ({"when": "now"}, None),
    ({"when": "later", "at": typed(TOMORROW)}, TOMORROW),
    ({"at": typed(TOMORROW)}, TOMORROW),
    ({"when": "now", "offer": typed(TOMORROW)}, TOMORROW),
    ({"when": "now", "at": typed(TOMORROW)}, "You gave a time and chose “Now”"),
    ({"when": "later"}, "Give the date and time"),
    ({"when": "later", "at": typed(TOMORROW - 2 * DAY)}, "lies in the past"),
    ({"when": "now", "offer": typed(TOMORROW - 2 * DAY)}, "lies in the past"),
    ({"when": "later", "at": typed(TOMORROW), "offer": typed(TOMORROW + DAY)}, "pressed another"),
    ({"when": "later", "at": "soon"}, "Enter a valid date"),
]


def test_what_is_sent_says_when(subtests):
    for sent, expected in CASES:
        with subtests.test(sent=sent):
            form = WhenForm(sent)
            if isinstance(expected, str):
                assert expected in str(form.errors["at"])
            else:
                assert form.is_valid()
                at = form.cleaned_data["at"]
                assert (at and typed(at)) == (expected and typed(expected))


def test_nothing_is_published_by_sending_nothing():
    assert "Say when it goes live." in str(WhenForm({}).errors["when"])


def test_what_is_offered_comes_after_an_embargo():
    embargo = timezone.now() + 5 * DAY
    form = WhenForm(embargo=embargo)
    assert form.initial["when"] == "later"
    assert form.initial["at"] >= embargo
    assert form.offers == []
    assert len(WhenForm().offers) == 3


def test_an_offer_in_the_words_of_a_day(subtests):
    from articles.admin.when import said

    now = timezone.make_aware(dt.datetime(2026, 11, 30, 18, 30))
    for at, words in (
        (now.replace(hour=20, minute=0), "today 20:00"),
        (now.replace(hour=6, minute=0) + DAY, "tomorrow 06:00"),
        (now.replace(hour=6, minute=0) + 3 * DAY, "3 December, 06:00"),
    ):
        with subtests.test(words=words):
            assert said(at, now) == words
