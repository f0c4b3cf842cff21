"""The desk's filters; what they find in lists is in tests/comments/admin/desk/."""

import ast
from pathlib import Path

from comments import triage
from comments.desk.filters import WHY

COMMENTS = Path(__file__).parents[3] / "comments"


def codes_that_hold() -> set[str]:
    """The codes of all findings in the code that hold a reply whatever happens."""
    found = set()
    for path in COMMENTS.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Finding":
                holds = [word.value for word in node.keywords if word.arg == "holds"]
                if holds and isinstance(node.args[0], ast.Constant):
                    found.add(node.args[0].value)
    return found


def test_all_that_holds_a_reply_can_be_filtered_by():
    """A new check that holds has to say so by `holds_as`."""
    codes = codes_that_hold()
    assert {"links", "sanction", "rules", "pace", "reported"} <= codes
    assert codes - set(WHY) == set()
    assert {triage.ARRIVED, triage.REPORTED, triage.UNCHECKED} <= set(WHY)
