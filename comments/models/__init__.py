"""What is stored about replies; always-true rules stand here as constraints of the database."""

from .acts import Ping, Reason, Recommendation, Report, Thread
from .comment import Comment, CommentVersion, State
from .decision import Decision
from .feedback import Feedback, FeedbackState, Wish
from .policy import DeskHours, HouseRule, Mode, Policy, Risk, RulesVersion, WaitingTime
from .reader import Event, Follow, MailLink, Notice, Pace, Reader

__all__ = [
    "Comment", "CommentVersion", "Decision", "DeskHours", "Event", "Feedback", "FeedbackState", "Follow", "HouseRule",
    "MailLink", "Mode", "Notice", "Pace", "Ping", "Policy", "Reader", "Reason", "Recommendation", "Report", "Risk",
    "RulesVersion", "State", "Thread", "WaitingTime", "Wish",
]  # fmt: skip
