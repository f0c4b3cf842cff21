"""The record: one row for each step that meant something."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class Verb(models.TextChoices):
    """All that is put on record, in the words of the record."""

    # Stories
    BEGUN = "begun"
    SAVED = "saved"
    RESTORED = "restored"
    NAMED = "named"
    DELETED = "deleted"
    SUBMIT = "submit"
    TAKE_BACK = "take back"
    APPROVE = "approve"
    SEND_BACK = "send back"
    PUBLISHED = "published"
    SCHEDULED = "scheduled"
    UNSCHEDULED = "unscheduled"
    WITHDRAWN = "withdrawn"
    CAME_IN = "came in"
    CHECKS_CHANGED = "checks changed"
    REMARKED = "remarked"
    REMARKED_IN_PREVIEW = "remarked in a preview"
    ANSWERED_REMARK = "answered a remark"
    ANSWERED_REMARK_IN_PREVIEW = "answered a remark in a preview"
    REMARK_RESOLVED = "remark resolved"
    REMARK_REOPENED = "remark reopened"
    PREVIEW_LINK_MADE = "preview link made"
    PREVIEW_LINK_REVOKED = "preview link revoked"
    # Fronts
    FRONT_SAVED = "front saved"
    FRONT_RESTORED = "front restored"
    FRONT_PUBLISHED = "front published"
    FRONT_SCHEDULED = "front scheduled"
    FRONT_UNSCHEDULED = "front unscheduled"
    # Pictures
    PICTURE_SAVED = "picture saved"
    PICTURE_REMOVED = "picture removed"
    # What stories are filed under, and the paper itself
    SECTION_ADDED = "section added"
    SECTION_CHANGED = "section changed"
    SECTION_DELETED = "section deleted"
    TOPIC_ADDED = "topic added"
    TOPIC_CHANGED = "topic changed"
    TOPIC_DELETED = "topic deleted"
    SERIES_ADDED = "series added"
    SERIES_CHANGED = "series changed"
    SERIES_DELETED = "series deleted"
    AUTHOR_ADDED = "author added"
    AUTHOR_CHANGED = "author changed"
    AUTHOR_DELETED = "author deleted"
    PUBLICATION_ADDED = "publication added"
    PUBLICATION_CHANGED = "publication changed"
    # Lists
    VIEW_KEPT = "view kept"
    VIEW_REMOVED = "view removed"
    # Replies; decisions about them have rows of their own
    REPLIES_CAME_IN = "replies came in"
    REPLY_PICKED = "reply picked"
    REPLY_UNPICKED = "reply unpicked"
    REPLY_PASSED_TO_EDITOR = "reply passed on: editor"
    REPLY_PASSED_TO_LEGAL = "reply passed on: legal"
    REPLY_PUT_ASIDE = "reply put aside"
    REPLY_BROUGHT_BACK = "reply brought back"
    SETTLED_BY_EDITOR = "settled: editor"
    SETTLED_BY_LEGAL = "settled: legal"
    PASSED_TO_LEGAL = "passed on to legal"
    CAMPAIGN_DECIDED = "campaign decided"
    CAMPAIGN_DISMISSED = "campaign dismissed"
    APPEAL_UPHELD = "appeal the decision stands"
    APPEAL_OVERTURNED = "appeal the reply is shown again"
    LEGAL_NOTICE_REMOVED = "notice: the reply was taken off"
    LEGAL_NOTICE_KEPT = "notice: the reply stays"
    REPLY_MOVED_TO_HINTS = "reply moved to hints"
    HINT_FIXED = "hint fixed"
    HINT_ANSWERED = "hint answered"
    HINT_DECLINED = "hint declined"
    # People who reply
    PERSON_NOTED = "person noted"
    PERSON_MESSAGE = "person: message"
    PERSON_WARN = "person: warn"
    PERSON_HOLD = "person: hold"
    PERSON_SUSPEND = "person: suspend"
    PERSON_BAN = "person: ban"
    PERSON_LIFTED = "person: lifted"
    PERSON_EXPORTED = "person: data downloaded"
    PERSON_ERASED = "person: data erased"
    PRIVACY_SETTLED = "readers’ data settled"
    # How replies are treated
    POLICY_SETTLED = "reply policy settled"
    POLICY_REMOVED = "reply policy removed"
    HOUSE_RULE_SETTLED = "house rule settled"
    HOURS_SETTLED = "hours of the desk settled"
    HOURS_REMOVED = "hours of the desk removed"
    RISK_SET = "risk set"
    RISK_LIFTED = "risk lifted"
    RULE_MADE = "rule made"
    RULE_CHANGED = "rule changed"
    RULE_BACK_TO_LAB = "rule changed, back to the lab"
    RULE_TRIED = "rule tried"
    RULE_LAB = "rule lab"
    RULE_SILENT = "rule silent"
    RULE_LIVE = "rule live"
    RULE_OFF = "rule off"
    MODEL_CHOSEN = "model chosen"
    COST_SET = "cost of a wrong hold set"
    DESK_SETTINGS_CHANGED = "desk settings changed"
    STORY_WATCHED = "story watched"
    STORY_NOT_WATCHED = "story not watched any more"
    WATCH_LIST_REMOVED = "watch list removed"
    # Mail
    MAIL_SENT_AGAIN = "mail sent again"
    # Those who log in
    BROWSER_ADDED = "new browser"
    LOGINS_FAILED = "logins failed"
    USER_ADDED = "user added"
    USER_CHANGED = "user changed"
    USER_DELETED = "user deleted"
    USER_INVITED = "user invited"
    PASSWORD_LINK_SENT = "password link sent"
    PASSWORD_CHANGED = "password changed"
    EMAIL_CHANGED = "email changed"
    NAME_CHANGED = "name changed"
    SESSIONS_ENDED = "sessions ended"
    SECOND_FACTOR_ADDED = "second factor added"
    SECOND_FACTOR_REMOVED = "second factor removed"
    RECOVERY_CODES_MADE = "recovery codes made"
    RECOVERY_CODE_USED = "recovery code used"
    SECOND_FACTOR_DEMANDED = "second factor demanded"


#: What verbs are about, by the first of each; the others follow it in Verb.
SUBJECTS = {
    Verb.BEGUN: "Stories",
    Verb.FRONT_SAVED: "Fronts",
    Verb.PICTURE_SAVED: "Pictures",
    Verb.SECTION_ADDED: "Sections, topics and bylines",
    Verb.VIEW_KEPT: "Lists",
    Verb.REPLIES_CAME_IN: "Replies",
    Verb.PERSON_NOTED: "People who reply",
    Verb.POLICY_SETTLED: "How replies are treated",
    Verb.MAIL_SENT_AGAIN: "Mail",
    Verb.BROWSER_ADDED: "Those who log in",
}


def verbs_by_subject() -> dict[str, list[Verb]]:
    """All verbs in their order, under what they are about."""
    found: dict[str, list[Verb]] = {}
    subject = ""
    for verb in Verb:
        subject = SUBJECTS.get(verb, subject)
        found.setdefault(subject, []).append(verb)
    return found


class RecordQuerySet(models.QuerySet):
    def write(self, verb: Verb, *, by, **about) -> Record:
        """Put a step on record, in its transaction. `about` are fields of the record.

        Raises TypeError for a verb that is only text: made from parts, nobody finds it.
        """
        record = Record.of(verb, by=by, **about)
        record.save()
        return record


class Record(models.Model):
    """Who did what, when. Rows are only ever added, by `Record.objects.write`."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    verb = models.CharField(max_length=60)
    subject = models.CharField(max_length=250, blank=True)
    article = models.ForeignKey(
        "articles.Article", models.SET_NULL, null=True, blank=True, related_name="records"
    )
    edition = models.ForeignKey(
        "articles.Edition", models.SET_NULL, null=True, blank=True, related_name="records"
    )
    front = models.ForeignKey(
        "articles.Front", models.SET_NULL, null=True, blank=True, related_name="records"
    )
    version = models.PositiveIntegerField(
        null=True, blank=True, help_text="Of the working copy, when it was done."
    )
    note = models.TextField(blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["verb", "-at", "-id"], name="record_newest_of_verb")]

    def __str__(self) -> str:
        return f"{self.verb}: {self.subject}"

    @classmethod
    def of(cls, verb: Verb, *, by, subject: object = "", **about) -> Record:
        """A record that is not stored yet, for many at once. The subject is cut where it is too
        long. Raises TypeError for a verb that is only text."""
        if not isinstance(verb, Verb):
            raise TypeError(f"{verb!r} is no member of Verb.")
        return cls(by=by, verb=verb.value, subject=str(subject)[:250], **about)
