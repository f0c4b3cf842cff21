"""Tells systemd how we are (sd_notify(3)), where it asked for that."""

from __future__ import annotations

import contextlib
import os
import socket


def notify(*words: str) -> None:
    """Say e.g. READY=1; without systemd, nothing happens."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    if address.startswith("@"):
        address = "\0" + address[1:]
    with (
        contextlib.suppress(OSError),
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line,
    ):
        line.sendto("\n".join(words).encode(), address)
