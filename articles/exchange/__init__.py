"""Stories as data: taken in from elsewhere, and given to another Newsroom."""
