"""What is held about an address, for whoever has it: as data, and as a page.

Named are those in the newsroom by nobody's name: what they did is told, who did it is theirs.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from articles.models import Record, Verb
from comments import permissions
from comments.errors import NotAllowed
from comments.models import (
    Comment,
    Decision,
    Follow,
    LegalNotice,
    MailLink,
    Notice,
    PersonNote,
    Reader,
    Report,
    RuleHit,
    Sanction,
)
from comments.people import erasing

#: Number of rows that are read at a time.
CHUNK = 200


@dataclass(frozen=True)
class Section:
    """One kind of what is held: its name in the data, its title on the page, its rows and how one
    of them is told, the most important first."""

    name: str
    title: str
    rows: QuerySet
    told: Callable[[object], dict]

    def count(self) -> int:
        return self.rows.count()

    def __iter__(self) -> Iterator[dict]:
        for row in self.rows.iterator(chunk_size=CHUNK):
            yield {name: value for name, value in self.told(row).items() if value not in ("", [])}

    def first(self, most: int) -> list[dict]:
        """The first of them, for the page."""
        return list(islice(self, most))


#: What other parts hold: each gives its sections for an address.
OTHERS: list[Callable[[str], list[Section]]] = []


def sections(email: str) -> list[Section]:
    """All that is held about an address. No query is made before a section is read."""
    found = [
        Section("reader", "Confirmed address", Reader.objects.filter(email=email), _reader),
        Section("replies", "Replies", _replies(email), _reply),
        Section("reports", "Reports about replies of others", _by(Report, email, "at"), _report),
        Section(
            "notices_of_illegal_content",
            "Notices of illegal content that were sent",
            _by(LegalNotice, email, "at"),
            _legal_notice,
        ),
        Section("follows", "Stories that are followed", _follows(email), _follow),
        Section(
            "measures",
            "Measures of the moderators",
            Sanction.objects.about(email).select_related("rule").order_by("-since", "-pk"),
            _measure,
        ),
        Section("notes", "Notes of the moderators", _by(PersonNote, email, "at"), _note),
        Section("told", "News about replies", _told(email), _notice),
        Section("links", "Links that were mailed", _by(MailLink, email, "made_at"), _link),
    ]
    return found + [section for other in OTHERS for section in other(email)]


def counts(email: str) -> dict[str, int]:
    """How much of each there is, by title; what there is nothing of is left out."""
    counted = {section.title: section.count() for section in sections(email)}
    return {title: count for title, count in counted.items() if count}


def before_erasure(email: str) -> dict:
    """What an erasure would do: how much goes, what becomes of shown replies, and what stays."""
    return {
        "counts": counts(email),
        "fate": erasing.fate(),
        "lasting": erasing.lasting(email).exists(),
        "by_law": erasing.kept_by_law(email).count(),
        "waiting": erasing.waits_for(email).count(),
        "rules": list(erasing.rules_naming(email).values_list("name", flat=True)[:20]),
    }


def as_json(email: str) -> Iterator[str]:
    """All of it as JSON, in pieces, so that memory doesn't grow with what somebody wrote."""
    encode = DjangoJSONEncoder(ensure_ascii=False, indent=1).encode
    yield f'{{\n"address": {json.dumps(email)},\n"of": {encode(timezone.now())}'
    for section in sections(email):
        yield f',\n"{section.name}": ['
        for place, row in enumerate(section):
            yield (",\n" if place else "\n") + encode(row)
        yield "]"
    yield "\n}\n"


@transaction.atomic
def export(email: str, *, by) -> list[Section]:
    """The sections, for somebody of the newsroom; it is put on record, without the address. Raises
    NotAllowed."""
    if not permissions.can_export_person(by):
        raise NotAllowed("Your role does not allow downloading what is held about somebody.")
    Record.objects.write(Verb.PERSON_EXPORTED, by=by)
    return sections(email)


def _by(model, email: str, when: str) -> QuerySet:
    return model.objects.filter(email=email).order_by(f"-{when}", "-pk")


