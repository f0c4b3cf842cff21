"""What goes over the wire while a page loads, as the browser counts it."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page

PHONE = {
    "viewport": {"width": 412, "height": 823},
    "device_scale_factor": 1.75,
    "is_mobile": True,
    "has_touch": True,
}
DESK = {"viewport": {"width": 1350, "height": 940}}


@dataclass
class Request:
    url: str
    kind: str  # Document, Stylesheet, Script, Image, …
    preloaded: bool
    named_in: str  # the address of what made the browser ask: the page, a style sheet, a script
    headers: dict[str, str] | None = None
    bytes: int = 0  # as received, head and compressed body; 0 from the browser's own cache


class Wire:
    """Listens to a page: `with Wire(page) as wire`, load it there, `wire.settle()`; then look at
    `wire.requests`."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[Request] = []
        self._by_id: dict[str, Request] = {}
        self._open: set[str] = set()
        self._session = page.context.new_cdp_session(page)
        self._session.on("Network.requestWillBeSent", self._sent)
        self._session.on("Network.responseReceived", self._answered)
        self._session.on("Network.loadingFinished", self._finished)
        self._session.on("Network.loadingFailed", self._finished)
        self._session.send("Network.enable")

    def __enter__(self) -> Wire:
        return self

    def __exit__(self, *_) -> None:
        self._session.detach()

    def settle(self) -> None:
        """Wait until the page is loaded, its scripts rest, and all that they asked for has come."""
        self.page.wait_for_load_state()
        seen = None
        while self._open or seen != len(self.requests):
            seen = len(self.requests)
            self.page.evaluate(
                "() => new Promise((done) => requestIdleCallback(() => setTimeout(done), { timeout:"
                " 1000 }))"
            )

    def bytes(self, *kinds: str) -> int:
        return sum(request.bytes for request in self.requests if request.kind in kinds)

    def _sent(self, event: dict) -> None:
        if event["request"]["url"].startswith("data:"):
            return
        preloaded = bool(event["request"].get("isLinkPreload"))
        initiator = event["initiator"]
        calls = initiator.get("stack", {}).get("callFrames", [])
        named_in = initiator.get("url") or (calls[0]["url"] if calls else "")
        request = Request(event["request"]["url"], event["type"], preloaded, named_in)
        self._by_id[event["requestId"]] = request
        self._open.add(event["requestId"])
        self.requests.append(request)

    def _answered(self, event: dict) -> None:
        if request := self._by_id.get(event["requestId"]):
            request.kind = event["type"]
            request.headers = {
                name.lower(): value for name, value in event["response"]["headers"].items()
            }

    def _finished(self, event: dict) -> None:
        self._open.discard(event["requestId"])
        if request := self._by_id.get(event["requestId"]):
            request.bytes = event.get("encodedDataLength", 0)
