"""What replies add to the admin of stories."""
