"""What readers are told about their data, until the paper writes words of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass

from comments.models import PrivacySettings

TEXT = """\
You can read everything here without telling us who you are. No page sets a cookie, and none \
has anything loaded from elsewhere.

## When you leave a reply

We keep what you write with the name and the website you give, and show them with your reply. \
Your email address is never shown; we use it to tell you what becomes of your reply, if you \
want that, and to know you again. The first parts of your IP address and what your browser \
calls itself are kept for 30 days, to keep floods out. If you change a reply, the earlier text \
is kept for those who decide about it.

Software checks each reply for spam and insults, by rules of ours and by what our moderators \
have decided before. A person decides wherever it has doubts, and you can appeal.

## When you do something else

If you follow a story or confirm your address, we keep the address until you end it. If you \
report a reply, we keep what you say for a year after it was settled. If you recommend a \
reply, we keep for 30 days a number that stands for your browser and can’t be turned back. A \
notice of illegal content is kept for three years after it was decided, as the law demands.

## How long we keep it

Replies stay as long as the story they belong to, or until you ask us to erase them. Spam, and \
replies that their authors withdrew, are emptied after a year. Texts of mails are deleted \
after 14 days. Backups have copies for a while longer; what was erased is erased again when \
one is restored.

## What you can ask for

You can see all that we hold about your address, download it, and have it erased, at any time \
and without an account. You can also have it corrected, object to how we use it, and complain \
to the data protection authority where you live.
"""


@dataclass(frozen=True)
class Part:
    """A heading or a paragraph."""

    words: str
    is_heading: bool = False


def parts() -> list[Part]:
    """What readers are told, in order. One query."""
    own = PrivacySettings.objects.values_list("text", flat=True).first() or ""
    return read(own.strip() or TEXT)


def read(text: str) -> list[Part]:
    """The parts of a text: an empty line begins a paragraph, “## ” a heading."""
    found = []
    for block in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").strip()):
        first, _, rest = block.strip().partition("\n")
        if first.startswith("## "):
            found.append(Part(first[3:].strip(), is_heading=True))
            block = rest
        if block.strip():
            found.append(Part(block.strip()))
    return found
