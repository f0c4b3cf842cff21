"""Writing: saving a working copy, merging, autosave, history, and its states."""
