"""Becomes the supervisor with what `manage.py serve`, or the supervisor before it, hands on as
its only argument."""

import sys

from newsroom.lib.config.modes import write_for_us_alone
from newsroom.serving.processes.supervisor import Handover, Supervisor

write_for_us_alone()
Supervisor(Handover.read(sys.argv[1])).run()
