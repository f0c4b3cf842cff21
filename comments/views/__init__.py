"""What readers reach: the form, its receipt, the house rules."""
