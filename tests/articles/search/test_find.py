"""What readers find, ranked, marked, and only what is live.

Covers articles/search/find.py, articles/search/fts5.py, articles/search/index.py,
articles/search/postgresql.py, articles/search/question.py, articles/search/suggestions.py,
articles/models/search.py.
"""

import datetime as dt

import pytest
from django.db import connection, transaction
from django.utils import timezone

from articles.models import Article, ArticleText, Edition, EditionText
from articles.publishing import editions
from articles.search import find, index, question
from articles.search.question import Question, between, terms, under
from articles.writing import save
from tests import factories

pytestmark = pytest.mark.django_db
NOW = timezone.now


def found(text: str, now=None, **more) -> list[str]:
    question = Question(terms(text), **more)
    return [each.edition.headline for each in find.stories(question, now or NOW())]


def again(edition, **changes) -> Article:
    article = Article.objects.get(pk=edition.article_id)
    for name, value in changes.items():
        setattr(article, name, value)
    save.save_article(article, by=factories.somebody())
    return article


def test_all_words_have_to_be_there_in_any_form_and_with_or_without_accents():
    factories.published("Ferries return", body="<p>The harbour café opens.</p>")
    assert found("ferry cafe") == found("FERRIES Café") == ["Ferries return"]
    assert found("ferry bridge") == []


def test_a_headline_counts_more_than_a_standfirst_and_that_more_than_the_text():
    factories.published(
        "Quiet in the town", body="<p>A bridge, they say.</p>", ago=dt.timedelta(minutes=1)
    )
    factories.published(
        "Night in the town", standfirst="About the bridge.", ago=dt.timedelta(hours=2)
    )
    factories.published("Bridge in the town", ago=dt.timedelta(hours=3))
    assert found("bridge") == ["Bridge in the town", "Night in the town", "Quiet in the town"]


def test_newer_ones_come_first_where_nothing_else_tells():
    for hours in (3, 1, 2):
        factories.published("Bridge open", body="<p>Same.</p>", ago=dt.timedelta(hours=hours))
    question = Question(terms("bridge"))
    times = [each.edition.first_published_at for each in find.stories(question, NOW())]
    assert times == sorted(times, reverse=True)


def test_phrases_and_exclusions():
    factories.published("The long bridge")
    factories.published("The bridge is long")
    assert found('"long bridge"') == ["The long bridge"]
    assert found("long bridge -is") == ["The long bridge"]
    assert found("“long bridge”") == ["The long bridge"]


def test_bylines_and_topics_are_found():
    factories.published(
        "One", authors=[factories.author("Ada Novak")], topics=[factories.topic("Ferries")]
    )
    assert found("novak") == found("ferries") == ["One"]


def test_the_words_found_are_marked_and_the_rest_is_text():
    factories.published("Bridges <open>", body="<p>Long before. The bridge &amp; the river.</p>")
    one = find.stories(Question(question.terms("bridge")), NOW())[0]
    assert one.headline == [("Bridges", True), (" <open>", False)]
    assert ("bridge", True) in one.excerpt
    assert (
        "".join(text for text, _ in one.excerpt).rstrip(".")
        == "Long before. The bridge & the river"
    )


def test_it_is_narrowed_to_section_topic_author_and_time():
    city, world = factories.section("City"), factories.section("World")
    topic, author = factories.topic(), factories.author()
    factories.published("Bridge here", section=city, topics=[topic], authors=[author])
    factories.published("Bridge there", section=world, ago=dt.timedelta(days=400))
    assert found("bridge", filed=under(section=city.pk)) == ["Bridge here"]
    assert found("bridge", filed=under(topic=topic.pk, author=author.pk)) == ["Bridge here"]
    assert found("", filed=under(section=world.pk)) == ["Bridge there"]
    now = NOW()
    for days, title in ((100, "Bridge here"), (900, "Bridge here Bridge there")):
        since = now - dt.timedelta(days=days)
        assert (
            " ".join(sorted(found("bridge", filed=between(since, None, now), since=since))) == title
        )
    assert found("bridge", before=now - dt.timedelta(days=100)) == ["Bridge there"]


def test_the_filing_is_not_text():
    factories.published("One")
    assert found(f"section={factories.section().pk}") == []


def test_only_what_is_live_at_that_second():
    edition = factories.published("Ferry one", ago=dt.timedelta(hours=2))
    now = NOW()
    article = again(edition, headline="Tram two")
    editions.publish(
        article, by=factories.somebody(), kind="silent", at=now + dt.timedelta(hours=1), now=now
    )
    assert (found("ferry", now), found("tram", now)) == (["Ferry one"], [])
    after = now + dt.timedelta(hours=1)
    assert (found("ferry", after), found("tram", after)) == ([], ["Tram two"])
    assert found("ferry", after - dt.timedelta(microseconds=1)) == ["Ferry one"]


def test_a_working_copy_is_not_found_by_readers():
    edition = factories.published("Ferry one")
    again(edition, headline="Tram two")
    factories.article("Tram three")
    assert found("tram") == []


