"""Figures for the chief: how moderation goes, each chart with its question, its answer and the
numbers behind it."""
