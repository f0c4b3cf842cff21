"""Pictures as bytes, and what their files say."""
