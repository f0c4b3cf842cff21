"""Prints docs/privacy.md, its table from newsroom/operations/personal_data/:
`python -m tests.project.privacy > docs/privacy.md`."""

from __future__ import annotations

import os

HEAD = """# People's data

What is stored about whom, why, and for how long; how somebody gets what is held about them, and has it erased. What
readers themselves are told stands on the site at `/privacy/`, in words that the chief edits under *Replies › Readers’ data*.

## What somebody can do

| Who | Gets what is held | Has it erased |
|---|---|---|
| a reader | types the address at `/your-data/`, follows the link that is mailed (good for a day), reads it there or takes it as JSON | there, after one more question |
| a senior moderator, the chief | on the page of the person, or at *Replies › Erasures*, after their password | there; what goes and what stays is counted before |
| who runs the site | `manage.py export_person ADDRESS > file.json` | `manage.py erase_person ADDRESS`, with `--dry-run` to count |

Whoever types an address learns nothing by it: the answer is the same whatever is held. Links are few per address and network.

## What an erasure does

- It is about one address, in any spelling of its letters. `name+tag@…` is another one: nobody has shown whose it is.
- What came in until it was asked for goes. Somebody who writes again afterwards begins anew; a ban goes on to hold, under a
  digest of the address.
- Readers, follows, links, notes, measures that are over, reports, saved searches that name the address, and mails to it go in one
  transaction; replies follow in batches of 100, so that nobody waits for those of somebody who wrote thousands. The first batch
  is done when the button is pressed, the worker has the rest within seconds. If it is killed, the next one goes on.
- *Replies › Readers’ data* settles whether replies that are shown leave the page with their text (so it is at first), or stay without
  name, address and website. All others lose their text. Pages follow at the next request; where a reply stood that others
  have answered, they read “Removed at its author’s wish”.
- Gone through as well: earlier texts, findings, what authors and moderators wrote to each other about it, the record, the search index,
  pages on the disk of that machine (those of other nodes are never shown again, and go within 30 days), texts of mails to others,
  tasks that are done, lines of imports. Mail that waits and shows an erased reply does not go out.
- It is on record, in *Replies › Erasures*, with a digest in place of the address; and on `erased.list`, so that a
  [restore](operations.md#restore) does it again.

What stays, and why:

| Stays | Because |
|---|---|
| notices of illegal content, with the reply as it stood and who sent them, for three years after they were decided | the law has them kept (DSA, Articles 16 to 18; claims). A reply with an open one leaves the page at once, and is emptied when it is decided |
| that there was a reply, its place in the thread, and by which rule or law it was decided about | figures and the open ledger are counted from it; nobody is known by it |
| what others wrote, also where they name or quote somebody | it is theirs. They can be asked, or a moderator decides about it |
| answers of the newsroom, which are signed by somebody who logs in | they are the paper's |
| a correction in which the newsroom thanks somebody by name, a story that quotes them | it is the paper's own text: the newsroom decides |
| a rule of the desk that names the address | whoever looks after the rules decides; an erasure says which |
| votes and “who reported this”: keyed digests of browser and network, for 30 days | it is not known whose they are |
| sessions of people who log in, the log | no address of a reader stands there |
| what Akismet was sent, what search engines and feed readers have copied, what was exported | it isn't here |

## What is stored

Printed by `python -m tests.project.privacy` from `newsroom/operations/personal_data/`, where each field of each model is said to
be about somebody or not; a test fails for a field of which nothing is said. Models that hold nothing about anybody are left
out. The times are those of the nightly tidying ([its table](operations.md#what-is-kept-for-how-long)).
"""
COLUMNS = ["Stored", "What of it", "Whose", "Why", "How long", "An erasure by address"]


def page() -> str:
    """The page, as Markdown."""
    from newsroom.operations.personal_data import table

    lines = [COLUMNS, ["---"] * len(COLUMNS), *table.printed()]
    rows = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return f"{HEAD}\n{rows}\n"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    import django

    import tests.home  # noqa: F401  (a site of one's own need not be there)

    django.setup()
    print(page(), end="")
