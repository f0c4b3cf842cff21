"""Conventions of the code that no linter knows. Who may import whom stands in pyproject.toml."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FILES = {
    str(path.relative_to(ROOT)): path.read_text()
    for part in ("articles", "comments", "newsroom")
    for path in (ROOT / part).rglob("*.py")
    if "migrations" not in path.parts
}
GUARDED = {"state", "live_from", "live_until"}  # columns
#: Columns of replies that the desk sorts by, but for their risk: a story has one, too.
TRIAGED = {"held_for", "priority", "band", "score"}
STEPS = {
    "articles/timeline.py",
    "articles/publishing/editions.py",
    "articles/writing/workflow.py",
    "articles/writing/save.py",
    "comments/complaints/appeals.py",
    "comments/moderation/effects/appeals.py",
    "comments/moderation/campaigns.py",
    "comments/moderation/decisions.py",
    "comments/feedback/requests.py",
    "comments/complaints/legal_notices.py",
    "comments/moderation/effects/legal_notices.py",
    "comments/models/judging.py",
    "newsroom/mail/delivery.py",
    "newsroom/mail/outbox.py",
    "newsroom/moving/wordpress/importing/import_site.py",
}


def test_what_is_safe_html_is_said_in_one_module():
    marking = {name for name, text in FILES.items() if re.search(r"mark_safe|SafeString\(", text)}
    assert marking == {"newsroom/lib/text/html.py"}


def test_exceptions_from_security_rules_bear_their_reason():
    """`# noqa: S608 - why`; ruff reads all that stands in the line's comment."""
    excepted = [
        line.partition("# noqa: ")[2]
        for text in FILES.values()
        for line in text.splitlines()
        if re.search(r"# noqa: S\d", line)
    ]
    assert len(excepted) > 10
    assert [words for words in excepted if not re.match(r"S\d+ - \w", words)] == []


def test_states_are_written_by_steps_alone():
    """No view, admin or command changes a state behind the steps' back."""
    assert files_that_write(GUARDED) == STEPS


def test_what_the_desk_sorts_by_is_written_in_one_module():
    assert files_that_write(TRIAGED) == {"comments/triage.py"}


def test_the_record_is_written_by_one_function():
    writing = {
        name
        for name, text in FILES.items()
        if re.search(r"Record(\.objects\.(bulk_)?create)?\(", text)
    }
    assert writing == {
        "articles/models/record.py",
        "articles/exchange/import_stories.py",
        "comments/intake/import_archive.py",
    }


def files_that_write(columns: set[str]) -> set[str]:
    return {
        name
        for name, text in FILES.items()
        if any(writes(node, columns) for node in ast.walk(ast.parse(text)))
    }


def writes(node: ast.AST, columns: set[str]) -> bool:
    """Whether this assigns to one of the columns, or updates it in a query."""
    if isinstance(node, ast.Attribute):
        return isinstance(node.ctx, ast.Store) and node.attr in columns
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "update"
        and any(keyword.arg in columns for keyword in node.keywords)
    )
