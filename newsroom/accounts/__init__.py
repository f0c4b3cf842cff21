"""Logging in to the newsroom: waits, passwords, second factors, invitations, sessions.

See docs/security.md.
"""
