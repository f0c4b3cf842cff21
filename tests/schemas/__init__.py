"""Checks sitemaps with xmllint against their schemas: that of sitemaps.org as npm's `sitemap` brings it (NODE_TOOLS),
and three here, written from what sitemaps.org and Google say of indexes, news and images."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from tests.vocabulary import tool

HERE = Path(__file__).parent
ALL = """<schema xmlns="http://www.w3.org/2001/XMLSchema">
  <import namespace="http://www.sitemaps.org/schemas/sitemap/0.9" schemaLocation="{base}"/>
  <import namespace="http://www.google.com/schemas/sitemap-news/0.9" schemaLocation="{here}/news.xsd"/>
  <import namespace="http://www.google.com/schemas/sitemap-image/1.1" schemaLocation="{here}/image.xsd"/>
</schema>
"""


def faults(xml: bytes) -> list[str]:
    """What the schemas do not allow in a sitemap or an index of them, in xmllint's words."""
    if not shutil.which("xmllint"):
        pytest.skip("There is no xmllint (Debian: libxml2-utils)")
    base = HERE / "index.xsd" if b"<sitemapindex" in xml else tool("sitemap", "schema", "sitemap.xsd")
    with tempfile.NamedTemporaryFile("w", suffix=".xsd") as schema:
        schema.write(ALL.format(base=base, here=HERE))
        schema.flush()
        command = ["xmllint", "--nonet", "--noout", "--schema", schema.name, "-"]
        done = subprocess.run(command, input=xml, capture_output=True, check=False)
    return done.stderr.decode().splitlines() if done.returncode else []
