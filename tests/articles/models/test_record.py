"""The record: one function writes it, in words that are all listed."""

import pytest

from articles.models import Record, Verb
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_step_is_put_on_record():
    by = factories.somebody()
    Record.objects.write(Verb.VIEW_KEPT, by=by, subject="Late stories", note="Shared")
    record = Record.objects.get()
    assert (record.verb, record.by, record.subject, record.note) == (
        "view kept",
        by,
        "Late stories",
        "Shared",
    )
    assert record.at is not None


def test_a_long_subject_is_cut():
    assert len(Record.of(Verb.NAMED, by=factories.somebody(), subject="x" * 300).subject) == 250


@pytest.mark.parametrize("text", ["painted", "published"])
def test_what_is_no_member_is_not_written(text):
    with pytest.raises(TypeError, match=text):
        Record.objects.write(text, by=factories.somebody())
    assert not Record.objects.exists()


def test_every_verb_fits():
    most = Record._meta.get_field("verb").max_length
    assert [verb for verb in Verb if len(verb) > most] == []
