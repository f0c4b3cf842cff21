"""The few ways in which a step says no. Caught once, at the edge."""


class StepRefused(Exception):
    """A step that can't be done now. The message is for the person who asked."""


class NotAllowed(StepRefused):
    """The person may not do this (an HTTP 403)."""


class Conflict(StepRefused):
    """Somebody else was first (an HTTP 409)."""


class NoRoom(StepRefused):
    """A file can't be kept: the disk is full, or can't be written (an HTTP 503, or 507)."""


class Collision(Conflict):
    """Two people changed the same of a story differently. Bears all that is needed to choose."""

    def __init__(self, stored, *, base, theirs, mine, merged) -> None:
        """`stored` is the working copy as it stands; the others are contents, and their merge."""
        super().__init__(
            f"{stored.saved_by} has saved this story since you opened it, and changed the same as"
            " you."
        )
        self.stored, self.base, self.theirs, self.mine, self.merged = (
            stored,
            base,
            theirs,
            mine,
            merged,
        )
