"""What public pages are made from, and how they are cached."""
