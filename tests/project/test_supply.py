"""What this is built from: each package is pinned with hashes, can be listed, and can be asked
about."""

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.supply import advisories, pins, sbom

INSTALLING = ("Makefile", "deploy/container/Containerfile", "deploy/README.md", "docs/install.md")
FILES = (pins.RUN, pins.DEPLOY, pins.TEST)


@pytest.mark.parametrize("file", FILES)
def test_each_package_is_pinned_with_hashes(file):
    found = pins.read_pins(file)
    assert len(found) > 30
    assert [pin.name for pin in found if not pin.hashes or not pin.needed_by] == []
    text = (pins.ROOT / file).read_text(encoding="utf-8")
    assert len(found) == len(re.findall(r"^[a-z0-9]", text, re.MULTILINE | re.IGNORECASE))


def test_the_files_agree():
    run, deploy, test = (
        {(pin.name, pin.version) for pin in pins.read_pins(file)} for file in FILES
    )
    assert run < deploy < test


@pytest.mark.parametrize("line", ["django", "django>=5", "-e .", "https://example.org/a.whl"])
def test_what_is_not_pinned_is_refused(line, tmp_path, monkeypatch):
    (tmp_path / "requirements.txt").write_text(f"# made by hand\n{line}\n")
    monkeypatch.setattr(pins, "ROOT", tmp_path)
    with pytest.raises(ValueError, match="no pin"):
        pins.read_pins("requirements.txt")


def test_all_ways_of_installing_ask_for_hashes():
    """A line that installs from a file of ours asks for hashes, in whatever file it stands."""
    found = []
    for file in INSTALLING:
        text = (pins.ROOT / file).read_text(encoding="utf-8").replace("\\\n", " ")
        if macro := re.search(r"^PIP := (.*)$", text, re.MULTILINE):
            text = text.replace("$(PIP)", macro[1])
        found += [
            (file, line) for line in text.splitlines() if re.search(r"pip.* install.* -r ", line)
        ]
    assert {file for file, _ in found} == set(INSTALLING)
    assert [(file, line) for file, line in found if "--require-hashes" not in line] == []


def test_the_bill_of_materials():
    bill = json.loads(json.dumps(sbom.bill()))
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert bill == sbom.bill()
    parts = {part["name"]: part for part in bill["components"]}
    assert set(parts) == {pin.name for pin in pins.read_pins(pins.DEPLOY)}
    assert parts["django"]["scope"] == "required"
    assert parts["boto3"]["scope"] == "optional"
    assert parts["django"]["licenses"]
    refs = [bill["metadata"]["component"]["bom-ref"], *(part["bom-ref"] for part in parts.values())]
    assert sorted(refs) == sorted(each["ref"] for each in bill["dependencies"])
    needed = {ref for each in bill["dependencies"] for ref in each["dependsOn"]}
    assert needed == set(refs[1:])


KNOWN = {
    "/v1/vulns/PYSEC-1": {"id": "PYSEC-1", "summary": "A hole"},
    "/v1/vulns/PYSEC-2": {"id": "PYSEC-2", "withdrawn": "2026-01-01T00:00:00Z"},
    "/pypi/django/5.2.19/json": {"vulnerabilities": []},
    "/pypi/moto/5.2.0/json": {"vulnerabilities": [{"id": "GHSA-1", "withdrawn": None}]},
    "/pypi/gone/1/json": {"info": {}},
}


class Database(BaseHTTPRequestHandler):
    """Answers as OSV and PyPI do."""

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"]
        known = {"django": {}, "moto": {"vulns": [{"id": "PYSEC-1"}, {"id": "PYSEC-2"}]}}
        self.answer({"results": [known[each["package"]["name"]] for each in asked]})

    def do_GET(self):
        self.answer(KNOWN.get(self.path))

    def answer(self, told):
        body = json.dumps(told).encode()
        self.send_response(404 if told is None else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def database():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Database)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


NOWHERE = "http://127.0.0.1:1"
DJANGO, MOTO, GONE = (
    pins.Pin(name, version, (), ()) for name, version in
    [("django", "5.2.19"), ("moto", "5.2.0"), ("gone", "1")]
)  # fmt: skip


@pytest.mark.parametrize(
    ("osv", "pypi", "asked", "code", "said"),
    [
        (True, False, [DJANGO], 0, "knows nothing against the 1 pinned"),
        (True, False, [DJANGO, MOTO], 1, "moto 5.2.0 (in tests alone): PYSEC-1: A hole"),
        (True, False, [DJANGO, GONE], 2, "Nobody could be asked"),
        (False, True, [DJANGO], 0, "can't be asked: "),
        (False, True, [DJANGO, MOTO], 1, "moto 5.2.0 (in tests alone): GHSA-1"),
        (False, True, [GONE], 2, "it tells of no advisories"),
        (False, False, [DJANGO], 2, "Nobody could be asked"),
    ],
)
def test_advisories(database, osv, pypi, asked, code, said):
    sources = {
        "osv": lambda pins: advisories.ask_osv(pins, database if osv else NOWHERE),
        "pypi": lambda pins: advisories.ask_pypi(pins, database if pypi else NOWHERE),
    }
    given, words = advisories.report(asked, {"django"}, sources)
    assert given == code, words
    assert said in words
    assert "PYSEC-2" not in words
