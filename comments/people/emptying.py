"""What is left of a reply when the data of its author goes: that it was there, where it stands in
its thread, and how it was decided about."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat

from articles.models import Record, Verb
from articles.pages import keys, versions
from comments.models import (
    Appeal,
    Comment,
    CommentVersion,
    Decision,
    Escalation,
    Feedback,
    Likeness,
    Notice,
    Report,
    RuleHit,
    State,
)

#: Stands in place of a name, at the desk, too.
NAME = "Name removed"
#: Stands in the record in place of what named somebody.
STRUCK = "(erased)"
#: What is on record about replies, with a name and some words in its subject.
ABOUT_REPLIES = [
    Verb.REPLY_PICKED,
    Verb.REPLY_UNPICKED,
    Verb.REPLY_PASSED_TO_EDITOR,
    Verb.REPLY_PASSED_TO_LEGAL,
    Verb.REPLY_PUT_ASIDE,
    Verb.REPLY_BROUGHT_BACK,
    Verb.SETTLED_BY_EDITOR,
    Verb.SETTLED_BY_LEGAL,
    Verb.PASSED_TO_LEGAL,
    Verb.APPEAL_UPHELD,
    Verb.APPEAL_OVERTURNED,
    Verb.LEGAL_NOTICE_REMOVED,
    Verb.LEGAL_NOTICE_KEPT,
    Verb.REPLY_MOVED_TO_HINTS,
]
HINTS = [Verb.HINT_FIXED, Verb.HINT_ANSWERED, Verb.HINT_DECLINED]
ANONYMOUS = {
    "name": NAME,
    "email": "",
    "website": "",
    "network": "",
    "agent": "",
    "reader": None,
    "wants_mail": False,
    "idempotency_key": Concat(Value("erased-"), Cast("pk", CharField())),
}
WORDLESS = {"text": "", "has_link": False, "language": ""}


def empty(replies: Iterable[Comment], *, keep_shown: bool = False) -> None:
    """Take name, address and text out of replies that the caller has locked, and what was said
    about them beside them. With `keep_shown`, those that are shown keep their text.

    Runs in the transaction of the caller; pages follow. The number of queries does not depend on
    how many there are.
    """
    replies = list(replies)
    if not replies:
        return
    _strike_record(replies)
    numbers = [each.pk for each in replies]
    CommentVersion.objects.filter(comment__in=numbers).delete()
    Decision.objects.filter(comment__in=numbers).update(note="", findings=[])
    Appeal.objects.filter(comment__in=numbers).update(text="", answer="")
    Escalation.objects.filter(comment__in=numbers).update(note="")
    Feedback.objects.filter(comment__in=numbers).update(answer="", wants_credit=False)
    RuleHit.objects.filter(comment__in=numbers).update(matched="")
    Report.objects.filter(comment__in=numbers).update(text="")
    Likeness.objects.filter(comment__in=numbers).delete()
    Notice.objects.filter(comment__in=numbers).delete()
    stay = [each.pk for each in replies if keep_shown and each.state == State.SHOWN]
    gone = sorted(set(numbers) - set(stay))
    Comment.objects.filter(pk__in=stay).update(**ANONYMOUS)
    Comment.objects.filter(pk__in=gone).update(**ANONYMOUS, **WORDLESS)
    for each in replies:
        each.name = NAME
    versions.move(keys.REPLIES, *(keys.replies(each.article_id) for each in replies))


def _strike_record(replies: list[Comment]) -> None:
    """Names and words in the record of the stories under which they stand."""
    names = {(each.article_id, f"{each.name}: ") for each in replies}
    stories = {story for story, _ in names}
    answers = Feedback.objects.filter(comment__in=replies).exclude(answer="")
    said = set(answers.values_list("article", "answer"))
    for row in Record.objects.filter(article__in=stories, verb__in=[*ABOUT_REPLIES, *HINTS]):
        if row.verb in HINTS:
            if (row.article_id, row.note) in said:
                Record.objects.filter(pk=row.pk).update(note=STRUCK)
            continue
        for story, name in names:
            before, found, _ = row.subject.partition(name)
            # an appeal or a notice has its number before the name
            if story == row.article_id and found and (not before or before.endswith(", ")):
                note = STRUCK if row.note else ""
                Record.objects.filter(pk=row.pk).update(subject=f"{before}{STRUCK}", note=note)
                break
