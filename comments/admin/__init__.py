"""The admin of replies: the moderation desk, and what the newsroom has settled about replies."""

from django.contrib import admin

import articles.admin  # noqa: F401  (registers what is extended here)
from articles.models import Article, Section
from comments.admin.decision import DecisionAdmin
from comments.admin.desk import CommentAdmin
from comments.admin.policy import HouseRuleAdmin, PolicyAdmin, add_policy_to
from comments.admin.stories import add_replies_to
from comments.models import Comment, Decision, HouseRule, Policy

admin.site.register(Comment, CommentAdmin)
admin.site.register(Decision, DecisionAdmin)
admin.site.register(Policy, PolicyAdmin)
admin.site.register(HouseRule, HouseRuleAdmin)
add_policy_to(Article)
add_policy_to(Section)
add_replies_to(Article)
