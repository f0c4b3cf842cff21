"""Readers and those who write replies: confirmed, followed up, noted, and forgotten."""
