"""The moderation desk: the admin's page for replies."""
