"""Processes end with the one that started them, on Linux and where the kernel has no word for
that."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.services import until

ROOT = Path(__file__).resolve().parents[4]
CHILD = """
import os, signal, sys, time
sys.platform = sys.argv[1]
from newsroom.serving.processes.parent import end_with
end_with(int(sys.argv[2]))
print(os.getpid(), flush=True)
time.sleep(600)
"""
PARENT = f"""
import os, subprocess, sys
subprocess.run([sys.executable, "-c", {CHILD!r}, sys.argv[1], sys.argv[2] or str(os.getpid())])
"""


def ended(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_a_child_ends_with_its_parent(platform):
    command = [sys.executable, "-c", PARENT, platform, ""]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        child = int(parent.stdout.readline())
        assert not ended(child)
        parent.send_signal(signal.SIGKILL)
        until(lambda: ended(child))


@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_one_whose_parent_is_gone_already_ends_at_once(platform):
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    done = subprocess.run(
        [sys.executable, "-c", CHILD, platform, str(gone.pid)],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL


def test_the_supervisor_needs_nothing_but_python():
    """It stays for ever, and has to take little room."""
    program = (
        "import sys, newsroom.serving.processes.supervisor;"
        "print({name.partition('.')[0] for name in sys.modules} & {'django', 'granian', 'asgiref'})"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()", os.linesep + done.stdout
