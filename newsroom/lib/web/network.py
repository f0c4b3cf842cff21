"""Who is asking, as little of it as is needed."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping, Sequence


def sender_address(meta: Mapping[str, str], trusted: Sequence[str]) -> str:
    """The address of whoever sent the request, or "".

    X-Forwarded-For is believed as far as it was written by the `trusted` proxies (addresses or
    networks): the right-most address that is none of theirs is the sender's.
    """
    networks = [ipaddress.ip_network(proxy, strict=False) for proxy in trusted]
    chain = [*meta.get("HTTP_X_FORWARDED_FOR", "").split(","), meta.get("REMOTE_ADDR", "")]
    found = ""
    for word in reversed([link.strip() for link in chain if link.strip()]):
        try:
            address = ipaddress.ip_address(word)
        except ValueError:
            break
        if address.version == 6 and address.ipv4_mapped:  # over a socket of both kinds
            address = address.ipv4_mapped
        found = str(address)
        if not any(address in network for network in networks):
            break
    return found


def truncated(address: str) -> str:
    """The network of an address: /24 of IPv4, /48 of IPv6; "" for what is none."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if parsed.version == 6 and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    return str(ipaddress.ip_network(f"{parsed}/{24 if parsed.version == 4 else 48}", strict=False))


#: Loopback, and what RFC 1918, 4193 and 3927 set apart for a house's own use.
_OURS = [
    ipaddress.ip_network(network)
    for network in (
        "127.0.0.0/8",
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "169.254.0.0/16",
        "::/48",
        "fc00::/7",
        "fe80::/10",
    )
]


def is_ours(network: str) -> bool:
    """Whether a truncated network is the machine's or the house's own, such as a proxy's."""
    try:
        parsed = ipaddress.ip_network(network)
    except ValueError:
        return False
    return any(parsed.version == ours.version and parsed.subnet_of(ours) for ours in _OURS)
