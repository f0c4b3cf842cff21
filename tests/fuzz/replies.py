"""The life of replies under one story: posted, changed, decided, undone, reported, recommended,
appealed against, withdrawn; by readers, a moderator and a senior."""

from __future__ import annotations

import itertools
import json
import re

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from articles.errors import StepRefused
from articles.models import Edition, Record
from articles.publishing import editions
from comments.complaints import appeals, reports
from comments.errors import DecisionRefused, ReplyRefused
from comments.findings import Draft
from comments.intake import author_actions
from comments.intake.post import post_reply
from comments.models import (
    Appeal,
    AppealState,
    Comment,
    CommentVersion,
    Decision,
    Recommendation,
    Report,
    State,
)
from comments.moderation import decisions
from comments.thread import recommendations
from tests import factories
from tests.fuzz.machine import Site
from tests.fuzz.stories import SPANS

MODERATORS = st.sampled_from(["moderator", "senior"])
READERS = st.sampled_from(["Ana Novak", "Bo Lind", "Kim"])
REPLIES = st.integers(0, 5)
#: What comes with the words, and has some of them held.
ENDS = st.sampled_from(
    ["", " See https://a.example https://b.example https://c.example.", " CASINO!!!"]
)
MARK = re.compile(r"zq\d+qz")


