"""Reports, appeals, and notices of illegal content."""
