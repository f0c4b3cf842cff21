"""The admin site: Django's own, with our words. (Apart from admin/, which is loaded once this exists.)"""

from django.contrib.admin import AdminSite


class NewsroomAdminSite(AdminSite):
    site_header = "Newsroom"
    site_title = "Newsroom"
    index_title = "The newsroom"
    enable_nav_sidebar = False  # the lists need the width; the head leads to what is used daily
    empty_value_display = "–"