class Replies(Site):
    refusals = (ReplyRefused, DecisionRefused, StepRefused)

    def begin(self) -> None:
        self.people = {name: factories.somebody(name) for name in ("editor", "moderator", "senior")}
        self.house_rule = factories.house_rule()
        self.edition = factories.published("Ferry back")
        self.article = self.edition.article
        self.marks = itertools.count(100)
        self.typed: set[str] = set()
        self.batches: list = []

    # What people do

    @rule(name=READERS, end=ENDS, to=st.none() | REPLIES)
    def post(self, name, end, to):
        text = self.text(end)
        email = f"{name.split()[0].lower()}@example.org"
        parent = self.reply(to).pk if to is not None and Comment.objects.exists() else None
        done = self.attempt(
            lambda: post_reply(
                edition=self.edition,
                draft=Draft(name, email, "", text, rules_seen=1),
                parent_id=parent,
                network="203.0.113.0/24",
            )
        )
        self.keep(done, text)

    @precondition(lambda self: Comment.objects.exists())
    @rule(which=REPLIES, end=ENDS)
    def change(self, which, end):
        text = self.text(end)
        self.keep(self.attempt(lambda: author_actions.edit(self.reply(which), text)), text)

    @precondition(lambda self: Comment.objects.exists())
    @rule(which=REPLIES)
    def withdraw(self, which):
        self.attempt(lambda: author_actions.withdraw(self.reply(which)))

    @precondition(lambda self: Comment.objects.exists())
    @rule(
        who=MODERATORS,
        which=st.lists(REPLIES, min_size=1, max_size=3),
        to=st.sampled_from(sorted(State.values)),
        with_rule=st.booleans(),
    )
    def decide(self, who, which, to, with_rule):
        done = self.attempt(
            lambda: decisions.decide(
                {self.reply(number).pk for number in which},
                to=to,
                by=self.people[who],
                rule=self.house_rule if with_rule else None,
            )
        )
        if not isinstance(done, Exception):
            self.batches.append(done.batch)

    @precondition(lambda self: self.batches)
    @rule(who=MODERATORS, which=st.integers(0, 9))
    def undo(self, who, which):
        batch = self.batches[-1 - which % len(self.batches)]
        done = self.attempt(lambda: decisions.undo(batch, by=self.people[who]))
        if not isinstance(done, Exception):
            self.batches.append(done.batch)

    @precondition(lambda self: Comment.objects.exists())
    @rule(which=REPLIES, who=st.integers(0, 4))
    def report(self, which, who):
        self.attempt(
            lambda: reports.report(
                article_id=self.article.pk,
                number=self.reply(which).pk,
                who=f"reader {who}",
                reason="abuse",
            )
        )

    @precondition(lambda self: Comment.objects.exists())
    @rule(which=REPLIES, who=st.integers(0, 4), wanted=st.none() | st.booleans())
    def recommend(self, which, who, wanted):
        self.attempt(
            lambda: recommendations.recommend(
                article_id=self.article.pk,
                number=self.reply(which).pk,
                who=f"reader {who}",
                wanted=wanted,
            )
        )

    @precondition(lambda self: Comment.objects.exists())
    @rule(which=REPLIES)
    def appeal(self, which):
        self.attempt(lambda: appeals.appeal(self.reply(which), "It was no insult."))

    @precondition(lambda self: Appeal.objects.exists())
    @rule(
        who=MODERATORS,
        which=REPLIES,
        outcome=st.sampled_from([appeals.UPHOLD, appeals.OVERTURN, "else"]),
        words=st.sampled_from(["", "We have read it again."]),
    )
    def answer(self, who, which, outcome, words):
        rows = list(Appeal.objects.order_by("pk"))
        appealed, record = rows[which % len(rows)], Record.objects.count()
        done = self.attempt(
            lambda: appeals.answer(appealed, outcome, by=self.people[who], answer=words)
        )
        assert Record.objects.count() == record + (not isinstance(done, Exception))

    @rule()
    def take_the_story_off_or_put_it_back(self):
        live = Edition.objects.live(self.now).filter(article=self.article).first()
        if live:
            self.attempt(lambda: editions.withdraw(self.article, by=self.people["editor"]))
            return
        done = self.attempt(
            lambda: editions.publish(self.article, by=self.people["editor"], kind="minor")
        )
        if not isinstance(done, Exception):
            self.edition = done

    @rule(span=SPANS)
    def wait(self, span):
        self.move_clock(span)

    # What readers see

    @rule()
    def look(self):
        """All that is shown and nothing else, on the page and in the feeds; as many as it says."""
        live = Edition.objects.live(self.now).filter(article=self.article).first()
        story = self.edition.get_absolute_url()
        page, feed = self.read(story), self.read(f"{story}feed/")
        of_all = self.read("/replies/feed/")
        shown = Comment.objects.shown().filter(article=self.article)
        words = {
            mark for text in shown.values_list("text", flat=True) for mark in MARK.findall(text)
        }
        for answer in (page, feed, of_all):
            seen = set(MARK.findall(answer.body.decode()))
            assert not seen - words, "A text stands there that is not shown."
        if live:
            assert (page.status, feed.status) == (200, 200)
            assert set(MARK.findall(page.body.decode())) == words
            counted = json.loads(self.read(f"{story}replies/count/").body)
            assert counted["count"] == len(shown)
        else:
            assert page.status == 410

    # What has to hold

    @invariant()
    def each_change_of_state_is_decided(self):
        """The decisions about a reply lead from one to the next, up to how it stands."""
        chains: dict[int, list[tuple[str, str]]] = {}
        for decision in Decision.objects.order_by("decided_at", "pk"):
            steps = chains.setdefault(decision.comment_id, [])
            steps.append((decision.from_state, decision.to_state))
        for comment in Comment.objects.all():
            steps = chains[comment.pk]
            states = ["", *(to for _, to in steps)]
            assert [begun for begun, _ in steps] == states[:-1]
            assert (comment.state, comment.decision_count) == (states[-1], len(steps))

    @invariant()
    def what_was_typed_is_somewhere(self):
        texts = [
            *Comment.objects.values_list("text", flat=True),
            *CommentVersion.objects.values_list("text", flat=True),
        ]
        assert not self.typed - {mark for text in texts for mark in MARK.findall(text)}

    @invariant()
    def counts_are_those_of_the_rows(self):
        for comment in Comment.objects.all():
            assert comment.recommended == Recommendation.objects.filter(comment=comment).count()
            versions = CommentVersion.objects.filter(comment=comment)
            assert sorted(versions.values_list("number", flat=True)) == list(
                range(1, comment.version)
            )

    @invariant()
    def nothing_waits_that_is_decided(self):
        over = (State.REJECTED, State.SPAM, State.WITHDRAWN)
        assert not Report.objects.filter(comment__state__in=over, settled_at=None).exists()
        open_ones = Appeal.objects.filter(state=AppealState.OPEN)
        assert not open_ones.exclude(comment__state=State.REJECTED).exists()

    # How it is done

    def text(self, end: str) -> str:
        return f"The pier of zq{next(self.marks)}qz was closed.{end}"

    def reply(self, which: int) -> Comment:
        rows = list(Comment.objects.order_by("pk"))
        return rows[which % len(rows)]

    def keep(self, done: object, text: str) -> None:
        if not isinstance(done, Exception):
            self.typed |= set(MARK.findall(text))

    def picture(self) -> object:
        rows = Comment.objects.order_by("pk").values_list("pk", "state", "text", "version")
        counts = [
            model.objects.count()
            for model in (Decision, Report, Recommendation, Appeal, Record, CommentVersion)
        ]
        return list(rows), counts
