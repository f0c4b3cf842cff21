"""Moving in from WordPress, and out again: its export files, "WordPress eXtended RSS", read and written.

items.py says what stands in such a file; everything else speaks of these.
"""
