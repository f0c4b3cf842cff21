"""The demo newsroom: a small invented paper with stories, pictures and replies to look at."""
