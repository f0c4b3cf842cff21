"""Templates: they compile, use what exists, and hold nothing inline that the policy would
refuse."""

import json
import re
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import get_template

from articles.admin.editor import MODULES

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*") if path.is_file())
SCRIPTS = sorted((ROOT / "static").rglob("*.js"))
STATIC = re.compile(r"{%\s*static\s+['\"]([^'\"]+)['\"]")
IMPORT = re.compile(
    r"""(?:^(?:import|export|}).*\bfrom |^import |\bimport\()["']([^"']+)["']""", re.MULTILINE
)
INLINE = re.compile(
    r"\sstyle\s*=|<style|\son[a-z]+\s*=\s*[\"']|javascript:"
    r"|<script(?![^>]*\s(?:src=|type=.application/ld[+]json.))[^>]*>"
)


def found(pattern: re.Pattern, paths: list[Path]) -> list[tuple[str, str]]:
    """All that matches in these files, each after its file's name."""
    assert paths
    return [
        (str(path.relative_to(ROOT)), match)
        for path in paths
        for match in pattern.findall(path.read_text())
    ]


def test_each_compiles(subtests):
    assert TEMPLATES
    for path in TEMPLATES:
        name = str(path.relative_to(ROOT / "templates"))
        with subtests.test(name):
            get_template(name)


def test_their_static_files_exist():
    used = found(STATIC, TEMPLATES)
    assert used
    missing = [(path, name) for path, name in used if not finders.find(name)]
    assert not missing, missing


def test_nothing_is_inline():
    inline = found(INLINE, TEMPLATES)
    assert not inline, inline


def test_modules_import_what_the_import_map_names():
    names = json.loads(re.search(r"{.*}", str(MODULES))[0])["imports"]
    imports = found(IMPORT, SCRIPTS)
    assert imports
    unnamed = [(path, name) for path, name in imports if name not in names]
    assert not unnamed, unnamed
