"""Names that nobody guesses."""

from __future__ import annotations

import secrets


def new_token() -> str:
    """22 random letters, safe in an address."""
    return secrets.token_urlsafe(16)
