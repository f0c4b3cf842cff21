"""Replies from other systems, taken in under stories that are here already."""
