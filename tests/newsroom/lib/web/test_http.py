"""Readings of HTTP headers and of network addresses.

Covers newsroom/lib/web/http.py, newsroom/lib/web/network.py.
"""

import pytest

from newsroom.lib.web import network
from newsroom.lib.web.http import best_encoding, etag_matches


@pytest.mark.parametrize(
    ("accept", "best"),
    [
        ("", ""),
        ("gzip, deflate, br", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("gzip;q=1, br;q=0.5", "gzip"),
        ("*", "br"),
        ("*;q=0", ""),
        ("identity", ""),
        ("br;q=x", ""),
        ("GZIP", "gzip"),
    ],
)
def test_best_encoding(accept, best):
    assert best_encoding(accept) == best


@pytest.mark.parametrize(
    ("header", "matches"),
    [('"a"', True), ('W/"a"', True), ('"b", "a"', True), ("*", True), ('"b"', False), ("", False)],
)
def test_etag_matches(header, matches):
    assert etag_matches('"a"', header) is matches


@pytest.mark.parametrize(
    ("remote", "forwarded", "trusted", "sender"),
    [
        ("203.0.113.7", "", [], "203.0.113.7"),
        ("203.0.113.7", "198.51.100.1", [], "203.0.113.7"),
        ("10.0.0.1", "198.51.100.1", ["10.0.0.0/8"], "198.51.100.1"),
        ("10.0.0.1", "6.6.6.6, 198.51.100.1, 10.0.0.2", ["10.0.0.0/8"], "198.51.100.1"),
        ("::ffff:10.0.0.1", "::ffff:198.51.100.1", ["10.0.0.0/8"], "198.51.100.1"),
        ("10.0.0.1", "nonsense", ["10.0.0.0/8"], "10.0.0.1"),
        ("", "", [], ""),
    ],
)
def test_the_sender_behind_trusted_proxies(remote, forwarded, trusted, sender):
    assert (
        network.sender_address({"REMOTE_ADDR": remote, "HTTP_X_FORWARDED_FOR": forwarded}, trusted)
        == sender
    )


@pytest.mark.parametrize(
    ("address", "cut"),
    [
        ("203.0.113.7", "203.0.113.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("::ffff:203.0.113.7", "203.0.113.0/24"),
        ("x", ""),
        ("", ""),
    ],
)
def test_truncated(address, cut):
    assert network.truncated(address) == cut
