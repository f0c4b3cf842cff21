"""Each module has its tests where a reader looks for them: see CONTRIBUTING.md."""

import ast
import re

from tests.project.figures import ROOT, files

TESTS = {str(path.relative_to(ROOT)): path for path in (ROOT / "tests").rglob("test_*.py")}
MODULES = {str(path.relative_to(ROOT)) for path in files().values() if path.name != "__init__.py"}
PATH = re.compile(r"\b(?:articles|comments|newsroom)/[\w/]+\.py\b")


def named_after(module: str) -> str:
    """Where a test of the name of a module stands."""
    folder, _, name = module.rpartition("/")
    return f"tests/{folder}/test_{name}"


def named() -> dict[str, set[str]]:
    """By test file, the modules that its docstring names."""
    return {
        name: set(PATH.findall(ast.get_docstring(ast.parse(path.read_text())) or ""))
        for name, path in TESTS.items()
    }


def test_each_module_has_a_test_of_its_name_or_is_named_by_one():
    anywhere = set().union(*named().values())
    lost = {module for module in MODULES - anywhere if named_after(module) not in TESTS}
    assert lost == set(), "Name them in the docstring of what tests them: “Covers …”"


def test_each_test_of_code_says_what_it_tests():
    of_modules = {named_after(module) for module in MODULES}
    silent = {
        name
        for name, modules in named().items()
        if not modules
        and name not in of_modules
        and name.startswith(("tests/articles/", "tests/comments/", "tests/newsroom/"))
    }
    assert silent == set(), "Give it the name of its module, or name that in its docstring"


def test_the_modules_that_are_named_exist():
    assert {path for paths in named().values() for path in paths} - MODULES == set()
