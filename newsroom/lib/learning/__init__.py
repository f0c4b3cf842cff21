"""Learning from texts that people have judged: a small linear model in plain Python, which knows no
database."""
