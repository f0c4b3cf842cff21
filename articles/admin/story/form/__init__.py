"""The page on which a story is written, part by part."""
