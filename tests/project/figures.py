"""Figures of the code's structure: `python -m tests.project.figures` prints them.

Imports inside functions count as imports; those that only type checkers see do not. Migrations and
tests are left out.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("articles", "comments", "newsroom")
COLUMNS = 100


@cache
def files() -> dict[str, Path]:
    """Every module by its dotted name."""
    found = {}
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            if "migrations" not in path.parts:
                found[name.removesuffix(".__init__")] = path
    return found


@cache
def arrows() -> dict[str, dict[str, bool]]:
    """By module, the modules that it imports, and whether only functions of it do."""
    found: dict[str, dict[str, bool]] = {}
    for name, path in files().items():
        package = name if path.name == "__init__.py" else name.rpartition(".")[0]
        imports: dict[str, bool] = {}
        for target, is_inside in _imports(ast.parse(path.read_text()), package):
            while target and target not in files():
                target = target.rpartition(".")[0]
            if target and target != name and not name.startswith(f"{target}."):
                imports[target] = imports.get(target, True) and is_inside
        found[name] = imports
    return found


def _imports(node: ast.AST, package: str, inside: bool = False) -> Iterable[tuple[str, bool]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from ((each.name, inside) for each in child.names)
        elif isinstance(child, ast.ImportFrom):
            base = child.module or ""
            if child.level:
                above = package.split(".")[: len(package.split(".")) - child.level + 1]
                base = ".".join([*above, *filter(None, [child.module])])
            for each in child.names:
                full = f"{base}.{each.name}"
                yield (full if full in files() else base), inside
        elif isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            continue
        else:
            function = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
            yield from _imports(child, package, inside or function)


@cache
def circles() -> list[list[str]]:
    """Modules that import one another, by whatever way."""
    reached: dict[str, set[str]] = {}
    for name in files():
        seen: set[str] = set()
        rest = list(arrows()[name])
        while rest:
            if (each := rest.pop()) not in seen:
                seen.add(each)
                rest.extend(arrows()[each])
        reached[name] = seen
    together = defaultdict(list)
    for name, seen in reached.items():
        if name in seen:
            together[frozenset(other for other in seen if name in reached[other])].append(name)
    return sorted(map(sorted, together.values()), key=len, reverse=True)


def longest_chain() -> list[str]:
    """The longest row of modules of which each imports the next. There must be no circle."""

    @cache
    def below(name: str) -> tuple[str, ...]:
        return (name, *max((below(each) for each in arrows()[name]), key=len, default=()))

    return list(max((below(name) for name in files()), key=len))


def modules_by_folder() -> Counter[str]:
    """The number of modules on one level of each folder, `__init__` aside."""
    return Counter(
        str(path.parent.relative_to(ROOT))
        for path in files().values()
        if path.name != "__init__.py"
    )


def lines() -> list[str]:
    return [line for path in files().values() for line in path.read_text().splitlines()]


def long_lines() -> list[str]:
    """Where lines are too long, but in files of running text."""
    return [
        f"{path.relative_to(ROOT)}:{number}"
        for path in files().values()
        if "ruff: noqa: E501" not in (text := path.read_text())
        for number, line in enumerate(text.splitlines(), 1)
        if len(line) > COLUMNS
    ]


def left_unformatted() -> int:
    """Statements that the formatter leaves as they are."""
    return sum("# fmt: skip" in line for line in lines())


def comments() -> int:
    """Lines with a comment, but those to tools."""
    return sum(
        bool(re.search(r"(^|\s)#:? ", line)) and not re.search(r"# (noqa|fmt|ruff|type):?", line)
        for line in lines()
    )


def views_imported() -> list[str]:
    """Imports of views by anything but views, addresses and the admin."""
    return [
        f"{name} -> {target}"
        for name, targets in arrows().items()
        for target in targets
        if re.search(r"\.views(\.|$)", target)
        and not re.search(r"\.(views|urls|admin|admin_site)(\.|$)", name)
    ]


def files_entered(act: Callable[[], object]) -> set[str]:
    """The files of ours of which a function is called while `act` runs."""
    entered: set[str] = set()
    parts = tuple(f"{ROOT / app}/" for app in APPS)

    def note(frame, event, _) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(parts):
            entered.add(str(Path(frame.f_code.co_filename).relative_to(ROOT)))

    former = sys.getprofile()
    sys.setprofile(note)
    try:
        act()
    finally:
        sys.setprofile(former)
    return entered


if __name__ == "__main__":
    folder, most = modules_by_folder().most_common(1)[0]
    inside = sum(sum(targets.values()) for targets in arrows().values())
    print(
        f"Modules: {len(files())}, imports: {sum(map(len, arrows().values()))}, {inside} inside functions"
    )
    print(f"Circles: {len(circles())} {circles() or ''}")
    chain = [] if circles() else longest_chain()
    print(f"Longest chain of imports: {len(chain)}", *chain, sep="\n    ")
    print(f"Most modules on one level: {most} ({folder})")
    print(f"Lines: {len(lines())}, over {COLUMNS} columns: {len(long_lines())}")
    print(f"Statements left unformatted: {left_unformatted()}")
    print(f"Comments in a hundred lines: {100 * comments() / len(lines()):.1f}")
    print("Imports of views by others:", *views_imported() or ["none"], sep="\n    ")
