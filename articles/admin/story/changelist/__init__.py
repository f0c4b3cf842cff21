"""The list of stories, and what can be done from it."""
