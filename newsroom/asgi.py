"""The application that `manage.py serve` runs: the gate, and behind it what wsgi.py has."""

import sys

from newsroom import wsgi

from newsroom.serving.gate.gate import Gate  # isort: skip  (wsgi.py sets Django up)

#: After how many seconds a thread that computes lets another one on, where Python's own are 0.005:
#: the gate's loop takes its turn several times for each answer, between threads in which Django
#: works.
TURN = 0.0005

sys.setswitchinterval(TURN)
application = Gate(wsgi.application)
