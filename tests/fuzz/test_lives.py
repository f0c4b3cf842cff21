"""Lives of stories and replies at random: a few of each, the same each time. For more, and for as
long as one likes: `python -m tests.fuzz`, which sets MINUTES."""

import itertools
import os
import time

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.fuzz.replies import Replies
from tests.fuzz.stories import Stories

pytestmark = pytest.mark.django_db
FEW = settings(
    max_examples=7,
    stateful_step_count=25,
    derandomize=True,
    database=None,
    deadline=None,
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
)
MANY = settings(FEW, max_examples=30, stateful_step_count=40, derandomize=False)


@pytest.mark.parametrize("machine", [Stories, Replies])
def test_whatever_people_do(machine):
    minutes = float(os.environ.get("MINUTES", "0"))
    if not minutes:
        run_state_machine_as_test(machine, settings=FEW)
        return
    end, first = time.monotonic() + 60 * minutes, int(os.environ.get("SEED", time.time()))
    for number in itertools.count(first):
        print(f"{machine.__name__}, seed {number}", flush=True)
        run_state_machine_as_test(seed(number)(machine), settings=MANY)
        if time.monotonic() > end:
            break
