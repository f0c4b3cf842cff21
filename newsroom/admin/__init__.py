"""The admin of the newsroom: its people, its mail, and the reports of what came in from
elsewhere."""

from django.contrib import admin

from comments.models import Erasure
from newsroom.admin.erasures import ErasureAdmin
from newsroom.admin.imports import ImportAdmin, ImportLineAdmin
from newsroom.admin.mail import MailAdmin
from newsroom.admin.policy_reports import PolicyReportAdmin
from newsroom.admin.users import UserAdmin
from newsroom.models import Import, ImportLine, Mail, PolicyReport, User

admin.site.register(Erasure, ErasureAdmin)
admin.site.register(Import, ImportAdmin)
admin.site.register(ImportLine, ImportLineAdmin)
admin.site.register(Mail, MailAdmin)
admin.site.register(PolicyReport, PolicyReportAdmin)
admin.site.register(User, UserAdmin)
