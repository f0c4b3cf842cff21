"""The admin of the newsroom: its people and its mail."""

from django.contrib import admin

from newsroom.admin.mail import MailAdmin
from newsroom.admin.users import UserAdmin
from newsroom.models import Mail, User

admin.site.register(Mail, MailAdmin)
admin.site.register(User, UserAdmin)
