"""The processes of one machine: `python -m newsroom.serving.processes` runs server and worker, puts
new code in the place of old, and leaves nobody behind. Needs nothing but Python itself."""
