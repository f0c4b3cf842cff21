"""Random lives of stories and replies, and random requests, checked after each step against what has
to hold. `make test` tries a few of each; `python -m tests.fuzz` goes on for as long as it is told."""
