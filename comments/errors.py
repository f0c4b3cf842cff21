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
    """A mailed link that can't be followed: why, for the reader, and the HTTP status that says the
    same."""


class RefusedAtForm(ReplyRefused):
    """A reply that is refused where it was written: the form stays as it was filled in, and says
    why."""


class RefusedByRule(RefusedAtForm):
    """A rule of the desk refuses the reply. Of the rule its number and version, and what it
    found."""

    def __init__(self, message: str, rule: int, rule_version: int, matched: str) -> None:
        super().__init__(message, 422)
        self.rule, self.rule_version, self.matched = rule, rule_version, matched
