"""What goes over the wire while a page loads, as the browser counts it."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import CDPSession, Page

PHONE = {"viewport": {"width": 412, "height": 823}, "device_scale_factor": 1.75, "is_mobile": True, "has_touch": True}
DESK = {"viewport": {"width": 1350, "height": 940}}
#: Lighthouse's "slow 4G": milliseconds, and bytes a second.
SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}


@dataclass
class Request:
    url: str
    kind: str  # Document, Stylesheet, Script, Image, …
    preloaded: bool
    sent_at: float  # seconds, on the browser's own clock
    answered_at: float = 0.0
    headers: dict[str, str] | None = None
    bytes: int = 0  # as received, head and compressed body
    from_cache: bool = False


class Wire:
    """Listens to a page: `wire = Wire(page)`, then load, then look at `wire.requests`."""

    def __init__(self, page: Page) -> None:
        self.requests: list[Request] = []
        self._by_id: dict[str, Request] = {}
        self.session: CDPSession = page.context.new_cdp_session(page)
        self.session.on("Network.requestWillBeSent", self._sent)
        self.session.on("Network.responseReceived", self._answered)
        self.session.on("Network.requestServedFromCache", lambda event: self._cached(event["requestId"]))
        self.session.on("Network.loadingFinished", self._finished)
        self.session.send("Network.enable")

    def slow(self) -> None:
        self.session.send("Network.emulateNetworkConditions", SLOW_4G)

    def bytes(self, *kinds: str) -> int:
        return sum(request.bytes for request in self.requests if request.kind in kinds)

    def _sent(self, event: dict) -> None:
        if event["request"]["url"].startswith("data:"):
            return
        preloaded = bool(event["request"].get("isLinkPreload"))
        request = Request(event["request"]["url"], event["type"], preloaded, event["timestamp"])
        self._by_id[event["requestId"]] = request
        self.requests.append(request)

    def _answered(self, event: dict) -> None:
        if request := self._by_id.get(event["requestId"]):
            request.kind = event["type"]
            request.headers = {name.lower(): value for name, value in event["response"]["headers"].items()}
            request.answered_at = event["timestamp"]
            request.from_cache |= bool(event["response"].get("fromDiskCache"))

    def _cached(self, number: str) -> None:
        if request := self._by_id.get(number):
            request.from_cache = True

    def _finished(self, event: dict) -> None:
        if request := self._by_id.get(event["requestId"]):
            request.bytes = event["encodedDataLength"]
