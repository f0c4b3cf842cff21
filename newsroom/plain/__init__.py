"""The paper as plain files, which any web server can hand out and any program can read.

`site/` is a copy of all that readers see; `data/` is all there is of stories, pictures and replies, for the paper
alone.
"""
