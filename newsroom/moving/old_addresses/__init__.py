"""Addresses of the site that the paper came from."""
