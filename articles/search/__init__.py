"""Searching stories, on SQLite and on PostgreSQL."""
