"""Replies over several connections at once, asked by processes of their own.

In a module of its own because a process that is spawned can't import `__main__`.
"""

from __future__ import annotations

import http.client
import multiprocessing
import os
import time
from concurrent.futures import ThreadPoolExecutor

PROCESSES = 2


def at_once(host: str, story: str, *, connections: int, seconds: int) -> str:
    """Post replies to a story over so many connections, each as soon as the one before it was
    acknowledged. Says how many there were in a second, and how long they took.

    `host` is a name and a port, `story` the path of a story."""
    context = multiprocessing.get_context("spawn")
    share = connections // PROCESSES
    with context.Pool(PROCESSES) as pool:
        parts = pool.starmap(post, [(host, story, share, seconds)] * PROCESSES)
    times = sorted(1000 * taken for part in parts for taken in part)
    return (
        f"Replies over {connections} connections: {len(times) / seconds:.0f} a second,"
        f" p50 {times[len(times) // 2]:.0f} ms, p99 {times[int(len(times) * 0.99)]:.0f} ms,"
        f" most {times[-1]:.0f} ms"
    )


def post(host: str, story: str, connections: int, seconds: int) -> list[float]:
    """How long each answer took, in seconds."""
    times: list[float] = []

    def post_on(number: int) -> None:
        connection = http.client.HTTPConnection(host, timeout=60)
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        end = time.perf_counter() + seconds
        while (begun := time.perf_counter()) < end:
            words = f"At+once+{number}+{time.time_ns()}+{os.getpid()}"
            data = f"comment={words}&name=Bench&email=b%40example.org&website="
            connection.request("POST", f"{story}reply/", data, headers)
            answer = connection.getresponse()
            answer.read()
            if answer.status != 303:
                raise RuntimeError(f"A reply: {answer.status} instead of 303")
            times.append(time.perf_counter() - begun)
        connection.close()

    with ThreadPoolExecutor(connections) as threads:
        for done in [threads.submit(post_on, number) for number in range(connections)]:
            done.result()
    return times
