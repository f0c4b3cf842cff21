"""A client for sites asks over http(s) alone."""

import urllib.error

import pytest

from newsroom.serving import site_client


@pytest.mark.parametrize("site", ["http://127.0.0.1:1", "file:///etc/"])
@pytest.mark.parametrize("address", ["file:///etc/hostname", "ftp://127.0.0.1/hostname"])
def test_no_file_is_asked_for(site, address):
    with pytest.raises(urllib.error.URLError, match="unknown url type"):
        site_client.over_http(site)(address)
