"""What comes in from other programs, read for what it means."""
