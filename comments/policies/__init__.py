"""What the newsroom has settled about replies: who waits, for how long, by which rules."""
