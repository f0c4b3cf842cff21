"""Checks of who sends a reply."""
