"""What stories tell those outside, inside the transaction of the step."""

from django.dispatch import Signal

#: Somebody has moved a story on. Sent by Article with `article`, and as they stand in the record
#: `verb`, `by`, `at`, `note`, and the `edition` where there is one.
moved_on = Signal()
#: Somebody wants to know how many replies are shown under some stories. Sent with `stories`, their
#: numbers; whoever keeps replies answers with the count by the story's number, without those that
#: have none.
replies_counted = Signal()
