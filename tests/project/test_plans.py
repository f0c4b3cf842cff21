"""Each hot page finds its rows by the index that is meant for it, on a site with enough in it that
it matters."""

from __future__ import annotations

import datetime as dt
import re
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from articles import paging
from articles.admin.story.changelist.tabs import TABS
from articles.fronts import contents, places
from articles.models import Author, Edition, Section, Topic
from articles.pages.caching import Dependencies
from articles.pages.process_cache import VersionedCache
from comments.automod import lab
from comments.complaints import report_weight
from comments.models import (
    Comment,
    DeskRule,
    Likeness,
    PersonNote,
    Replay,
    Report,
    RuleHit,
    Sanction,
)
from comments.moderation import campaigns, second_looks
from comments.policies import waiting_time
from comments.transparency import thread_ledger, year_ledger
from newsroom.mail import outbox
from newsroom.operations import tidying
from tests import factories
from tests.growth.fill import fill

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("plans")]  # one process fills the site
STORIES, DESK, MAIL = (
    "/admin/articles/article/",
    "/admin/comments/comment/",
    "/admin/newsroom/mail/",
)
MAIL_STEPS = [step for step in tidying.TABLE if step.name in ("mails", "mail texts")]
HINTS, RULES = "/admin/comments/feedback/", "/admin/comments/deskrule/"

#: What is asked, and the indexes that have to serve it; where there are few rows to sort, one of
#: several may. Those that Django names end in a digest.
OF_STORY = "edition_of_story|edition_one_live|articles_edition_article_id_.*"
REPLIES = "comment_of_story|comments_comment_article_id_.*"
BY_EMAIL = "comment_by_email|comment_newest_by_email"
PLANS = {
    "front": ["edition_newest", "edition_newest_in_section", REPLIES],
    "section": ["edition_newest_in_section", REPLIES, "articles_edition_live_from_.*"],
    "topic": ["edition_newest_of_topic", REPLIES],
    "series": ["edition_newest_in_series|articles_edition_series_id_.*", REPLIES],
    "front as composed": ["edition_newest", OF_STORY, REPLIES],
    "front of a section": ["edition_newest_in_section", OF_STORY],
    "author": ["edition_newest_of_author", REPLIES],
    "feed of a topic": ["edition_newest_of_topic"],
    "feed of an author": ["edition_newest_of_author"],
    "corrections": ["edition_set_right", "articles_edition_live_until_.*"],
    "search": ["articles_editiontext_words|VIRTUAL TABLE INDEX"],
    "story": [
        "address_of_one_story|sqlite_autoindex_articles_address_.*", OF_STORY,
        "edition_newest_in_section",
        "edition_newest_of_topic", REPLIES,
    ],
    **{
        f"stories, {tab}": indexes
        for tab, indexes in {
            "all": ["articles_article_saved_at_.*", OF_STORY],
            "mine": ["articles_article_created_by_id_.*",
            "article_saved_last_of_owner|articles_article_owner_id_.*"],
            "waiting": ["article_saved_last_in_state|articles_article_state_.*"],
            "draft": ["article_saved_last_in_state|articles_article_state_.*"],
            "review": ["article_saved_last_in_state|articles_article_state_.*"],
            "ready": ["article_saved_last_in_state|articles_article_saved_at_.*", OF_STORY],
            "scheduled": ["articles_edition_live_from_.*"],
            "live": ["articles_article_saved_at_.*", OF_STORY],
            "changed": ["articles_article_saved_at_.*", OF_STORY],
        }.items()
    },
    "stories of a section": ["article_saved_last_in_section"],
    "stories of an owner": ["article_saved_last_of_owner"],
    "stories that are late": ["article_next_due"],
    "stories without a picture": ["article_saved_last_with|articles_article_lead_picture_id_.*"],
    "stories searched": ["articles_articletext_words|VIRTUAL TABLE INDEX"],
    "record": ["articles_record_at_.*"],
    "record of a verb": ["record_newest_of_verb"],
    "pictures": ["picture_newest"],
    "decisions": ["decision_newest"],
    "decisions of a state": ["decision_newest_of_state"],
    "mail": ["mail_newest"],
    "mail that failed": ["mail_newest_in_state"],
    "mail searched": ["mail_newest"],
    "mail tidied": ["mail_with_content", "mail_newest", "mail_due"],
    "held": ["comment_queue_by_age", BY_EMAIL],
    "held, most urgent": ["comment_queue_by_priority"],
    # the second where a section has few stories
    "held, of a section": ["comment_queue_by_age|comment_of_story"],
    "unseen": ["comment_unseen_by_priority"],
    "unseen, oldest": ["comment_unseen"],
    "decided": ["decision_newest_of_people"],
    "spam": ["comment_queue_by_age", BY_EMAIL],
    "all": ["comment_newest"],
    "all, searched": ["reply_words|VIRTUAL TABLE INDEX", "comment_newest"],
    "all of an address": ["comment_newest_by_email"],
    "posting": [BY_EMAIL, "sanction_of_person"],
    "hints": ["feedback_queue"],
    "hints that are answered": ["feedback_queue"],
    "hints of a story": ["feedback_of_story|comments_feedback_article_id_.*"],
    "waiting measured": ["decision_newest", "decision_of_comment|comments_decision_comment_id_.*"],
    "best replies": ["comment_best", REPLIES],
    "newest replies": [REPLIES],
    "picked replies": ["comment_picked"],
    "replies of all stories": ["comment_queue_by_age|comment_newest"],
    "a rule of the desk": ["rule_hit_newest"],
    "a person": ["sanction_of_person", "note_on_person", "comment_newest_by_email"],
    "weights of reports": ["report_of_network"],
    "decisions tried": ["decision_newest_of_people|decision_newest"],
    "reported": ["report_open", "comments_comment_pkey|INTEGER PRIMARY KEY"],
    "appeals": ["appeal_open|appeal_decided"],  # those that are open are few
    "notices": ["legal_notice_open|legal_notice_decided"],
    "ledger of a story": ["comment_ledger|comment_of_story"],  # appeals are few here
    "ledger of a month": ["decision_newest_of_state|decision_figures", "legal_notice_came"],
    "figures": ["decision_figures", "decision_undoing"],
}  # fmt: skip


