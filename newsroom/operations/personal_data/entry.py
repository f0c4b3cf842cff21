"""What is said of a model."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Held:
    """`personal` are the fields that say something about somebody, each in words; `other` are the
    names of all others, parted by spaces.

    `kept` may name steps of the tidying in braces: {links} becomes the time that they are kept.
    """

    other: str
    personal: dict[str, str] = field(default_factory=dict)
    whose: str = ""
    why: str = ""
    kept: str = ""
    erased: str = ""

    @property
    def names(self) -> list[str]:
        """All fields that are said to be there."""
        return [*self.personal, *self.other.split()]


def nobody(other: str) -> Held:
    """A model that holds nothing about anybody."""
    return Held(other)


def staff(other: str, *, why: str, kept: str, **personal: str) -> Held:
    """A model that holds something about those who log in, and nothing about readers."""
    return Held(
        other,
        personal,
        whose="people of the newsroom",
        why=why,
        kept=kept,
        erased="stays: it is about the newsroom's own people",
    )
