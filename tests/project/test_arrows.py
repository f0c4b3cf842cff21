"""Who may know whom: newsroom knows comments and articles, comments knows articles, the leaf library nobody."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAY_KNOW = {
    "newsroom/lib": set(),
    "articles": {"newsroom.lib"},
    "comments": {"newsroom.lib", "articles"},
}


def imports(path: Path) -> set[str]:
    """The dotted names that a file imports, with those that it imports from a package."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def belongs(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


@pytest.mark.parametrize("part", MAY_KNOW)
def test_arrows_run_one_way(part):
    files = list((ROOT / part).rglob("*.py"))
    assert files
    own = part.replace("/", ".")
    for path in files:
        for name in imports(path):
            if name.split(".")[0] not in {"newsroom", "articles", "comments"} or belongs(name, own):
                continue
            assert any(belongs(name, known) for known in MAY_KNOW[part]), f"{path.relative_to(ROOT)} imports {name}"


def test_the_leaf_library_knows_no_model():
    for path in (ROOT / "newsroom" / "lib").glob("*.py"):
        assert not any("models" in name.split(".") or "django.db" in name for name in imports(path)), path


def test_what_is_safe_html_is_said_in_one_module():
    for part in ("articles", "comments", "newsroom"):
        for path in (ROOT / part).rglob("*.py"):
            if path != ROOT / "newsroom/lib/html.py":
                assert "mark_safe" not in path.read_text(), path


def test_states_are_written_by_steps_alone():
    """No view, admin or command changes a state behind the steps' back."""
    steps = {"publishing.py", "deciding.py", "versions.py", "delivery.py"}
    for part in ("articles", "comments", "newsroom"):
        for path in (ROOT / part).rglob("*.py"):
            if "migrations" not in path.parts and path.name not in steps:
                text = path.read_text()
                assert ".update(state=" not in text, path
                assert ".update(live_" not in text, path