def test_what_expires_is_gone_by_the_clock_and_its_row_is_tidied_away():
    now = NOW()
    factories.published("Ferry", ago=dt.timedelta(hours=2), expires_at=now + dt.timedelta(hours=1))
    assert found("ferry", now) == ["Ferry"]
    assert found("ferry", now + dt.timedelta(hours=1)) == []
    Edition.objects.update(live_until=now - dt.timedelta(minutes=1))
    index.tidy()
    assert not EditionText.objects.exists()


def test_what_is_replaced_or_withdrawn_goes_with_the_step():
    edition = factories.published("Ferry")
    newer = editions.publish(
        again(edition, headline="Tram"), by=factories.somebody(), kind="silent"
    )
    assert list(EditionText.objects.values_list("pk", flat=True)) == [newer.pk]
    assert found("ferry") == []
    editions.withdraw(newer.article, by=factories.somebody())
    assert not EditionText.objects.exists()
    assert found("tram") == []


def test_what_is_taken_off_the_schedule_goes_and_what_is_live_stays():
    edition = factories.published("Ferry")
    article = again(edition, headline="Tram")
    later = NOW() + dt.timedelta(hours=1)
    editions.publish(article, by=factories.somebody(), kind="silent", at=later)
    editions.unschedule(article, by=factories.somebody())
    assert (found("ferry", later), found("tram", later)) == (["Ferry"], [])


HOSTILE = [
    '"',
    '"""',
    "'",
    "\\",
    "a\\",
    "AND",
    "OR",
    "NOT",
    "NEAR(a b)",
    "a AND",
    "(",
    ")",
    "*",
    "a*",
    "^a",
    ":",
    "a:b",
    "-",
    "-a",
    "--",
    "headline:a",
    "{headline}:a",
    "a & b | !c",
    "<->",
    "a <-> b",
    "!!",
    "%",
    "%s",
    "_",
    "a\x00b",
    "\x00",
    "\x02a\x03",
    "🚢",
    "🚢🚢",
    "ферри",
    "מעבורת",
    "العبارة",
    "渡轮",
    "‮a",
    "x" * 10_000,
    "a " * 5_000,
    '"a' * 500,
    "½",
    "²",
    "ⅷ",
    "'a':*",
    "😀 ferry",
    "c++",
    "o'neill",
    "it’s",
    "\ud83d".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
    "\n\t",
]


def test_whatever_is_asked_there_is_an_answer(client, subtests):
    factories.published("Ferry", body="<p>A ferry.</p>")
    for text in HOSTILE:
        with subtests.test(repr(text[:20])), transaction.atomic():
            assert client.get("/search/", {"q": text}).status_code == 200
            for typing in (True, False):
                find.working_copies(Question(question.terms(text), typing=typing), most=9)


def test_a_misspelt_word_is_put_right_from_what_readers_can_read():
    factories.published("Harbour closed")
    for wrong in ("harbuor", "harbor", "harborr", "ahrbour", "Harbuor"):
        assert find.instead(Question(question.terms(wrong)), NOW()) == {wrong: "harbour"}
    for right in ("harbour", "harbours", "closing"):
        assert find.instead(Question(question.terms(right)), NOW()) == {}


def test_no_word_is_told_of_what_is_not_live():
    now = NOW()
    article = factories.article("Zeppelins landed")
    editions.publish(article, by=factories.somebody(), at=now + dt.timedelta(hours=1), now=now)
    question = Question(terms("zepelins"))
    assert find.instead(question, now) == {}
    assert find.instead(question, now + dt.timedelta(hours=1)) == {"zepelins": "zeppelins"}


def test_an_archive_without_an_index_gets_one_and_only_once():
    edition = factories.published("Ferry")
    old = factories.published("Bridge")
    editions.withdraw(old.article, by=factories.somebody())
    EditionText.objects.all().delete()
    ArticleText.objects.all().delete()
    assert found("ferry") == []
    assert list(index.everything()) == [("published stories", 1), ("working copies", 2)]
    assert found("ferry") == ["Ferry"]
    assert list(index.everything()) == []
    assert EditionText.objects.get().pk == edition.pk


def test_what_the_version_before_wrote_is_indexed_by_the_worker():
    factories.published("Ferry")
    EditionText.objects.all().delete()
    ArticleText.objects.update(version=0, headline="")
    index.tidy()
    assert found("ferry") == ["Ferry"]
    assert ArticleText.objects.get().headline == "ferri"


def test_a_very_long_text_can_be_published():
    many = " ".join(f"word{number}ü" for number in range(60_000))
    factories.published("Ferry", body=f"<p>{many}</p>")
    assert found("word17ü") == ["Ferry"]


def test_the_index_of_the_database_stands():
    """A later migration that rebuilds these tables would lose SQLite's triggers."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT indexname FROM pg_indexes WHERE indexname LIKE 'articles_%text_words'"
            )
            assert len(cursor.fetchall()) == 2
        else:
            cursor.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE"
                " 'articles_%text_%'"
            )
            assert len(cursor.fetchall()) == 6
