"""The page in the docs that says who may do what is what the tests go by."""

from pathlib import Path

from tests.project.matrix import matrix

PAGE = Path(__file__).resolve().parents[2] / "docs" / "who-may-what.md"


def test_the_docs_say_who_may_what():
    assert PAGE.read_text(encoding="utf-8") == matrix(), (
        "Print it anew: python -m tests.project.matrix"
    )
