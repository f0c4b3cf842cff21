"""The keys of the desk: letters that remind of what they do, each of which somebody may choose
anew."""

from __future__ import annotations

from comments.models import DeskSettings

#: Acts, the key of each, and what it does.
KEYS: dict[str, tuple[str, str]] = {
    "next": ("j", "Next reply"),
    "previous": ("k", "Previous reply"),
    "approve": ("a", "Approve; or keep what is shown"),
    "reject": ("r", "Reject: 1…9 for the rule; or a note first, then Enter for the first rule"),
    "spam": ("s", "Mark as spam"),
    "hold": ("h", "Hold; put aside what is held"),
    "pick": ("p", "Pick, or unpick"),
    "escalate": ("e", "Pass on to the editor or to legal"),
    "sanction": ("b", "Measures about the person"),
    "note": ("n", "Note on the person"),
    "person": ("u", "The person: record, notes, measures"),
    "conversation": ("c", "The conversation around it"),
    "answer": ("m", "Answer as the newsroom; approves what is held"),
    "open": ("o", "Open the story at the reply"),
    "full": ("f", "One reply at a time, full screen"),
    "tick": ("x", "Tick; with Shift: all on the page"),
    "undo": ("z", "Take back your last act"),
    "search": ("/", "Search"),
    "help": ("?", "This list"),
}


def keys_for(own: DeskSettings) -> list[tuple[str, str, str]]:
    """Each act with its key, as this person has chosen, and what it does."""
    return [(act, own.keys.get(act) or key, words) for act, (key, words) in KEYS.items()]


def faults(chosen: dict[str, str]) -> dict[str, str]:
    """What is wrong with keys that somebody wants, by the act."""
    found, taken = {}, {}
    for act, key in chosen.items():
        if len(key) != 1 or key.isspace() or key.isdigit() or key == "g":
            found[act] = (
                "One letter or sign, please; no digit, and not g, which leads to the queues."
            )
        elif key in taken:
            found[act] = f"This key is that of “{KEYS[taken[key]][1]}” already."
        else:
            taken[key] = act
    return found
