"""Questions about published stories: by address, byline, series, and what is related."""
