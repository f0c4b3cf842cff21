"""Texts and names compared as people read them."""
