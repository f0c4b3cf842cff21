"""Export files, read piece by piece."""
