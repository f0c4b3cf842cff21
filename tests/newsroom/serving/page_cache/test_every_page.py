"""Every public page states what it depends on: after each kind of change, what is ready equals what
is built anew.

Covers newsroom/public_addresses.py.
"""

import datetime as dt
import io

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from articles import taxonomy
from articles.fronts import editing, places
from articles.models import Article, Publication
from articles.pages.process_cache import VersionedCache
from articles.pictures import library
from articles.publishing import editions
from articles.writing import save as saving
from comments.complaints import appeals
from comments.models import Comment, Policy
from comments.moderation import decisions
from comments.policies import changes
from comments.transparency import year_ledger
from newsroom import public_addresses
from tests import factories, page_reader
from tests.newsroom.serving.page_cache.conftest import Site
from tests.project.test_addresses import names

KEPT = sorted(public_addresses.PAGES)


def drawing() -> ContentFile:
    data = io.BytesIO()
    Image.new("RGB", (800, 450), "teal").save(data, "JPEG")
    return ContentFile(data.getvalue(), "ferry.jpg")


@pytest.fixture
def newsroom(site):
    """Two stories with all that can stand on a page, replies and a picture."""
    section, topic, author = factories.section(), factories.topic(), factories.author()
    factories.section("World")
    picture = library.keep_picture(
        by=factories.somebody(), file=drawing(), alt="A ferry", caption="The ferry", credit="Us"
    )
    more = {
        "section": section,
        "topics": [topic],
        "authors": [author],
        "lead_picture": picture,
        "series": factories.series(),
    }
    one = factories.published("Ferry is back", standfirst="It sails.", **more)
    save(one.article_id, headline="Ferry back")
    one = editions.publish(one.article, by=factories.somebody("editor"), kind="silent")
    factories.published("Harbour closed", **more)
    factories.front(one.article_id, place=f"section-{section.pk}")
    Policy.objects.create(mode="open")
    changes.save(factories.house_rule(), by=factories.somebody("chief"))
    factories.reply(one, "Good news")
    year_ledger.tidy()
    return one


def addresses(edition) -> dict[str, str]:
    """An example of each public address that is kept."""
    arguments = {
        "slug": {
            "section": "city",
            "topic": "harbour",
            "author": "ada-novak",
            "series": "the-river",
        },
        "form": "atom",
        "kind": "topic",
        "part": 0,
        "before": 1,
        "now": 2,
        "number": 1,
        "of": dt.date.today().year,
    }
    found = {}
    for name in KEPT:
        wanted = dict(names())[name]
        kwargs = {key: arguments[key] for key in wanted if key in arguments and key != "slug"}
        if {"year", "month"} <= set(wanted):
            kwargs |= edition.address.parts
        elif "slug" in wanted:
            kwargs["slug"] = next(slug for kind, slug in arguments["slug"].items() if kind in name)
        found[name] = reverse(name, kwargs=kwargs)
    return found


# -- what people do
# -------------------------------------------------------------------------------------------


def save(article_id: int, topics=None, authors=None, **changes) -> Article:
    article = Article.objects.get(pk=article_id)
    for name, value in changes.items():
        setattr(article, name, value)
    saving.save_article(article, by=factories.somebody("editor"), topics=topics, authors=authors)
    return article


def another_story(edition):
    factories.published(
        "Bridge open",
        section=edition.section,
        topics=edition.topics.all(),
        authors=edition.bylines,
        ago=dt.timedelta(),
    )


def a_correction(edition):
    article = save(edition.article_id, headline="Ferry is back", body="<p>Other words.</p>")
    editions.publish(
        article, by=factories.somebody("editor"), kind="correction", note="It was the other ferry."
    )


def a_move(edition):
    article = save(edition.article_id, slug="elsewhere")
    editions.publish(article, by=factories.somebody("editor"), kind="silent")


def another_byline_and_topic(edition):
    article = save(
        edition.article_id,
        topics=[factories.topic("Ferries")],
        authors=[factories.author("Bo Lind")],
    )
    editions.publish(article, by=factories.somebody("editor"), kind="minor")


def another_section(edition):
    article = save(edition.article_id, section=factories.section("World"))
    editions.publish(article, by=factories.somebody("editor"), kind="minor")


def another_front(edition):
    """The home page, the section and the topic are composed otherwise, with a story of another
    section."""
    far = factories.published(
        "Far away", section=factories.section("World"), ago=dt.timedelta(days=3)
    )
    for place, area in (
        ("home", "rail"),
        (f"section-{edition.section_id}", "lead"),
        (f"topic-{edition.topics.get().pk}", "essential"),
    ):
        factories.front(far.article_id, edition.article_id, place=place, area=area)


def what_was_placed_is_withdrawn(edition):
    another_front(edition)
    editions.withdraw(Article.objects.get(headline="Far away"), by=factories.somebody("editor"))


