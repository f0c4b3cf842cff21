"""Replies to stories, and the moderators' decisions about them. Knows articles."""
