"""The one way in which a reply changes its state, and measures about people."""
