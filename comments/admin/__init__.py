"""The admin of replies: the moderation desk, and what the newsroom has settled about replies."""

from django.contrib import admin

import articles.admin  # noqa: F401  (registers what is extended here)
from articles.models import Article, Section
from comments.admin.appeal import AppealAdmin
from comments.admin.campaign import CampaignAdmin
from comments.admin.decision import DecisionAdmin
from comments.admin.desk.admin import CommentAdmin
from comments.admin.desk_rule import DeskRuleAdmin
from comments.admin.feedback import FeedbackAdmin
from comments.admin.legal_notice import LegalNoticeAdmin
from comments.admin.policy import (
    DeskHoursAdmin,
    HouseRuleAdmin,
    PolicyAdmin,
    PrivacySettingsAdmin,
    add_policy_to,
)
from comments.admin.risk import RiskAdmin
from comments.admin.sanction import SanctionAdmin
from comments.admin.second_look import SecondLookAdmin
from comments.admin.story.changelist import add_replies_to
from comments.admin.text_model import TextModelAdmin
from comments.models import (
    Appeal,
    Campaign,
    Comment,
    Decision,
    DeskHours,
    DeskRule,
    Feedback,
    HouseRule,
    LegalNotice,
    Policy,
    PrivacySettings,
    Risk,
    Sanction,
    SecondLook,
    TextModel,
)

admin.site.register(Comment, CommentAdmin)
admin.site.register(Decision, DecisionAdmin)
admin.site.register(Policy, PolicyAdmin)
admin.site.register(HouseRule, HouseRuleAdmin)
admin.site.register(PrivacySettings, PrivacySettingsAdmin)
admin.site.register(DeskHours, DeskHoursAdmin)
admin.site.register(Risk, RiskAdmin)
admin.site.register(Feedback, FeedbackAdmin)
admin.site.register(Appeal, AppealAdmin)
admin.site.register(LegalNotice, LegalNoticeAdmin)
admin.site.register(DeskRule, DeskRuleAdmin)
admin.site.register(Sanction, SanctionAdmin)
admin.site.register(TextModel, TextModelAdmin)
admin.site.register(Campaign, CampaignAdmin)
admin.site.register(SecondLook, SecondLookAdmin)
add_policy_to(Article)
add_policy_to(Section)
add_replies_to(Article)
