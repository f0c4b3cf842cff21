"""Fronts in the admin: composed, looked at, published, rolled back."""
