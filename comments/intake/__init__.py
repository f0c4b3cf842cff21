"""The one way in for replies."""
