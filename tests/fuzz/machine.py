"""What all machines share: a site that is taken back at the end, and a clock that only they move."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Iterator

import time_machine
from django.db import transaction
from hypothesis.stateful import RuleBasedStateMachine

from articles.pages.process_cache import VersionedCache
from newsroom.serving import site_client

BEGIN = dt.datetime(2026, 11, 30, 9, 0, tzinfo=dt.UTC)


class Site(RuleBasedStateMachine):
    """Begins with an empty site, in a transaction; `refusals` are the ways in which a step may say
    no, after which nothing may be other than before."""

    refusals: tuple[type[Exception], ...] = ()

    def __init__(self) -> None:
        super().__init__()
        VersionedCache.clear_all()
        self.whole = contextlib.ExitStack()
        self.clock = self.whole.enter_context(time_machine.travel(BEGIN, tick=False))
        self.now = BEGIN
        self.whole.enter_context(taken_back())
        self.begin()

    def begin(self) -> None:
        """Make what every run begins with."""

    def teardown(self) -> None:
        self.whole.close()
        VersionedCache.clear_all()

    def move_clock(self, span: dt.timedelta) -> None:
        self.now += span
        self.clock.move_to(self.now, tick=False)

    def attempt(self, step: Callable[[], object]) -> object:
        """What the step gives, or the exception with which it was refused; what it had done until
        then is taken back, as at the edge of a request."""
        before = self.picture()
        try:
            with transaction.atomic():
                return step()
        except self.refusals as refusal:
            assert self.picture() == before, "A step that was refused has left something."
            return refusal

    def picture(self) -> object:
        """All that a step may change."""
        raise NotImplementedError

    def read(self, address: str) -> site_client.Answer:
        """The answer that a reader gets there: never a fault."""
        answer = site_client.of_this_code(address)
        assert answer.status < 500, (address, answer.body[:300])
        return answer


@contextlib.contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
