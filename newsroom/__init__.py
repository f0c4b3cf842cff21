"""The project: settings, addresses, people and roles, the admin site; puts articles and comments
together."""
