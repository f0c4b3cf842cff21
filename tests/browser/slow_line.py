"""What a slow line does: what a page asks for comes late."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, Request, Route


def is_post(request: Request) -> bool:
    return request.method == "POST"


@contextmanager
def held_back(
    page: Page, address: str, which: Callable[[Request], bool] = is_post
) -> Iterator[list[Route]]:
    """Hold back what the page asks for there; it goes on its way at the end."""
    routes: list[Route] = []
    is_held = True

    def hold(route: Route) -> None:
        if is_held and which(route.request):
            routes.append(route)
        else:
            route.fallback()

    page.route(address, hold)
    yield routes
    is_held = False
    for route in routes:
        route.continue_()
    page.unroute(address, hold)


def until(page: Page, condition: Callable[[], object]) -> None:
    """Wait until the condition, of which the page itself knows nothing, is met."""
    for _ in range(3000):
        if condition():
            return
        page.wait_for_timeout(10)
    raise AssertionError("It never was.")


@contextmanager
def answered_late(page: Page, address: str) -> Iterator[list]:
    """Have the server answer what the page asks for there, and the answers come at the end."""
    answers: list = []
    is_late = True

    def hold(route: Route) -> None:
        if is_late:
            answers.append((route, route.fetch()))
        else:
            route.fallback()

    page.route(address, hold)
    yield answers
    is_late = False
    for route, answer in answers:
        route.fulfill(response=answer)
    page.unroute(address, hold)
