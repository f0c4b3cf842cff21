"""The page cache: ready bytes around Django's handler.

layer.py   the WSGI layer: who goes past it, what is answered with ready bytes, what is built
asking.py  at which numbers the versions stand, asked of the database on each request
ready.py   answers kept ready, in memory and on disk

The promise: an answer is never older than the last change that was committed when its request began.
"""

from newsroom.pagecache.layer import PageCache

__all__ = ["PageCache"]
