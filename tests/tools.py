"""The programs beyond Python that tests use: how each is recognised, and the package that brings
it.

`needs("lynx")` skips a test where one is missing, and the end of a run says in one line how many
tests that concerns. `make tools` (`python3 -m tests.tools`, with nothing but the standard library)
brings what is missing: Debian's packages through apt-get, npm's into `.tools`.
"""

from __future__ import annotations

import functools
import glob
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from tests import find_browser

ROOT = Path(__file__).resolve().parents[1]
NPM = ROOT / ".tools"


@dataclass(frozen=True)
class Tool:
    """`find` gives its path, or "". `package` is Debian's or, with a version after an @, npm's."""

    find: Callable[[], str | None]
    package: str

    @property
    def is_npms(self) -> bool:
        return "@" in self.package


def program(package: str, *names: str) -> Tool:
    """Found where all of these programs are in the path."""
    return Tool(lambda: all(map(shutil.which, names)) and shutil.which(names[0]), package)


def from_npm(package: str, path: str, variable: str = "") -> Tool:
    """Found at that path below the folder of npm's packages, or wherever the environment variable
    says."""

    def find() -> str:
        there = os.environ.get(variable) or str(npms_folder() / path)
        return there if os.path.exists(there) else ""

    return Tool(find, package)


def npms_folder() -> Path:
    return Path(os.environ.get("NODE_TOOLS") or NPM / "node_modules")


def _xkey() -> str:
    places = ("/usr/lib", *glob.glob("/usr/lib/*-linux-*"))
    found = (f"{place}/varnish/vmods/libvmod_xkey.so" for place in places)
    return next(filter(os.path.exists, found), "")


def _rubys_rss() -> str | None:
    """Ruby, where it has its library for feeds: since Ruby 3 that is a gem of its own."""
    ruby = shutil.which("ruby")
    there = (
        ruby
        and subprocess.run(
            [ruby, "-e", 'require "rss"'], capture_output=True, check=False
        ).returncode
        == 0
    )
    return ruby if there else ""


def postgres_programs() -> str:
    """The folder of PostgreSQL's server programs; Debian has it outside the path."""
    found = sorted(
        glob.glob("/usr/lib/postgresql/*/bin"), key=lambda path: int(path.split("/")[-2])
    )
    return found[-1] if found else os.path.dirname(shutil.which("initdb") or "")


TOOLS = {
    "caddy": program("caddy", "caddy"),
    "chromium": Tool(
        lambda: find_browser.found() or find_browser.playwrights_own(), "chromium-headless-shell"
    ),
    "java": program("default-jre-headless", "java"),
    "lynx": program("lynx", "lynx"),
    "newsboat": program("newsboat", "newsboat"),
    "nginx": program("nginx-light", "nginx"),
    "node": program("npm", "node", "npm"),
    "openssl": program("openssl", "openssl"),
    "postgresql": Tool(postgres_programs, "postgresql"),
    "redis-server": program("redis-server", "redis-server"),
    "ruby-rss": Tool(_rubys_rss, "ruby"),
    "systemd-analyze": program("systemd", "systemd-analyze"),
    "varnishd": program("varnish", "varnishd"),
    "varnish-xkey": Tool(_xkey, "varnish-modules"),
    "xmllint": program("libxml2-utils", "xmllint"),
    "lighthouse": from_npm("lighthouse@12.8.2", "lighthouse/cli/index.js", "LIGHTHOUSE"),
    "schema-dts": from_npm("schema-dts@2.1.0", "schema-dts"),
    "sitemap": from_npm("sitemap@9.0.1", "sitemap/schema/sitemap.xsd"),
    "typescript": from_npm("typescript@7.0.2", ".bin/tsc"),
    "vnu-jar": from_npm("vnu-jar@26.9.27", "vnu-jar/build/dist/vnu.jar", "VNU_JAR"),
    "wordpress-parser": from_npm(
        "@wordpress/block-serialization-default-parser@5.46.0",
        "@wordpress/block-serialization-default-parser",
    ),
}
REASON = "missing here: "


@functools.cache
def find(name: str) -> str:
    """The path of a tool, or ""."""
    return TOOLS[name].find() or ""


def needs(*names: str) -> None:
    """Skip the test where one of the tools is missing."""
    if missing := [name for name in names if not find(name)]:
        import pytest

        pytest.skip(REASON + ", ".join(missing))


def in_one_line(reasons: Iterable[str]) -> str:
    """What more tools would prove, told from the reasons of skipped tests; "" where that is
    nothing."""
    wanting = [reason.partition(REASON)[2].split(", ") for reason in reasons if REASON in reason]
    if not wanting:
        return ""
    missing = sorted({name for names in wanting for name in names})
    tests = "1 test" if len(wanting) == 1 else f"{len(wanting)} tests"
    return (
        f"{tests} would prove more with {', '.join(missing)}: `make tools` brings what is missing."
    )


def bring() -> list[str]:
    """Install what is missing; gives the names of what is still missing then."""
    debian = sorted(
        {tool.package for name, tool in TOOLS.items() if not tool.is_npms and not find(name)}
    )
    if debian and shutil.which("apt-get"):
        command = ["apt-get"] if os.geteuid() == 0 else ["sudo", "apt-get"]
        if shutil.which(command[0]):
            environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
            for step in (["update", "-qq"], ["install", "-y", "-qq", *debian]):
                subprocess.run(
                    [*command, *step], env=environment, stdout=subprocess.DEVNULL, check=False
                )
    packages = [tool.package for tool in TOOLS.values() if tool.is_npms]
    note = NPM / "installed"
    if shutil.which("npm") and (
        not note.exists() or sorted(note.read_text().split()) != sorted(packages)
    ):
        command = [
            "npm",
            "install",
            "--silent",
            "--no-audit",
            "--no-fund",
            "--prefix",
            str(NPM),
            *packages,
        ]
        if subprocess.run(command, check=False).returncode == 0:
            note.write_text(" ".join(packages) + "\n")
    find.cache_clear()
    return [name for name in TOOLS if not find(name)]


def main() -> int:
    for name in (missing := bring()):
        package = TOOLS[name].package
        print(f"Still missing: {name} ({'npm' if TOOLS[name].is_npms else 'Debian'}: {package})")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
