"""The paper as a WordPress export file."""
