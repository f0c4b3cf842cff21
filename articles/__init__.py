"""Stories: written, published and corrected here. Knows nothing of comments."""
