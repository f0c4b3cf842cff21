"""What each rule finds, and what it leaves alone.

Covers articles/checks/rules.py, articles/checks/fields.py, articles/checks/text.py.
"""

import pytest

from articles.checks import checklist
from articles.models import Article, Picture
from tests import factories

pytestmark = pytest.mark.django_db
SAFE = {"headline": "Ferry back", "standfirst": "It sails.", "body": "<p>Text.</p>"}


def found(*, signed=True, section=True, **fields) -> list[tuple[str, str, str, str]]:
    """Rule, field, words and place of all findings about a story with these fields."""
    fields = {**SAFE, "lead_picture": picture(alt="A ferry", credit="A. Novak"), **fields}
    story = Article(**fields, section=factories.section() if section else None)
    return [
        (f.rule, f.field, f.words, f.where)
        for f in checklist.run_typed(story, signed_by=["Ada Novak"] if signed else [])
    ]


def picture(**fields) -> Picture:
    return Picture(original="x.jpg", width=4, height=3, format="jpeg", digest="x", **fields)


def test_a_sound_story_has_no_findings():
    assert found() == []


FIELDS = [
    ({"headline": " "}, [("headline", "headline", "There is no headline.", "")]),
    ({"headline": "x" * 100}, []),
    (
        {"headline": "x" * 101},
        [
            (
                "long-headline",
                "headline",
                "The headline has 101 characters; more than 100 are hard to read.",
                "",
            )
        ],
    ),
    ({"lead_picture": None}, [("lead-picture", "lead_picture", "There is no lead picture.", "")]),
    ({"standfirst": ""}, [("standfirst", "standfirst", "There is no standfirst.", "")]),
    ({"section": False}, [("section", "section", "It stands in no section.", "")]),
    ({"signed": False}, [("byline", "byline", "Nobody has signed it.", "")]),
    ({"legal_hold": True}, [("legal", "legal_hold", "A lawyer has to read it first.", "")]),
    (
        {"genre": "paid"},
        [("paid-by", "paid_by", "It is paid content, and doesn't say who paid.", "")],
    ),
    ({"genre": "paid", "paid_by": "Harbour Ltd"}, []),
    ({"byline_text": "From Ada Novak"}, []),
    (
        {"byline_text": "From Riga"},
        [
            (
                "byline-text",
                "byline_text",
                "The byline that is written out leaves out Ada Novak.",
                "",
            )
        ],
    ),
    (
        {"search_title": "x" * 61},
        [
            (
                "long-titles",
                "search_title",
                "The title for search engines has 61 characters; after 60 it is cut off.",
                "",
            )
        ],
    ),
    ({"body": ""}, [("text", "body", "There is no text.", "")]),
    ({"body": "<hr><p>…</p>"}, [("text", "body", "There is no text.", "")]),
    ({"lead_picture": picture(alt="A ferry", credit="Bo")}, []),
    ({"lead_picture": picture(), "lead_alt": "A ferry", "lead_credit": "Bo"}, []),
    (
        {"lead_picture": picture(alt=" ")},
        [
            (
                "picture-alt",
                "lead_alt",
                "The lead picture has no alternative text: not everybody can see it.",
                "",
            ),
            ("picture-credit", "lead_credit", "The lead picture has no credit.", ""),
        ],
    ),
]


@pytest.mark.parametrize(("fields", "findings"), FIELDS)
def test_fields(fields, findings):
    assert found(**fields) == findings


