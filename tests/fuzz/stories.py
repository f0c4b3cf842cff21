"""The life of stories, of which a writer and an editor do whatever comes to mind, with copies that
the other has saved over as well."""

from __future__ import annotations

import datetime as dt
import itertools
import re
import uuid

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from articles.errors import Collision, StepRefused
from articles.models import Article, Autosave, Edition, Record, Revision
from articles.publishing import dates, editions
from articles.writing import autosave, save, workflow
from newsroom import embargo
from newsroom.serving import site_client
from tests import factories
from tests.fuzz.machine import Site

PERSONS = st.sampled_from(["writer", "editor"])
STORIES = st.integers(0, 2)
SPANS = st.sampled_from([dt.timedelta(minutes=m) for m in (1, 29, 30, 31, 60, 24 * 60)])
#: Where the text of a story ends up, and by what it is known again.
FIELDS = ("headline", "standfirst", "body")
MARK = re.compile(r"zq\d+qz")


class Stories(Site):
    refusals = (StepRefused,)

    def begin(self) -> None:
        self.people = {name: factories.somebody(name) for name in ("writer", "editor")}
        factories.section(), factories.topic()
        self.marks = itertools.count(100)
        self.typed: dict[str, int | None] = {}  # each mark, and of which story
        self.opened: dict[tuple[str, int], Article] = {}
        self.stories: list[int] = []

    # What people do

    @precondition(lambda self: len(self.stories) < 3)
    @rule(who=PERSONS)
    def begin_a_story(self, who):
        story = Article(section=factories.section(), **self.texts(None))
        done = self.attempt(
            lambda: save.save_article(story, by=self.people[who], topics=[factories.topic()])
        )
        assert not isinstance(done, Exception)
        self.stories.append(story.pk)
        self.typed |= dict.fromkeys(self.marks_in(story), story.pk)

    @precondition(lambda self: self.stories)
    @rule(who=PERSONS, which=STORIES)
    def open_the_form(self, who, which):
        story = self.story(which)
        self.opened[who, story.pk] = story

    @precondition(lambda self: self.stories)
    @rule(who=PERSONS, which=STORIES, field=st.sampled_from(FIELDS), stale=st.booleans())
    def save_it(self, who, which, field, stale):
        story = self.form(who, which, stale=stale)
        setattr(story, field, self.texts(story.pk)[field])
        self.save(story, who)

    @precondition(lambda self: self.stories)
    @rule(
        who=PERSONS,
        which=STORIES,
        embargo=st.none() | SPANS,
        expires=st.none() | SPANS,
        stale=st.booleans(),
    )
    def set_times(self, who, which, embargo, expires, stale):
        story = self.form(who, which, stale=stale)
        story.embargo_until = self.now + embargo if embargo else None
        story.expires_at = self.now + expires if expires else None
        self.save(story, who)

    @precondition(lambda self: self.stories)
    @rule(who=PERSONS, which=STORIES)
    def type_and_leave(self, who, which):
        """What is typed is kept before anybody saves it."""
        story = self.story(which)
        fields = {name: [text] for name, text in self.texts(story.pk).items()}
        done = self.attempt(
            lambda: autosave.keep(
                story, fields, by=self.people[who], tab=uuid.uuid4(), seen_version=story.version
            )
        )
        if not isinstance(done, Exception):
            self.typed |= {
                mark: story.pk for [text] in fields.values() for mark in MARK.findall(text)
            }

    @precondition(lambda self: self.stories)
    @rule(who=PERSONS, which=STORIES, to=st.sampled_from(sorted(workflow.BY_NAME)))
    def move_it_on(self, who, which, to):
        self.attempt(lambda: workflow.move(self.story(which), to=to, by=self.people[who]))

    @precondition(lambda self: self.stories)
    @rule(
        who=PERSONS,
        which=STORIES,
        later=st.none() | SPANS,
        kind=st.sampled_from(["", "minor", "update", "correction"]),
        stale=st.booleans(),
    )
    def publish(self, who, which, later, kind, stale):
        story = self.story(which)
        seen = self.form(who, which, stale=stale).version
        note = self.texts(None)["standfirst"] if kind in ("update", "correction") else ""
        self.attempt(
            lambda: editions.publish(
                story,
                by=self.people[who],
                at=self.now + later if later else None,
                kind=kind,
                note=note,
                seen_version=seen,
            )
        )

    @precondition(lambda self: self.stories)
    @rule(who=PERSONS, which=STORIES, later=SPANS)
    def have_it_go_live_at_another_time(self, who, which, later):
        story = self.story(which)
        self.attempt(
            lambda: dates.reschedule(
                story, self.now + later, by=self.people[who], seen_version=story.version
            )
        )

    @precondition(lambda self: self.stories)
    @rule(
        who=PERSONS, which=STORIES, step=st.sampled_from([editions.withdraw, editions.unschedule])
    )
    def take_it_off(self, who, which, step):
        self.attempt(lambda: step(self.story(which), by=self.people[who]))

    @precondition(lambda self: self.stories)
    @rule(who=PERSONS, which=STORIES, number=st.integers(1, 9))
    def restore(self, who, which, number):
        story = self.story(which)
        if Revision.objects.filter(article=story, number=number).exists():
            self.attempt(lambda: save.restore(story, number, by=self.people[who]))

    @rule(span=SPANS)
    def wait(self, span):
        self.move_clock(span)

    # What readers see

    @precondition(lambda self: self.stories)
    @rule()
    def look_at_each_output(self):
        """Nothing stands there that no edition has shown, nor what is under embargo."""
        begun = Edition.objects.filter(live_from__lte=self.now).not_cancelled()
        shown = {
            mark
            for edition in begun
            for name in (*FIELDS, "note")
            for mark in MARK.findall(getattr(edition, name))
        }
        held = embargo.stories_under_embargo()
        own = [each.get_absolute_url() for each in Edition.objects.select_related("address")]
        seeing = [*embargo.outputs(held, site_client.of_this_code), *own]
        for address in dict.fromkeys(seeing):
            answer = self.read(address)
            found = set(MARK.findall(answer.body.decode("utf-8", "replace")))
            # the page of a search repeats what was asked for
            assert not found & self.typed.keys() - shown, (address, found - shown)
            unseen = [each for each in held if not shown & set(MARK.findall(each.headline))]
            assert not embargo.find_leaks(unseen, address, answer), address

    @precondition(lambda self: self.stories)
    @rule(which=STORIES)
    def look_at_the_story(self, which):
        """Its page is the live edition, at whichever of its addresses one comes."""
        live = Edition.objects.live(self.now).filter(
            article=self.stories[which % len(self.stories)]
        )
        for edition in Edition.objects.filter(
            article=self.stories[which % len(self.stories)], live_from__lte=self.now
        ).not_cancelled():
            answer = self.read(edition.get_absolute_url())
            now = live.first()
            if now is None:
                assert answer.status == 410, answer.status
            elif now.address_id == edition.address_id:
                assert answer.status == 200
                assert now.headline in answer.body.decode()
            else:
                assert answer.location.endswith(now.get_absolute_url())

    # What has to hold

    @invariant()
    def one_edition_is_live_at_any_moment(self):
        for story in self.stories:
            spans = (
                Edition.objects.filter(article=story).not_cancelled().order_by("live_from", "pk")
            )
            end = None
            for edition in spans:
                if edition.live_until == edition.live_from:
                    continue
                assert end is None or end <= edition.live_from, "Two are live at a time."
                end = edition.live_until or dt.datetime.max.replace(tzinfo=dt.UTC)

    @invariant()
    def no_edition_goes_live_under_embargo(self):
        for edition in Edition.objects.live(self.now).select_related("article"):
            until = edition.article.embargo_until
            assert not until or until <= self.now

    @invariant()
    def what_was_typed_is_somewhere(self):
        kept = " ".join(
            str(value)
            for values in (
                Revision.objects.values_list("content", flat=True),
                Autosave.objects.values_list("fields", flat=True),
            )
            for value in values
        )
        assert not self.typed.keys() - set(MARK.findall(kept))

    @invariant()
    def counts_are_those_of_the_rows(self):
        for story in Article.objects.all():
            numbers = sorted(Edition.objects.filter(article=story).values_list("number", flat=True))
            assert numbers == list(range(1, len(numbers) + 1))
            revisions = Revision.objects.filter(article=story).values_list("number", flat=True)
            assert sorted(revisions) == list(range(1, story.version + 1))

    # How it is done

    def texts(self, story: int | None) -> dict[str, str]:
        """New texts, each with a mark of its own."""
        one, two, three = (f"zq{next(self.marks)}qz" for _ in range(3))
        return {
            "headline": f"Ferry {one} runs again",
            "standfirst": f"After {two} weeks.",
            "body": f"<p>The quay of {three} was full.</p>",
        }

    def marks_in(self, story: Article) -> list[str]:
        return [mark for name in FIELDS for mark in MARK.findall(getattr(story, name))]

    def story(self, which: int) -> Article:
        """As it is stored."""
        return Article.objects.get(pk=self.stories[which % len(self.stories)])

    def form(self, who: str, which: int, *, stale: bool) -> Article:
        """As this person has it before them: maybe as it was a while ago."""
        story = self.story(which)
        return (stale and self.opened.pop((who, story.pk), None)) or story

    def save(self, story: Article, who: str) -> None:
        marks = self.marks_in(story)
        done = self.attempt(lambda: save.save_article(story, by=self.people[who]))
        if isinstance(done, Collision):
            given_back = set(MARK.findall(str(done.mine)))
            assert given_back >= set(marks), "What was typed is not given back."
        elif not isinstance(done, Exception):
            new = [mark for mark in marks if mark not in self.typed]
            self.typed |= dict.fromkeys(new, story.pk)

    def picture(self) -> object:
        stories = Article.objects.order_by("pk").values()
        rows = Edition.objects.order_by("pk").values_list(
            "pk", "article", "number", "live_from", "live_until", "headline"
        )
        return list(stories), list(rows), Record.objects.count(), Revision.objects.count()

    def attempt(self, step):
        """A change of state has its row on record, and a row its change."""
        states, record = self.states(), Record.objects.count()
        done = super().attempt(step)
        if self.states() != states:
            assert Record.objects.count() > record, "It is not on record."
        return done

    def states(self) -> list:
        found = Article.objects.order_by("pk").values_list(
            "pk", "version", "state", "embargo_until", "expires_at", "slug"
        )
        rows = Edition.objects.order_by("pk").values_list("pk", "live_from", "live_until")
        return [*found, *rows]
