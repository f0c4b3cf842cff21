"""All signals: how a part tells those above it, inside the transaction of the step.

Listeners are connected in `comments/apps.py` and `newsroom/apps.py`, and named here.
"""

from django.dispatch import Signal

#: A story has moved on. Sent by Article with `article` and, as on record, `verb`, `by`, `at`,
#: `note`, and the `edition` where there is one.
#: Listener: newsroom.mail.story_notices.tell (mails those whose story it is)
moved_on = Signal()

#: Somebody has remarked on a story, answered, or dealt with a remark. Sent by Remark with `remark`,
#: and, as on record, `verb`, `by`, `at`.
#: Listener: newsroom.mail.story_notices.tell_remark (mails those whose story it is, and who
#: remarked)
remarked = Signal()

#: Versions of pages have moved. Sent with `keys`, sorted.
#: Listeners: newsroom.serving.shared_caches.order_purge (purges caches in front),
#: newsroom.serving.websub.announce (tells the hub)
versions_moved = Signal()

#: How many replies are shown under some stories? Sent with `stories`, their numbers; a listener
#: answers with the counts by the stories' numbers, without those that have none.
#: Listener: comments.thread.pages.tell_counts
replies_counted = Signal()
