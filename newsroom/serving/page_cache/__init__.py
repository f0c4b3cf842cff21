"""The page cache: ready bytes around Django's handler."""
