"""The moderation desk: the admin's page for replies."""

from comments.admin.desk.admin import CommentAdmin

__all__ = ["CommentAdmin"]