STRAIGHT = "Straight quotation marks or apostrophes: “Typography” sets them right."
# text of one paragraph, and what is found in it: rule, sign or word
WORDS = [
    ("Sailed TK times", [("placeholders", "“TK” stands for something still to come.")]),
    ("Said NAME TKTK", [("placeholders", "“TKTK” stands for something still to come.")]),
    ("Lorem Ipsum dolor", [("placeholders", "“Lorem Ipsum” stands for something still to come.")]),
    (
        "On XXXX at ??? sharp",
        [
            ("placeholders", "“XXXX” stands for something still to come."),
            ("placeholders", "“???” stands for something still to come."),
        ],
    ),
    ("Bought at TK Maxx, in XX, why??", []),
    ("Paris in the the spring", [("double-words", "“the” stands twice.")]),
    ("The the end", [("double-words", "“The” stands twice.")]),
    ("He had had that that very very day", []),
    ("Duran Duran played. Played on, and on on-line, it’s s", []),
    ("Ended, ended; 10 10", []),
    ("So (he said", [("brackets", "A bracket “(” has no counterpart.")]),
    ("So (he [said)]", [("brackets", "A bracket “)” has no counterpart.")]),
    ("So a) one, b) two (and [three])", []),
    ("He “said so", [("quotation-marks", "A quotation mark “ has no counterpart.")]),
    ("He said” so", [("quotation-marks", "A quotation mark ” has no counterpart.")]),
    (
        'He "said so',
        [
            ("quotation-marks", 'A quotation mark " has no counterpart.'),
            ("straight-quotes", STRAIGHT),
        ],
    ),
    ("It isn't so", [("straight-quotes", STRAIGHT)]),
    ("It isn’t 6' long", []),
    (
        "Er sagte „so“, «comme ça» and “so”",
        [("quotation-marks", "A quotation mark “ has no counterpart.")],
    ),
    ("Er sagte „so“, il dit «comme ça»", []),
    ('It is 5\'10" tall, "he" said', [("straight-quotes", STRAIGHT)]),
]


@pytest.mark.parametrize(("text", "findings"), WORDS)
def test_words(text, findings):
    assert [(rule, words) for rule, _, words, _ in found(body=f"<p>{text}</p>")] == findings


def test_pictures_in_the_text_have_an_alternative_text():
    bare, told = factories.picture(alt=""), factories.picture(alt="A quay")
    figure = '<figure data-picture="{}"{}></figure>'.format
    body = "<p>Text.</p>" + figure(told.pk, "") + figure(bare.pk, ' data-alt="A boat"')
    assert found(body=body + figure(bare.pk, ' data-decorative=""') + figure(999, "")) == []
    body += f'<figure data-picture="{bare.pk}"><figcaption>The old quay</figcaption></figure>'
    words = "The picture “The old quay” in the text has no alternative text."
    assert found(body=body) == [("text-alt", "body", words, "The old quay")]


def test_headings_come_in_order():
    assert found(body="<h2>One</h2><h3>Two</h3><p>Text.</p>") == []
    words = "“Two” is a smaller heading, and no heading stands before it."
    assert found(body="<p>Text.</p><h3>Two</h3><h2>One</h2>") == [
        ("headings", "body", words, "Two")
    ]


def test_the_place_is_told_in_the_very_words():
    long = "one two " * 20
    (finding,) = found(body=f"<p>First.</p><p>{long}Paris in the the spring {long}</p>")
    assert finding[1::2] == ("body", "one two one two Paris in the the spring one two one two one")
    assert found(headline="Ferry TK")[0][1::2] == ("headline", "Ferry TK")


@pytest.mark.parametrize(("second", "is_sound"), [("“And on,” he said.", True), ("And on.", False)])
def test_a_quotation_over_two_paragraphs(second, is_sound):
    assert (found(body=f"<p>“It goes on.</p><p>{second}</p>") == []) is is_sound


def test_not_more_of_one_rule_than_can_be_read():
    assert len(found(body="<p>TK</p>" * 50)) == checklist.MAX_HITS


def test_musts_come_first():
    assert [rule for rule, *_ in found(standfirst="", body="<p>the the TK</p>")] == [
        "placeholders",
        "standfirst",
        "double-words",
    ]


def test_what_only_a_stored_story_has():
    story = factories.article(topics=[factories.topic()])
    rules = [finding.rule for finding in checklist.run(story)]
    assert "topic" not in rules
    assert "open-remarks" not in rules
    remarked = story
    factories.remark(remarked)
    factories.remark(remarked)
    assert "topic" in [finding.rule for finding in checklist.run(factories.article())]
    [told] = [f.words for f in checklist.run(remarked) if f.rule == "open-remarks"]
    assert told == "2 remarks are open."
