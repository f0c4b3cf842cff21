"""Pictures, their uploads, and where they are shown."""
