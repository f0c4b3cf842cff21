"""Words of any language and script, found alike on both databases.

Covers articles/search/terms.py, articles/search/lookup.py, articles/search/marks.py.
"""

import csv
import datetime as dt
from html import escape
from pathlib import Path

import pytest
from django.utils import timezone

from articles.models import EditionText
from articles.search import find, index, terms
from articles.search.question import Question
from articles.search.question import terms as asked
from tests import factories

pytestmark = pytest.mark.django_db
STORIES = Path(__file__).resolve().parents[2] / "material/short_stories.tsv"


def found(text: str) -> list[str]:
    return [each.edition.headline for each in find.stories(Question(asked(text)), timezone.now())]


@pytest.mark.parametrize(
    ("headline", "body", "questions"),
    [
        ("Łukasz walks", "Through the Straße to ﬁnance.", ["lukasz", "strasse", "finance", "Łukasz"]),
        ("東京都知事は", "記者会見を開いた。", ["東京", "知事", "会見", "京"]),
        ("대한민국의 국회가", "열렸다.", ["국회", "대한민국"]),
        ("เรือข้ามฟากกลับมา", "ท่าเรือ", ["เรือ", "ข้ามฟาก"]),
        ("Neue Häuser", "Die Stadt baut sie und der Bürgermeister ist nicht da.", ["Haus", "hauser"]),
        ("Ёлка на площади", "Жители украсили её.", ["елка", "площадь"]),
        ("العَرَبِيَّةُ", "لغة جميلة", ["العربية"]),
        ("Children's books", "The boy’s.", ["child's book", "children", "boys"]),
        ("Naïve café", "Crème brûlée.", ["naive cafe", "creme brulee"]),
    ],
)  # fmt: skip
def test_what_is_found(headline, body, questions, subtests):
    factories.published(headline, body=f"<p>{body}</p>")
    for question in questions:
        with subtests.test(question):
            assert found(question) == [headline]


def test_short_stories_in_eight_languages_are_found():
    with STORIES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t"))
    for _, headline, text, _ in rows:
        factories.published(headline, body=f"<p>{escape(text)}</p>")
    pairs = [(question, row[1]) for row in rows for question in row[3].split(" | ")]
    missed = [
        (question, headline) for question, headline in pairs if headline not in found(question)
    ]
    assert len(rows) == 30
    assert len(missed) <= len(pairs) / 10, missed


def test_not_every_word_need_be_there_and_all_of_them_come_first():
    factories.published("Harbour bridge", body="<p>Open again after repairs.</p>")
    factories.published("Harbour ferry", body="<p>Open.</p>", ago=dt.timedelta(days=2))
    assert found("harbour bridge repairs soon") == ["Harbour bridge"]
    assert sorted(found("why is the harbour open?")) == ["Harbour bridge", "Harbour ferry"]
    assert found("harbour ferry open repairs") == ["Harbour ferry", "Harbour bridge"]
    assert found("harbour tunnel") == []


def test_a_misspelt_word_is_mended_and_said():
    factories.published("Harbour bridge")
    answer = find.answer(Question(asked("harbuor bridge")), timezone.now())
    assert [each.edition.headline for each in answer.found] == ["Harbour bridge"]
    assert answer.mended == {"harbuor": "harbour"}


def test_a_year_is_the_year_of_publication_too():
    now = timezone.now()
    factories.published("Ferry old", ago=dt.timedelta(days=800))
    factories.published("Ferry new")
    year = (now - dt.timedelta(days=800)).year
    assert found(f"ferry {year}") == ["Ferry old"]


def test_what_was_found_is_marked_in_any_script():
    factories.published("東京都知事は", standfirst="Bridges and ﬁnance")
    [one] = find.stories(Question(asked("東京 bridge finance")), timezone.now())
    assert one.headline == [("東京", True), ("都知事は", False)]
    assert one.excerpt == [("Bridges", True), (" and ", False), ("ﬁnance", True)]


def test_a_long_text_is_cut_around_the_first_word():
    factories.published("One", body=f"<p>{'word ' * 500}zeppelin {'word ' * 500}</p>")
    [one] = find.stories(Question(asked("zeppelin")), timezone.now())
    text = "".join(part for part, _ in one.excerpt)
    assert ("zeppelin", True) in one.excerpt
    assert text.startswith("… word")
    assert text.endswith("…")
    assert len(text) < 300


def test_rows_of_another_way_of_indexing_are_made_anew():
    factories.published("Ferry")
    EditionText.objects.update(filed="section=1", headline="Ferries")
    assert list(index.everything()) == [("published stories", 1)]
    assert EditionText.objects.get().headline == "ferri"


def test_terms_of_other_scripts_are_one_word_each_and_keep_their_beginnings():
    for one, other in (("東京", "東"), ("паром", "пар"), ("हिन्दी", "हि")):
        assert terms.written(one).isascii()
        assert terms.written(one).isalpha()
        assert terms.written(one).startswith(terms.written(other))
