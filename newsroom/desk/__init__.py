"""The desk: what waits, the calendar, the board, and what came out. Reads from stories and replies
alike."""
