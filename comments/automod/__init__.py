"""The desk's own rules: written, tried, set to work, and measured."""
