"""The admin site: Django's own, with our words."""

from django.contrib.admin import AdminSite


class NewsroomAdminSite(AdminSite):
    site_header = "Newsroom"
    site_title = "Newsroom"
    index_title = "The newsroom"
    empty_value_display = "–"
