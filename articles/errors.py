"""The few ways in which a step says no. Caught once, at the edge."""


class StepRefused(Exception):
    """A step that can't be done now. The message is for the person who asked."""


class NotAllowed(StepRefused):
    """The person may not do this (an HTTP 403)."""


class Conflict(StepRefused):
    """Somebody else was first (an HTTP 409)."""