PLANS |= {
    "posting a long text": ["likeness_key"],
    "compared": ["likeness_key"],
    "the same text elsewhere": ["likeness_key"],
    "campaigns": ["campaign_newest", "comments_likeness_campaign_id_.*"],
    "second look": [
        "second_look_open",
        "decision_by|comments_decision_by_id_.*|decision_of_comment|comments_decision_comment_id_.*",
    ],
    "second looks chosen": ["decision_newest|comments_decision_pkey|INTEGER PRIMARY KEY"],
}


@pytest.fixture(scope="module")
def site(module_db):
    """A filled site for all tests of this module."""
    factories.house_rule()
    fill(stories=2500, replies=12_000, long_threads=0, say=lambda words: None)
    factories.mails(3000)
    factories.hints(2000)
    factories.appeals_and_notices(500)
    factories.compared(3000)
    looked_at = (
        Comment.objects.filter(state="shown")
        .order_by("created_at")
        .values_list("pk", flat=True)[100:]
    )
    Comment.objects.filter(pk__in=list(looked_at)).update(reviewed=True)
    read_by_many()
    moderated()
    if connection.vendor == "postgresql":
        analyze()
    return asked()


def read_by_many() -> None:
    """Every tenth reply is recommended, every hundredth picked, every two hundredth reported."""
    shown = list(Comment.objects.shown().order_by("pk").values_list("pk", flat=True))
    Comment.objects.filter(pk__in=shown[::10]).update(best=0.1, recommended=2)
    now = timezone.now()
    Comment.objects.filter(pk__in=shown[::100]).update(picked_at=now)
    about = {"version": 1, "reason": "spam", "at": now}
    Report.objects.bulk_create(
        Report(comment_id=pk, who=f"{pk}", network=f"{pk}", **about) for pk in shown[::200]
    )
    Report.objects.bulk_create(
        Report(comment_id=pk, who=f"{pk}", network=f"{pk}", settled_at=now, **about)
        for pk in shown[1::2]
    )


def moderated() -> None:
    """Rules with many hits, measures and notes about many people."""
    now, replies = timezone.now(), list(Comment.objects.order_by("pk").values_list("pk", "email"))
    senior, rules = (
        factories.somebody("senior"),
        [factories.desk_rule(terms=f"word{number}") for number in range(4)],
    )
    Report.objects.filter(settled_at__isnull=False).update(settled_by=senior)
    RuleHit.objects.bulk_create(
        RuleHit(rule=rules[number % 4], comment_id=pk, rule_version=1, was_silent=False, at=now)
        for number, (pk, _) in enumerate(replies)
    )
    Sanction.objects.bulk_create(
        Sanction(email=f"r{number}@example.org", kind="hold", by=senior, since=now)
        for number in range(3000)
    )
    PersonNote.objects.bulk_create(
        PersonNote(email=f"r{number}@example.org", text="…", by=senior, at=now)
        for number in range(3000)
    )


