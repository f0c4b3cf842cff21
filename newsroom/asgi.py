"""The application that `manage.py serve` runs: the gate, and behind it what wsgi.py has."""

from newsroom import wsgi

from newsroom.serving.gate.gate import Gate  # isort: skip  (wsgi.py sets Django up)

application = Gate(wsgi.application)
