"""Figures for the chief: how moderation goes, each chart with its question, its answer and the numbers behind it."""

from comments.figures.sheet import NAMES, sheet
from comments.figures.span import Figure, Span, span_of

__all__ = ["NAMES", "Figure", "Span", "sheet", "span_of"]
