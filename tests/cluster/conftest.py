"""One cluster for all tests of this folder; see cluster.py."""

import shutil
import tempfile
from pathlib import Path

import pytest

from tests import services
from tests.cluster.cluster import Cluster


def pytest_collection_modifyitems(items):
    for item in items:
        if "/cluster/" in str(item.path):
            item.add_marker(pytest.mark.cluster)
            item.add_marker(pytest.mark.xdist_group("cluster"))


@pytest.fixture(scope="session")
def cluster():
    services.needs("nginx", "varnishd", "redis-server", "openssl")
    if not services.postgresql_programs():
        pytest.skip("not installed here: PostgreSQL's server")
    folder = Path(tempfile.mkdtemp(prefix="newsroom-cluster-"))
    folder.chmod(0o755)
    cluster = Cluster(folder)
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.end()
        shutil.rmtree(folder, ignore_errors=True)
