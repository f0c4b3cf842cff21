"""Checks of what a reply says."""
