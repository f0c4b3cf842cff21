"""A leaf library: knows no model, may be used by every part."""
