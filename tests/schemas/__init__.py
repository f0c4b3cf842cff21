"""Checks sitemaps with xmllint against their schemas, written from what sitemaps.org and Google say
of addresses, indexes, news and images. npm's `sitemap` brings another of addresses, that of
sitemaps.org itself."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from tests import tools

HERE = Path(__file__).parent
ALL = """<schema xmlns="http://www.w3.org/2001/XMLSchema">
  <import namespace="http://www.sitemaps.org/schemas/sitemap/0.9" schemaLocation="{base}"/>
  <import namespace="http://www.google.com/schemas/sitemap-news/0.9" schemaLocation="{here}/news.xsd"/>
  <import namespace="http://www.google.com/schemas/sitemap-image/1.1" schemaLocation="{here}/image.xsd"/>
</schema>
"""


def faults(xml: bytes, addresses: str = str(HERE / "addresses.xsd")) -> list[str]:
    """What the schemas do not allow in a sitemap or an index of them, in xmllint's words.
    `addresses`: a schema's path. Skips where there is no xmllint."""
    tools.needs("xmllint")
    base = HERE / "index.xsd" if b"<sitemapindex" in xml else addresses
    with tempfile.NamedTemporaryFile("w", suffix=".xsd") as schema:
        schema.write(ALL.format(base=base, here=HERE))
        schema.flush()
        command = ["xmllint", "--nonet", "--noout", "--schema", schema.name, "-"]
        done = subprocess.run(command, input=xml, capture_output=True, check=False)
    return done.stderr.decode().splitlines() if done.returncode else []
