"""Runs server and worker on a listening socket that stays open, and puts new code in their place.

What it starts ends with it, however it ends (parent.py). Asked to reload (SIGHUP), it

1. has the new code prepare the site (`manage.py prepare`: migrations, static files), while the old
   code goes on serving;
2. starts a new server beside the old one, on the same socket, and waits until each process of it
   has found the front page right;
3. has the old server leave: it accepts nobody new, answers what it has, and ends (draining.py);
4. becomes the supervisor of the new code, with the same process id.

Where 1 or 2 fails, the old code goes on as if nothing had been asked.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from newsroom.serving.processes import draining, listening
from newsroom.serving.processes.child import Child
from newsroom.serving.processes.part import Part
from newsroom.serving.processes.release import Release
from newsroom.serving.processes.signals import Signals, block
from newsroom.serving.processes.systemd import notify

#: How long a new server may take to find its front page right, in seconds.
START_SECONDS = 120.0
#: How long an old server waits for its connections to end: longer than proxies keep idle ones.
LEAVE_SECONDS = 20.0
#: How long those that are to end have, before they are killed. A task that is killed is done again.
STOP_SECONDS, WORKER_SECONDS = 15.0, 90.0


@dataclass(frozen=True)
class Handover:
    """What a supervisor hands on to the one that it becomes. Descriptors are inherited; each
    release reads what the one before it wrote, so fields are only added, with a default."""

    release: Release
    listeners: list[int]
    workers: int
    only_server: bool = False
    server: int = 0  # process ids; 0: to be started
    status: int = -1
    worker: int = 0
    again: bool = False

    @classmethod
    def read(cls, text: str) -> Handover:
        known = cls.__dataclass_fields__
        given = {name: value for name, value in json.loads(text).items() if name in known}
        return cls(**{**given, "release": Release(*given["release"])})

    def become(self, code: Release) -> None:
        """Become the supervisor of this code. Does not return. Raises OSError, with signals
        blocked."""
        block()
        for descriptor in (*self.listeners, self.status):
            if descriptor >= 0:
                os.set_inheritable(descriptor, True)
        command = code.command("-m", "newsroom.serving.processes", json.dumps(asdict(self)))
        os.chdir(code.folder)
        sys.stdout.flush()
        os.execv(command[0], command)  # noqa: S606 - no shell


class Stopped(Exception):
    """We were asked to stop."""


class Supervisor:
    def __init__(self, given: Handover) -> None:
        self.given = given
        # what we are, wherever `current` leads meanwhile
        name = Path(given.release.program).name
        self.code = Release(sys.orig_argv[0], str(Path.cwd() / name))
        self.signals = Signals()
        for listener in given.listeners:
            os.set_inheritable(listener, False)
        self.server = Part("server", self.start_server, self.say)
        self.parts = [self.server]
        if not given.only_server:
            self.worker = Part("worker", self.start_worker, self.say)
            self.parts.append(self.worker)
        self.children: list[Child] = []
        self.reports = Reports(-1, given.workers)

    def say(self, words: str) -> None:
        try:
            print(words, flush=True)
        except OSError:  # whoever read it is gone
            sys.stdout = open(os.devnull, "w")  # noqa: SIM115

    # Starting

    def start_server(self) -> Child:
        """Start the server; `self.reports` are those of this one from now on."""
        child, reports = self.launch_server(self.code)
        self.reports.close()
        self.reports = reports
        return child

    def launch_server(self, code: Release) -> tuple[Child, Reports]:
        """Start a server of this code."""
        reader, writer = os.pipe()
        try:
            child = self.start(
                code,
                code.command(
                    "-m",
                    "newsroom.serving.processes.server",
                    f"--sockets={','.join(map(str, self.given.listeners))}",
                    f"--status={writer}",
                    f"--parent={os.getpid()}",
                    f"--workers={self.given.workers}",
                ),
                *self.given.listeners,
                writer,
            )
        finally:
            os.close(writer)
        return child, Reports(reader, self.given.workers)

    def start_worker(self) -> Child:
        return self.start(self.code, self.code.manage("worker", f"--parent={os.getpid()}"))

    def start(self, code: Release, command: list[str], *descriptors: int) -> Child:
        child = Child.start(command, code.folder, descriptors)
        self.children = [each for each in self.children if each.runs()] + [child]
        return child

    # Running

    def run(self) -> None:
        """Serve until we are asked to stop; then end all that we started, gently."""
        try:
            self.take_over() if self.given.server else self.begin()
            while True:
                if self.signals.to_reload():
                    self.reload()
                self.wait(60)
        except Stopped:
            notify("STOPPING=1")
            self.say("Stopping …")
        finally:
            self.stop(self.children, STOP_SECONDS)

    def begin(self) -> None:
        for part in self.parts:
            part.start()
        self.until(lambda: self.reports.ready(), float("inf"))
        site = listening.address_of(self.given.listeners[0])
        self.say(f"\n  The site     {site}/\n  The newsroom {site}/admin/\n\nCtrl-C stops it.\n")
        notify("READY=1", f"STATUS=Serving at {site}")

    def take_over(self) -> None:
        """Go on with what the supervisor before us has started."""
        os.set_inheritable(self.given.status, False)
        self.reports = Reports(self.given.status, self.given.workers)
        self.children = [self.server.adopt(Child(self.given.server))]
        if not self.given.only_server:
            self.children.append(
                self.worker.adopt(
                    Child(self.given.worker) if self.given.worker else self.start_worker()
                )
            )
        if self.given.again:
            self.signals.asked.add(signal.SIGHUP)
        self.tell_ready("The new code serves alone now.")

    def wait(self, seconds: float, *descriptors: int) -> None:
        """Sleep, at most so long, and look after all parts. Raises Stopped."""
        if self.signals.to_stop():
            raise Stopped
        due = [part.due - time.monotonic() for part in self.parts if part.child is None]
        self.signals.sleep(max(0.0, min([seconds, *due])), *descriptors)
        for part in self.parts:
            part.tend()

    def until(self, true: Callable[[], bool], seconds: float) -> bool:
        """Wait until `true()` is, at most so long; gives whether it came about. Raises Stopped."""
        deadline = time.monotonic() + seconds
        while not (found := true()) and time.monotonic() < deadline:
            self.wait(0.1)
        return found

    def stop(self, children: list[Child], seconds: float) -> None:
        """End them: what is in flight is finished; what has not ended in time is killed."""
        for child in children:
            child.end()
        deadline = time.monotonic() + seconds
        while any(child.runs() for child in children) and time.monotonic() < deadline:
            self.signals.sleep(0.1)
        for child in children:
            child.kill()

    # New code

    def reload(self) -> None:
        """Put the code as it stands now in the place of the old; where that can't serve, leave all
        as it was."""
        notify("RELOADING=1", f"MONOTONIC_USEC={time.monotonic_ns() // 1000}")
        code = self.given.release.now()
        self.say(f"Reloading: the code of {code.folder} …")
        try:
            failure = self.replace_server(code)
        except OSError as error:
            failure = f"{error.strerror}: {error.filename}"
        if failure:
            self.tell_ready(f"Not reloaded; the old code goes on. {failure}")

    def replace_server(self, code: Release) -> str:
        """Does not return where it succeeds, else says why not."""
        if not self.given.only_server and not self.prepare(code):
            return "The new code could not prepare the site; its last words stand above."
        new, reports = self.launch_server(code)
        self.until(lambda: reports.ready() or not new.runs(), START_SECONDS)
        if not reports.fine():
            self.stop([new], STOP_SECONDS)
            reports.close()
            return "The new code did not answer with a front page; its words stand above."
        self.say("The new code answers. The old server finishes what it has begun …")
        self.code = code
        old_server, self.reports, gone = self.server.child, reports, self.reports
        self.server.adopt(new)
        old_worker = None
        if not self.given.only_server:
            old_worker = self.worker.child
            self.worker.start()
        if old_worker:
            old_worker.end()
        if old_server:
            old_server.signal_all(draining.LEAVE)
            self.until(lambda: gone.empty() or not old_server.runs(), LEAVE_SECONDS)
            self.end(old_server, STOP_SECONDS)
        gone.close()
        if old_worker:
            self.end(old_worker, WORKER_SECONDS)
        self.hand_on()
        return ""

    def end(self, child: Child, seconds: float) -> None:
        """End one of the old, while the new are looked after."""
        child.end()
        self.until(lambda: not child.runs(), seconds)
        child.kill()

    def prepare(self, code: Release) -> bool:
        child = self.start(code, code.manage("prepare"))
        self.until(lambda: not child.runs(), float("inf"))
        return child.status == 0

    def hand_on(self) -> None:
        """Become the supervisor of the new code."""
        block()
        if self.signals.to_stop():
            raise Stopped
        again = self.signals.to_reload()
        worker = None if self.given.only_server else self.worker.child
        handover = replace(
            self.given,
            server=self.server.child.pid if self.server.child else 0,
            status=self.reports.status,
            worker=worker.pid if worker else 0,
            again=again,
        )
        try:
            handover.become(self.code)
        except OSError as error:  # the code is gone already; we can look after what it started
            self.signals.listen()
            self.tell_ready(f"The new code serves, and the old looks after it: {error}")

    def tell_ready(self, words: str) -> None:
        self.say(words)
        notify("READY=1", f"STATUS={words}")


class Reports:
    """What the processes of a server report, of which there are so many."""

    def __init__(self, status: int, processes: int) -> None:
        """`status`: the descriptor to read; -1 for none."""
        self.status, self.processes, self.read = status, processes, b""
        if status >= 0:
            os.set_blocking(status, False)

    def count(self, *words: bytes) -> int:
        if self.status >= 0:
            with contextlib.suppress(BlockingIOError):
                self.read += os.read(self.status, 512)
        return sum(self.read.count(word) for word in words)

    def ready(self) -> bool:
        """Whether all serve, be the front page right or not."""
        return self.count(draining.READY, draining.FAILING) >= self.processes

    def fine(self) -> bool:
        """Whether all serve and have found the front page right."""
        return self.count(draining.READY) >= self.processes

    def empty(self) -> bool:
        """Whether all have been left by everybody."""
        return self.count(draining.EMPTY) >= self.processes

    def close(self) -> None:
        if self.status >= 0:
            os.close(self.status)
            self.status = -1
