"""What a decision brings with it."""
