"""A small paper behind the real server, compression and all: made once, so all tests here run in
one process."""

import pytest

from tests.home import HOME
from tests.served import Served


@pytest.fixture(scope="session")
def served(make_home):
    with Served(make_home(HOME / "served")) as site:
        yield site
