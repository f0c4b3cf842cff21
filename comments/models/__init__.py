"""What is stored about replies; always-true rules stand here as constraints of the database."""

from .acts import Ping, Reason, Recommendation, Report, Thread
from .appeal import Appeal, AppealState, LegalNotice, NoticeState
from .arrival import Arrival
from .comment import Band, Comment, CommentVersion, State
from .decision import Decision, Trigger
from .desk import DeskSettings, Escalation, Looking, PutAside, WatchList
from .deskrule import DeskRule, Replay, RuleHit
from .feedback import Feedback, FeedbackState, Wish
from .judging import Campaign, Likeness, LikenessKey, SecondLook, TextModel
from .person import PersonNote, Sanction
from .policy import DeskHours, HouseRule, LedgerMonth, Mode, Policy, Risk, RulesVersion, WaitingTime
from .privacy import Erasure, Fate, PrivacySettings
from .reader import MORNING, Event, Follow, MailLink, Notice, Pace, Reader

__all__ = [
    "MORNING", "Appeal", "AppealState", "Arrival", "Band", "Campaign", "Comment", "CommentVersion",
    "Decision", "DeskHours", "DeskRule", "DeskSettings", "Erasure", "Escalation", "Event", "Fate",
    "Feedback", "FeedbackState", "Follow", "HouseRule", "LedgerMonth", "LegalNotice", "Likeness",
    "LikenessKey", "Looking", "MailLink", "Mode", "Notice", "NoticeState", "Pace", "PersonNote",
    "Ping", "Policy", "PrivacySettings", "PutAside", "Reader", "Reason", "Recommendation", "Replay",
    "Report", "Risk", "RuleHit", "RulesVersion", "Sanction", "SecondLook", "State", "TextModel",
    "Thread", "Trigger", "WaitingTime", "WatchList", "Wish",
]  # fmt: skip
