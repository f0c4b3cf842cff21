"""Moving in from WordPress, and out again, by its export files."""
