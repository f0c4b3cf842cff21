"""What readers are told by mail."""
