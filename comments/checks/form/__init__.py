"""Checks of how a reply was sent."""
