"""The admin of the newsroom: the site and its people."""

from django.contrib import admin

from newsroom.admin.users import UserAdmin
from newsroom.models import User

admin.site.register(User, UserAdmin)
