"""A WordPress text as a story's text."""
