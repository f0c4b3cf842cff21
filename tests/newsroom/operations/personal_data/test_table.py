"""Each field of each model says whether it is about somebody, and docs/privacy.md is printed from
that.

Covers newsroom/operations/personal_data/entry.py, newsroom/operations/personal_data/replies.py,
newsroom/operations/personal_data/stories.py, newsroom/operations/personal_data/people.py.
"""

import string
from pathlib import Path

from django.apps import apps

from newsroom.operations.personal_data.table import TABLE, spans
from tests.project import privacy

PAGE = Path(__file__).resolve().parents[4] / "docs" / "privacy.md"
MODELS = {
    model._meta.label: model
    for model in apps.get_models()
    if not model._meta.label.startswith("tests.")
}


def fields(model) -> set[str]:
    """Its columns and what it names in tables between two models; what others say of it is
    theirs."""
    found = {field.name for field in model._meta.concrete_fields}
    return found | {
        field.name
        for field in model._meta.many_to_many
        if field.remote_field.through._meta.auto_created
    }


def test_each_model_is_there():
    assert set(TABLE) == set(MODELS)


def test_each_field_says_what_it_is(subtests):
    for label, held in TABLE.items():
        with subtests.test(label):
            assert sorted(held.names) == sorted(fields(MODELS[label])), (
                "Say of it in newsroom/operations/personal_data/ whether it is about somebody"
            )


def test_what_is_about_somebody_says_whose_why_and_how_long(subtests):
    for label, held in TABLE.items():
        with subtests.test(label):
            words = (held.whose, held.why, held.kept, held.erased)
            assert all(words) if held.personal else not any(words)


def test_times_are_those_of_the_tidying(subtests):
    for label, held in TABLE.items():
        with subtests.test(label):
            named = {name for _, name, _, _ in string.Formatter().parse(held.kept) if name}
            assert named <= set(spans())


def test_the_docs_are_printed_from_it():
    assert PAGE.read_text(encoding="utf-8") == privacy.page(), (
        "Print it anew: python -m tests.project.privacy > docs/privacy.md"
    )
