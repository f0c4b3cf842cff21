"""The desk's filters; what they find in lists is in tests/comments/admin/desk/."""

import ast
from pathlib import Path

from comments import triage
from comments.desk.filters import WHY

COMMENTS = Path(__file__).parents[3] / "comments"


def codes_that_hold() -> set[str]:
    """The codes of all findings in the code that hold a reply whatever happens; a code may be a
    constant of its module, or of triage.py."""
    found = set()
    for path in COMMENTS.rglob("*.py"):
        tree = ast.parse(path.read_text())
        constants = {
            node.targets[0].id: node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and isinstance(node.value, ast.Constant)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Finding":
                holds = any(word.arg == "holds" for word in node.keywords)
                code = node.args[0] if node.args else None
                if holds and isinstance(code, ast.Constant):
                    found.add(code.value)
                elif holds and isinstance(code, ast.Name) and code.id in constants:
                    found.add(constants[code.id])
    return found


def test_all_that_holds_a_reply_can_be_filtered_by():
    codes = codes_that_hold()
    assert {"akismet", "links", "sanction", "rules", "pace", "reported"} <= codes
    assert codes - set(WHY) == set(), (
        "A check that holds says by holds_as what the filter calls it, and stands in CHECKS"
        " (comments/checks/checklist.py)"
    )
    assert {triage.ARRIVED, triage.REPORTED, triage.UNCHECKED} <= set(WHY)