def _replies(email: str) -> QuerySet[Comment]:
    decisions = Decision.objects.select_related("rule").order_by("decided_at", "pk")
    found = Comment.objects.filter(email=email, user=None).select_related("edition__address")
    beside = ("versions", "appeals", "legal_notices", "rule_hits")
    found = found.prefetch_related(Prefetch("decisions", decisions), *beside)
    return found.defer("edition__body").order_by("-created_at", "-pk")


def _follows(email: str) -> QuerySet[Follow]:
    found = Follow.objects.filter(reader__email=email).select_related("article")
    return found.defer("article__body").order_by("-since", "-pk")


def _told(email: str) -> QuerySet[Notice]:
    return Notice.objects.filter(reader__email=email).order_by("-made_at", "-pk")


def _reader(reader: Reader) -> dict:
    return {
        "email": reader.email,
        "name": reader.name,
        "confirmed": reader.confirmed_at,
        "mail_about_answers": reader.get_answers_mail_display(),
        "mail_about_decisions": reader.get_decisions_mail_display(),
        "mail_about_stories": reader.get_stories_mail_display(),
    }


def _reply(reply: Comment) -> dict:
    return {
        "text": reply.text,
        "written": reply.created_at,
        "story": reply.edition.headline,
        "address": f"{settings.SITE_URL}{reply.get_absolute_url()}",
        "state": reply.get_state_display(),
        "name": reply.name,
        "email": reply.email,
        "website": reply.website,
        "shown": reply.shown_at or "",
        "edited": reply.edited_at or "",
        "earlier_texts": [
            {"text": each.text, "until": each.until} for each in reply.versions.all()
        ],
        "decisions": [_decision(each) for each in reply.decisions.all()],
        "appeals": [
            {
                "text": each.text,
                "at": each.at,
                "came_of_it": each.get_state_display(),
                "answer": each.answer,
            }
            for each in reply.appeals.all()
        ],
        "notices_of_illegal_content_about_it": [
            each.reference for each in reply.legal_notices.all()
        ],
        "found_by_rules_of_the_desk": _matched(reply.rule_hits.all()),
        "network": reply.network,
        "browser": reply.agent,
        "language": reply.language,
        "recommended_by": reply.recommended or "",
    }


def _decision(decision: Decision) -> dict:
    said = {
        "at": decision.decided_at,
        "to": decision.get_to_state_display(),
        "by": "a moderator" if decision.by_id else "software, or its author",
        "rule": str(decision.rule or ""),
        "law": decision.law,
        "told": decision.note,
        "findings": decision.reasons,
    }
    return {name: value for name, value in said.items() if value not in ("", [])}


def _matched(hits: list[RuleHit]) -> list[str]:
    return [hit.matched for hit in hits if hit.matched]


def _report(report: Report) -> dict:
    return {
        "reason": report.get_reason_display(),
        "text": report.text,
        "at": report.at,
        "settled": report.settled_at or "",
        "reply": report.comment_id,
    }


def _legal_notice(notice: LegalNotice) -> dict:
    return {
        "reference": notice.reference,
        "kind": notice.get_kind_display(),
        "reasons": notice.reasons,
        "name": notice.name,
        "at": notice.at,
        "state": notice.get_state_display(),
        "outcome": notice.outcome,
    }


def _follow(follow: Follow) -> dict:
    return {"story": follow.article.headline, "since": follow.since}


def _measure(sanction: Sanction) -> dict:
    return {
        "measure": sanction.get_kind_display(),
        "since": sanction.since,
        "until": sanction.until or "",
        "ended": sanction.lifted_at or "",
        "rule": str(sanction.rule or ""),
        "message": sanction.message,
        "reason": sanction.note,
    }


def _note(note: PersonNote) -> dict:
    return {"text": note.text, "at": note.at}


def _notice(notice: Notice) -> dict:
    return {
        "what": notice.get_event_display(),
        "reply": notice.comment_id,
        "at": notice.made_at,
        "mailed": notice.told_at or "",
    }


def _link(link: MailLink) -> dict:
    return {"made": link.made_at, "used": link.used_at or "", "name": link.name}
