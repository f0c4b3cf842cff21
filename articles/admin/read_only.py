"""A register that is read, never written, in the admin."""

from articles.admin.lists import LongListAdmin


class ReadOnlyAdmin(LongListAdmin):
    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False
