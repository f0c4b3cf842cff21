"""Stories: the working copy, its editions, and what belongs to them."""
