"""One cluster for all tests of this folder; see cluster.py."""

import shutil
import tempfile
from pathlib import Path

import pytest

from tests import tools
from tests.cluster.cluster import Cluster


def pytest_collection_modifyitems(items):
    for item in items:
        if "/cluster/" in str(item.path):
            item.add_marker(pytest.mark.cluster)


@pytest.fixture(scope="session")
def cluster():
    tools.needs("nginx", "varnishd", "varnish-xkey", "redis-server", "openssl", "postgresql")
    folder = Path(tempfile.mkdtemp(prefix="newsroom-cluster-"))
    folder.chmod(0o755)
    cluster = Cluster(folder)
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.end()
        shutil.rmtree(folder, ignore_errors=True)
