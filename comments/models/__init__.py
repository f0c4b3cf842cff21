"""What is stored about replies; always-true rules stand here as constraints of the database."""

from .comment import Comment, State
from .decision import Decision
from .policy import HouseRule, Mode, Policy

__all__ = ["Comment", "Decision", "HouseRule", "Mode", "Policy", "State"]
