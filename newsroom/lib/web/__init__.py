"""The web's protocols and formats."""
