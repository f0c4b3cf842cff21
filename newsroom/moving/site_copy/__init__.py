"""The paper as plain files, which any web server can hand out and any program can read."""
