"""Writing, in any script: what a word is, and which way it runs."""