def rolled_back(edition):
    place = places.of_section(edition.section)
    another_front(edition)
    editing.roll_back(place, 1, by=factories.somebody("editor"))


def the_next_part(edition):
    factories.published(
        "Ferry, part two", series=edition.series, series_part=2, section=factories.section("World")
    )


def related_by_hand(edition):
    far = factories.published(
        "Far away", section=factories.section("World"), ago=dt.timedelta(days=3)
    )
    article = save(edition.article_id, related=[far.article_id])
    editions.publish(article, by=factories.somebody("editor"), kind="silent")
    editions.withdraw(far.article, by=factories.somebody("editor"))


def withdrawn(edition):
    editions.withdraw(edition.article, by=factories.somebody("editor"))


def a_reply(edition):
    factories.reply(edition, "Second", name="Bo")


def an_answer_is_held(edition):
    first = Comment.objects.get()
    factories.reply(edition, "An answer", parent=first)
    decisions.decide([first.pk], to="held", by=factories.somebody("moderator"))


def rejected_and_undone(edition):
    by = factories.somebody("moderator")
    outcome = decisions.decide(
        [Comment.objects.get().pk], to="rejected", by=by, rule=factories.house_rule()
    )
    decisions.undo(outcome.batch, by=by)
    decisions.decide([Comment.objects.get().pk], to="spam", by=by)


def an_appeal_overturned(edition):
    by = factories.somebody("moderator")
    decisions.decide([Comment.objects.get().pk], to="rejected", by=by, rule=factories.house_rule())
    appeal = factories.appeal(Comment.objects.get())
    appeals.answer(appeal, "overturn", by=factories.somebody("chief"), answer="Read again.")


def a_month_is_counted(edition):
    rejected_and_undone(edition)
    year_ledger.tidy(timezone.now() + dt.timedelta(hours=2))


def renamed(kind: str):
    def change(edition):
        subject = {
            "section": edition.section,
            "topic": edition.topics.first(),
            "author": edition.bylines[0],
            "series": edition.series,
            "publication": Publication.objects.current(),
        }[kind]
        subject.name = "Another name"
        taxonomy.keep(subject, by=factories.somebody("chief"))

    change.__name__ = f"{kind}_renamed"
    return change


def another_slug(edition):
    edition.section.slug = "town"
    taxonomy.keep(edition.section, by=factories.somebody("chief"))


def another_picture(edition):
    library.keep_picture(
        by=factories.somebody(),
        picture=edition.lead_picture,
        file=drawing(),
        alt="Two ferries",
        caption="Both",
    )


def a_new_rule(edition):
    rule = factories.house_rule()
    rule.title = "Be kind"
    changes.save(rule, by=factories.somebody("chief"))


def closed(edition):
    policy = Policy.objects.get()
    policy.mode = "closed"
    changes.save(policy, by=factories.somebody("chief"))


CHANGES = [
    another_story,
    a_correction,
    a_move,
    another_byline_and_topic,
    another_section,
    withdrawn,
    a_reply,
    another_front,
    what_was_placed_is_withdrawn,
    rolled_back,
    the_next_part,
    related_by_hand,
    an_answer_is_held,
    rejected_and_undone,
    another_picture,
    a_new_rule,
    closed,
    another_slug,
    an_appeal_overturned,
    a_month_is_counted,
    *(renamed(kind) for kind in ("section", "topic", "series", "author", "publication")),
]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_what_is_ready_is_what_would_be_built(site, newsroom, tmp_path, change):
    pages = addresses(newsroom)
    assert {name for name, path in pages.items() if site.get(path).status != 200} == set()
    before = len(site.built)
    assert all(site.get(path).status == 200 for path in pages.values())
    assert len(site.built) == before, "a page that is not kept stands among those that are"
    change(newsroom)
    anew = Site(tmp_path / "anew")
    for name, path in pages.items():
        kept = site.get(path)
        VersionedCache.clear_all()
        built = anew.get(path)
        assert (kept.status, kept.text) == (built.status, built.text), name
    anew.cache.asking.close()


@pytest.mark.django_db(transaction=True)
def test_every_page_says_where_it_is_and_what_it_is_about(site, newsroom, subtests):
    pages = 0
    for name, path in addresses(newsroom).items():
        answer = site.get(path)
        if not answer.headers["Content-Type"].startswith("text/html"):
            continue
        pages += 1
        page = page_reader.read(answer.text)
        with subtests.test(name):
            assert page.link("canonical") == [f"http://localhost{path}"]
            [about] = page.meta("description")
            assert len(about.strip()) > 3
    assert pages > 10


def test_no_address_is_left_over_in_others():
    assert not set(public_addresses.OTHERS) - {name for name, _ in names()}
