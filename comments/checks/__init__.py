"""Checks: small functions that look at a new reply and say in words what they found."""
