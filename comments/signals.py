"""What replies tell those outside, inside the transaction of the step."""

from django.dispatch import Signal

#: The newsroom has settled what the author of a reply wanted of it. Sent by Feedback with `feedback`, `by`, `at`.
settled = Signal()
