"""`make sbom`: the packages that a site runs on as a CycloneDX 1.6 document, JSON on stdout.

It is made from deploy/requirements.txt alone, so the same pins give the same document. Licenses
are told by the installed packages.
"""

from __future__ import annotations

import json
import sys
import tomllib
import uuid
from importlib.metadata import PackageNotFoundError, metadata

from tests.supply.pins import DEPLOY, ROOT, RUN, Pin, read_pins


def bill() -> dict:
    """The document (ECMA-424, "CycloneDX"); pictures on S3 are optional."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pins, always = read_pins(DEPLOY), {pin.name for pin in read_pins(RUN)}
    own = f"pkg:pypi/{project['name']}@{project['version']}"
    purls = {project["name"]: own} | {pin.name: pin.purl for pin in pins}
    needs: dict[str, list[str]] = {purl: [] for purl in purls.values()}
    for pin in pins:
        for name in pin.needed_by:
            needs[purls[name]].append(pin.purl)
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, repr(pins))}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": own,
                "name": project["name"],
                "version": project["version"],
                "description": project["description"],
                "licenses": [{"license": {"id": project["license"]}}],
                "purl": own,
            }
        },
        "components": [component(pin, is_optional=pin.name not in always) for pin in pins],
        "dependencies": [{"ref": ref, "dependsOn": sorted(on)} for ref, on in needs.items()],
    }


def component(pin: Pin, *, is_optional: bool) -> dict:
    """A package. The hashes are of its files, of which one is installed."""
    files = [{"alg": "SHA-256", "content": digest} for digest in pin.hashes]
    return {
        "type": "library",
        "bom-ref": pin.purl,
        "name": pin.name,
        "version": pin.version,
        "scope": "optional" if is_optional else "required",
        "purl": pin.purl,
        **licenses(pin.name),
        "externalReferences": [
            {
                "type": "distribution",
                "url": f"https://pypi.org/simple/{pin.name}/",
                "hashes": files,
            }
        ],
    }


def licenses(name: str) -> dict:
    """As the installed package tells them, an SPDX expression or a short name; else nothing."""
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return {}
    if expression := told.get("License-Expression"):
        return {"licenses": [{"expression": expression}]}
    names = [
        each.rpartition(" :: ")[2]
        for each in told.get_all("Classifier", [])
        if each.startswith("License :: ")
    ]
    if not names and (text := (told.get("License") or "").strip()) and "\n" not in text:
        names = [text]
    return {"licenses": [{"license": {"name": each}} for each in names]} if names else {}


if __name__ == "__main__":
    json.dump(bill(), sys.stdout, indent=2, ensure_ascii=False)
    print()
