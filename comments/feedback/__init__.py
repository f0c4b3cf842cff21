"""Feedback: what readers want of the newsroom, and what comes of it."""