def analyze() -> None:
    """Let the planner count. PostgreSQL does so by itself; SQLite is used without, and has to do
    well either way."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def asked() -> dict:
    """What each name stands for: a call that asks for it."""
    reader, chief, rule, now = Client(), Client(), DeskRule.objects.all()[0], timezone.now()
    chief.force_login(factories.somebody("chief"))
    owner = factories.somebody("editor")
    section, spammer = (
        Section.objects.get(slug="opinion"),
        Comment.objects.filter(state="spam")[0].email,
    )
    story = Edition.objects.live(timezone.now()).newest_first()[5].get_absolute_url()
    public = {
        "front": "/",
        "section": section.get_absolute_url(),
        "corrections": "/corrections/",
        "search": "/search/?q=xylophone",
        "story": story,
        "topic": Topic.objects.get(slug="topic-20").get_absolute_url(),
        "author": Author.objects.get(slug="dina-berg").get_absolute_url(),
    }
    public["series"] = in_series()
    composed = composed_fronts(section)
    public |= {f"{order} replies": f"{story}?order={order}" for order in ("best", "newest")}
    public |= {"picked replies": f"{story}?order=picks", "replies of all stories": "/replies/feed/"}
    public |= {
        f"feed of {a} {kind}": f"{public[kind]}feed/"
        for a, kind in (("a", "topic"), ("an", "author"))
    }
    admin = {
        **{f"stories, {tab.name}": f"{STORIES}?tab={tab.name}" for tab in TABS},
        "stories of a section": f"{STORIES}?section__id__exact={section.pk}",
        "stories of an owner": f"{STORIES}?owner={owner.pk}",
        "stories that are late": f"{STORIES}?due=late",
        "stories without a picture": f"{STORIES}?picture=none",
        "stories searched": f"{STORIES}?q=xylophone",
        "record": "/admin/articles/record/",
        "record of a verb": "/admin/articles/record/?verb=withdrawn",
        "pictures": "/admin/articles/picture/",
        "decisions": "/admin/comments/decision/",
        "decisions of a state": "/admin/comments/decision/?to_state__exact=rejected",
        "mail": MAIL,
        "mail that failed": f"{MAIL}?state__exact=failed",
        "mail searched": f"{MAIL}?q=reader-1",
        "reported": f"{DESK}?queue=reported",
        "held": DESK,
        "unseen": f"{DESK}?queue=unseen",
        "held, most urgent": f"{DESK}?order=priority",
        "held, of a section": f"{DESK}?section={Section.objects.get(slug='city').pk}",
        "unseen, oldest": f"{DESK}?queue=unseen&order=oldest",
        "decided": f"{DESK}?queue=decided",
        "spam": f"{DESK}?queue=spam",
        "all": f"{DESK}?queue=all",
        "all, searched": f"{DESK}?queue=all&q=xylophone",
        "hints": HINTS,
        "hints that are answered": f"{HINTS}?tab=answered",
        "hints of a story": f"{HINTS}?story={Comment.objects.first().article_id}",
        "all of an address": f"{DESK}?queue=all&q={spammer}",
        "appeals": "/admin/comments/appeal/",
        "notices": "/admin/comments/legalnotice/",
        "figures": "/admin/comments/decision/figures/?days=7",
        "a rule of the desk": f"{RULES}{rule.pk}/change/",
        "a person": "/admin/comments/sanction/person/?email=r7@example.org",
    }
    rejected = Comment.objects.filter(state="rejected").first()
    last_month = (timezone.localdate().replace(day=1) - dt.timedelta(days=1)).replace(day=1)
    admin |= {
        "campaigns": "/admin/comments/campaign/",
        "second look": "/admin/comments/secondlook/",
    }
    likeness = Likeness.objects.get(pk=Likeness.objects.filter(campaign=None).values("pk")[50:51])
    reply = {"comment": "What does it cost?", "name": "Ada", "email": spammer}
    return {
        **{name: lambda address=address: reader.get(address) for name, address in public.items()},
        **{name: lambda address=address: chief.get(address) for name, address in admin.items()},
        **composed,
        "mail tidied": lambda: HttpResponse(str([outbox.tidy(), *tidying.tidy(now, MAIL_STEPS)])),
        "weights of reports": lambda: HttpResponse(
            str(report_weight.weights(Report.objects.all()[:20]))
        ),
        "decisions tried": lambda: HttpResponse(
            str(len(next(lab.cases(rule, Replay(rule=rule, at=now, days=30)))))
        ),
        "waiting measured": lambda: HttpResponse(str(waiting_time.waits(timezone.now()))),
        "ledger of a story": lambda: HttpResponse(
            str(thread_ledger.of_story(rejected.article_id, 0, Dependencies()))
        ),
        "ledger of a month": lambda: HttpResponse(str(year_ledger.count(last_month))),
        "posting": lambda: reader.post(f"{story}reply/", reply),
        "posting a long text": lambda: reader.post(
            f"{story}reply/", {**reply, "comment": "What does it cost " * 9}
        ),
        "compared": lambda: HttpResponse(str(campaigns._alike(likeness))),
        "the same text elsewhere": lambda: HttpResponse(str(campaigns.same_text([likeness.pk]))),
        "second looks chosen": lambda: HttpResponse(str(second_looks.tidy())),
    }


def in_series() -> str:
    """The address of a series of three of the stories."""
    series = factories.series()
    for number, edition in enumerate(Edition.objects.live(timezone.now()).newest_first()[10:13], 1):
        Edition.objects.filter(pk=edition.pk).update(series=series, series_part=number)
    return series.get_absolute_url()


def composed_fronts(section: Section) -> dict:
    """Fronts with stories placed by hand and rules, without publishing them: the other pages fill
    themselves."""
    now = timezone.now()
    stories = list(
        Edition.objects.live(now).newest_first().values_list("article", flat=True)[20:24]
    )
    topic = Topic.objects.get(slug="topic-20")
    content = {
        "lead": [{"story": stories[0]}],
        "rail": [{"rule": f"topic:{topic.pk}"}, {"story": stories[1]}],
    }

    def shown(place: places.Place) -> HttpResponse:
        contents.live(place, now)
        found = contents.show(place, content, now)
        return HttpResponse(str(Comment.objects.counts(found.stories)))

    return {
        "front as composed": lambda: shown(places.home(Section.objects.all())),
        "front of a section": lambda: shown(places.of_section(section)),
    }


@contextmanager
def queries():
    """All questions that are put to the database meanwhile."""
    found = []

    def note(execute, sql, params, many, context):
        if sql.startswith("SELECT"):
            found.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield found


def plan_of(ask) -> str:
    """How the database goes about all that `ask` makes it do, in its own words."""
    with transaction.atomic():
        with queries() as found:
            answer = ask()
        assert answer.status_code in (200, 303)
        explain = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
        lines = []
        with connection.cursor() as cursor:
            for sql, params in found:
                cursor.execute(f"{explain} {sql.removesuffix(' FOR UPDATE')}", params)
                lines += [row[-1] for row in cursor.fetchall()]
        transaction.set_rollback(True)
    return "\n".join(lines)


@pytest.fixture(autouse=True)
def _little_is_searched(monkeypatch):
    """So that what is searched is a small part of this site too."""
    monkeypatch.setattr(paging, "SEARCHED", 500)


def missing(name: str, plan: str) -> list[str]:
    """The indexes that should serve what is asked, and don't."""
    return [index for index in PLANS[name] if not re.search(rf"\b({index})\b", plan)]


def test_the_index_meant_for_it_is_used(site, subtests):
    for name in PLANS:
        with subtests.test(name):
            VersionedCache.clear_all()
            plan = plan_of(site[name])
            assert missing(name, plan) == [], plan


@pytest.mark.parametrize(
    ("name", "index"),
    [("section", "edition_newest_in_section"), ("unseen", "comment_unseen_by_priority")],
)
def test_a_lost_index_is_told(site, name, index):
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"DROP INDEX {index}")
        assert missing(name, plan_of(site[name])) == [index]
        transaction.set_rollback(True)


def test_they_are_used_as_well_when_all_has_been_counted_anew(site):
    with transaction.atomic():
        analyze()
        plans = {name: plan_of(ask) for name, ask in site.items()}
        transaction.set_rollback(True)
    lost = {name: missing(name, plan) for name, plan in plans.items()}
    assert not any(lost.values()), lost
