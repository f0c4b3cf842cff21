"""Becomes the supervisor with a state that `manage.py serve`, or the supervisor before it, gives as
its only argument."""

import sys

from newsroom.serving.processes.supervisor import State, Supervisor

Supervisor(State.read(sys.argv[1])).run()
