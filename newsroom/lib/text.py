"""Text as databases take it."""


def storable(text: str) -> str:
    """`text` without NUL, which PostgreSQL can't store, and without space around it."""
    return text.replace("\x00", "").strip()
