"""Becomes the supervisor with what `manage.py serve`, or the supervisor before it, hands on as
its only argument."""

import sys

from newsroom.serving.processes.supervisor import Handover, Supervisor

Supervisor(Handover.read(sys.argv[1])).run()
