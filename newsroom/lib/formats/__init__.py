"""How Django writes times by itself, by language: as newsroom/lib/times.py does."""
