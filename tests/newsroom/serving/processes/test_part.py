"""A server or worker that ends by itself is started again, each time after a longer pause."""

import sys
import time
from pathlib import Path

from newsroom.serving.processes import part
from newsroom.serving.processes.child import Child
from newsroom.serving.processes.part import Part
from tests.services import until


def looked_after(program: str) -> tuple[Part, list[str]]:
    said: list[str] = []
    command = [sys.executable, "-c", program]
    return Part("server", lambda: Child.start(command, Path.cwd()), said.append), said


def test_pauses_grow_while_it_ends_at_once():
    server, said = looked_after("")
    server.start()
    until(lambda: server.tend() or len(said) == 3)
    assert ["in 0.5 s" in said[0], "in 1 s" in said[1], "in 2 s" in said[2]] == [True] * 3
    assert server.child is None  # as long as the pause lasts
    assert server.due > time.monotonic()


def test_pauses_have_an_end_and_begin_anew():
    server, said = looked_after("")
    server.pause = part.LONGEST_PAUSE
    server.start()
    until(lambda: server.tend() or said)
    assert server.pause == part.LONGEST_PAUSE
    server.start()
    server.begun -= 2 * part.LONGEST_PAUSE  # it has lived long
    until(lambda: server.tend() or len(said) == 2)
    assert "in 0.5 s" in said[1]


def test_one_that_can_not_be_started_is_tried_again():
    said: list[str] = []
    command = ["/no/such/program"]
    server = Part("server", lambda: Child.start(command, Path.cwd()), said.append)
    until(lambda: server.tend() or len(said) == 2)
    assert "can't be started" in said[0]
    assert "in 1 s" in said[1]


def test_one_that_runs_is_left_alone():
    server, said = looked_after("import time; time.sleep(600)")
    child = server.start()
    for _ in range(3):
        server.tend()
    assert server.child is child
    assert child.runs()
    child.end()
    until(lambda: not child.runs())
    assert child.status == -15
    assert not said
