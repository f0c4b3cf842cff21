"""The kind of change that is suggested, and why."""

import pytest

from articles.models import Article
from articles.writing.differences import differences, suggest
from tests import factories

pytestmark = pytest.mark.django_db

BODY = (
    "<p>The ferry carried 120 people on Monday, said Ada Novak of the port.</p><p>“We shall sail"
    " again in spring,” she said. The harbour was frozen for weeks, and nobody could"
    " leave.</p><p>Fishing boats stayed at the quay, and their crews mended nets through the long"
    " evenings of the winter.</p>"
)
LONGER = (
    BODY
    + "<p>Nobody knows when the ice will go, though the old men at the quay have many opinions.</p>"
    * 3
)

#: what is replaced by what, kind, why
CASES = [
    ("", "", "silent", "Nothing differs from what is live."),
    ("“We", '"We', "silent", "Only spacing, typography, links or emphasis differ."),
    ("on Monday", "on\xa0Monday", "silent", "Only spacing, typography, links or emphasis differ."),
    (
        "The harbour",
        '<a href="/topic/harbour/">The harbour</a>',
        "silent",
        "Only spacing, typography, links or emphasis differ.",
    ),
    (
        "harbour was",
        "harbor was",
        "minor",
        "Only spelling or signs differ: “harbour” is “harbor” now.",
    ),
    ("stayed", "styaed", "minor", "Only spelling or signs differ: “stayed” is “styaed” now."),
    ("weeks, and", "weeks and", "minor", "Only spelling or signs differ: “,” was taken out."),
    ("120", "210", "correction", "A number changed: “120” is “210” now."),
    ("Monday", "Tuesday", "correction", "A date changed: “Monday” is “Tuesday” now."),
    ("Ada Novak", "Ida Novak", "correction", "A name changed: “Ada” is “Ida” now."),
    (
        "again in spring",
        "again in summer",
        "correction",
        "Quoted words changed: “spring” is “summer” now.",
    ),
    ("could leave", "could not leave", "correction", "A yes or no changed: “not” came in."),
    (
        "was frozen",
        "was reportedly frozen",
        "clarification",
        "A statement was qualified: “reportedly” came in.",
    ),
    (
        "The harbour was frozen for weeks, and",
        "Ice covered everything in sight, so",
        "update",
        "13 in 100 words differ from what is live.",
    ),
    (
        "through the long evenings",
        "in the dark evenings",
        "minor",
        "3 in 100 words differ from what is live.",
    ),
]


def suggested(old: str, new: str, **fields) -> tuple[str, str]:
    live = factories.published("Ferry back", body=old)
    story = Article.objects.get(pk=live.article_id)
    story.body = new
    for name, value in fields.items():
        setattr(story, name, value)
    found = suggest(differences(live, story))
    return found.kind, found.why


@pytest.mark.parametrize(("old", "new", "kind", "why"), CASES)
def test_words(old, new, kind, why):
    body = LONGER if kind == "minor" and "in 100" in why else BODY
    assert suggested(body, body.replace(old, new, 1) if old else body) == (kind, why)


@pytest.mark.parametrize(
    ("new", "why"),
    [
        (BODY + "<p>It sailed at 6.</p>", "A paragraph was added at the end."),
        ("<p>It sailed at 6.</p><h2>So</h2>" + BODY, "2 paragraphs were added at the start."),
        (
            "<p>It sailed at 6.</p>" + BODY.replace("winter", "Winter") + "<p>So.</p>",
            "2 paragraphs were added at the start and the end.",
        ),
    ],
)
def test_paragraphs_at_an_end_are_news(new, why):
    assert suggested(BODY, new) == ("update", why)


def test_a_fact_set_right_counts_more_than_news():
    assert suggested(BODY, BODY.replace("120", "121") + "<p>More.</p>")[0] == "correction"


def test_a_paragraph_that_moved():
    first, *others = LONGER.split("</p>")
    moved = "</p>".join([*others[:-1], first]) + "</p>"
    assert suggested(LONGER, moved) == ("silent", "The same paragraphs stand in another order.")


def test_fields_count_as_the_text_does():
    assert suggested(BODY, BODY, headline="Ferry bakc") == (
        "minor",
        "Only spelling or signs differ: “back” is “bakc” now.",
    )
    assert suggested(BODY, BODY, dateline="Port Sule")[0] == "minor"


def test_filing_elsewhere_is_silent():
    live = factories.published("Ferry back", body=BODY)
    story = Article.objects.get(pk=live.article_id)
    story.section = factories.section("World")
    found = differences(live, story)
    assert [(name, [run.text for run in runs]) for name, runs in found.filed] == [
        ("Section", ["City", "World"])
    ]
    assert suggest(found).why == "The text is the same. What differs: section."


FIGURE = '<figure data-picture="{}"><figcaption>{}</figcaption></figure>'


@pytest.mark.parametrize(
    ("number", "caption", "kind", "why"),
    [
        (
            2,
            "The quay on Friday",
            "minor",
            "No word differs, but what stands beside them: picture.",
        ),
        (1, "The quay on Monday", "correction", "A date changed: “Friday” is “Monday” now."),
        (1, "", "minor", None),
    ],
)
def test_pictures_in_the_text(number, caption, kind, why):
    text = "<p>" + "The ferry sails again from the old quay. " * 9 + "</p>"
    found = suggested(
        text + FIGURE.format(1, "The quay on Friday"), text + FIGURE.format(number, caption)
    )
    assert found[0] == kind
    assert why is None or found[1] == why
