"""The few ways in which a step says no. Caught once, at the edge."""


class ReplyRefused(Exception):
    """A reply that can't be taken: why, for the reader, and the HTTP status that says the same."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


class DecisionRefused(Exception):
    """A decision that can't be made now. The message is for the moderator."""


class NotAllowed(DecisionRefused):
    """The person may not decide (an HTTP 403)."""


class LinkRefused(ReplyRefused):
    """A mailed link that can't be followed: why, for the reader, and the HTTP status that says the same."""
