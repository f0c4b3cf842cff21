"""Values with a form: what is taken as it is, and what is refused by the variable's name."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from newsroom.lib.config import checked
from newsroom.lib.config.database import database_at

NETWORKS = ["127.0.0.1", "10.0.0.0/24", "10.0.0.7/24", "fd00::/8"]
HOSTS = [
    "paper.example",
    ".paper.example",
    "*",
    "localhost",
    "127.0.0.1",
    "[::1]",
    "zürich.example",
]


def test_what_is_taken():
    for address in ("", "https://hub.example/", "http://10.0.0.5:6081", "http://[::1]:80/x?y=1"):
        assert checked.web_address("A", address) == address
    for address in ("", "redis://h:6379/0", "rediss://:word@h", "unix:///run/redis.sock"):
        assert checked.redis_address("A", address) == address
    for zone in ("UTC", "Europe/Lisbon", "America/Argentina/Ushuaia"):
        assert checked.time_zone("A", zone) == zone
    assert checked.networks("A", NETWORKS) == NETWORKS
    assert checked.host_names("A", HOSTS) == HOSTS


@pytest.mark.parametrize(
    ("check", "value"),
    [
        (checked.web_address, "hub.example"),
        (checked.web_address, "ftp://hub.example/"),
        (checked.web_address, "https://hub.example:many/"),
        (checked.web_address, "http://[::1"),
        (checked.redis_address, "http://secret@host:6379"),
        (checked.redis_address, "redis://"),
        (checked.redis_address, "secret@host:6379"),
        (checked.time_zone, "Europe/Lissabon"),
        (checked.time_zone, "Europe"),
        (checked.time_zone, "../../etc/passwd"),
        (checked.time_zone, "/etc/localtime"),
        (checked.networks, ["10.0.0.0/24", "10.0.0.300"]),
        (checked.host_names, ["https://paper.example"]),
        (checked.host_names, ["paper.example:443"]),
        (checked.host_names, ["paper.example paper.test"]),
    ],
)
def test_what_is_refused(check, value):
    with pytest.raises(ImproperlyConfigured, match="^THE_NAME") as refusal:
        check("THE_NAME", value)
    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize(
    "address",
    [
        "paper",
        "postgres//newsroom:secret@host/paper",
        "mysql://newsroom:secret@host/paper",
        "postgresql://newsroom:secret@host",
        "postgresql://newsroom:secret@host:many/paper",
        "postgresql://newsroom:sec#ret@host/paper",
    ],
)
def test_what_names_no_database(address):
    with pytest.raises(ImproperlyConfigured, match="^DATABASE_URL does not name") as refusal:
        database_at(address)
    assert "secret" not in str(refusal.value)


def test_databases(tmp_path):
    found = database_at(f"sqlite:///{tmp_path}/a.sqlite3")
    assert found["NAME"] == f"{tmp_path}/a.sqlite3"
    assert "synchronous=FULL" in found["OPTIONS"]["init_command"]
    found = database_at("postgresql://ann:p%40ss@host:5433/paper?connect_timeout=9")
    assert (found["USER"], found["PASSWORD"], found["PORT"]) == ("ann", "p@ss", 5433)
    assert found["OPTIONS"]["connect_timeout"] == 9
    assert found["OPTIONS"]["pool"]["max_size"] == 8
