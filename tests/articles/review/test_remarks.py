"""Remarks: who makes, answers and resolves them, and where they are found again.

Covers articles/review/remarks.py, articles/review/paragraphs.py.
"""

import pytest
from django.db import IntegrityError, transaction

from articles.errors import NotAllowed, StepRefused
from articles.models import Article, Record, Remark
from articles.review import paragraphs, remarks
from articles.review.remarks import Pin
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(people) -> Article:
    return factories.article("Quay", by=people["editor"], body="<p>It is dry.</p><p>It rained.</p>")


def test_whoever_reads_remarks_and_who_edits_resolves(story, people):
    for role in ("writer", "moderator", "editor"):
        made = remarks.remark(story, text=role, pin=Pin(), version=1, by=people[role])
        assert (made.by, made.author) == (people[role], str(people[role]))
        remarks.answer(made, text="Yes", by=people["moderator"])
        for step in (remarks.resolve, remarks.reopen):
            with pytest.raises(NotAllowed):
                step(made, by=people["moderator"])
    remarks.resolve(made, by=people["editor"])
    remarks.resolve(made, by=people["chief"])  # the second one changes nothing
    made.refresh_from_db()
    assert made.resolved_by == people["editor"]
    assert made.resolved_at is not None
    remarks.reopen(made, by=people["chief"])
    made.refresh_from_db()
    assert (made.resolved_by, made.resolved_at) == (None, None)
    people["writer"].groups.clear()
    with pytest.raises(NotAllowed):
        remarks.remark(
            story,
            text="x",
            pin=Pin(),
            version=1,
            by=type(people["writer"]).objects.get(username="writer"),
        )


def test_each_step_is_on_the_record_but_no_milestone_of_the_text(story, people):
    link = factories.preview_link(story)
    made = factories.remark(story, "Who says so?", link=link, name="M. Alvarez")
    remarks.answer(made, text="We do.", by=people["chief"])
    remarks.resolve(made, by=people["editor"])
    remarks.reopen(made, by=people["editor"])
    told = (
        Record.objects.filter(article=story, version=None)
        .exclude(verb="preview link made")
        .order_by("pk")
    )
    assert list(told.values_list("verb", "by__username", "note")) == [
        ("remarked in a preview", "editor", "M. Alvarez: Who says so?"),
        ("answered a remark", "chief", "We do."),
        ("remark resolved", "editor", "M. Alvarez: Who says so?"),
        ("remark reopened", "editor", "M. Alvarez: Who says so?"),
    ]


def test_answers_stand_one_level_deep(story, people):
    made = factories.remark(story)
    first = remarks.answer(made, text="First", by=people["editor"])
    second = remarks.answer(first, text="Second", by=people["chief"])
    assert [first.parent, second.parent] == [made, made]
    assert list(Remark.objects.open()) == [made]


def test_a_link_answers_what_is_its_own_while_it_holds(story):
    link, other = factories.preview_link(story), factories.preview_link(story)
    made = factories.remark(story, link=link, name="A")
    with pytest.raises(NotAllowed):
        remarks.answer(made, text="x", link=other, name="B")
    with pytest.raises(NotAllowed):
        remarks.remark(factories.article(), text="x", pin=Pin(), version=1, link=link, name="A")
    link.revoked_at = link.made_at
    link.save()
    with pytest.raises(NotAllowed):
        remarks.answer(made, text="x", link=link, name="A")


@pytest.mark.parametrize("text", ["", " \n", "x" * 2001])
def test_it_says_something_and_not_too_much(story, people, text):
    with pytest.raises(StepRefused):
        remarks.remark(story, text=text, pin=Pin(), version=1, by=people["editor"])


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "and a name"},
        {"by": None},
        {"place": "elsewhere"},
        {"paragraph": 1},
        {"resolved_at": "2026-11-23T12:00Z"},
    ],
)
def test_the_database_holds_what_is_always_true(story, wrong):
    made = factories.remark(story)
    with pytest.raises(IntegrityError), transaction.atomic():
        Remark.objects.filter(pk=made.pk).update(**wrong)


class TestParagraphs:
    def test_they_are_numbered_and_quoted(self):
        body = "<p>One <em>word</em>.</p><ul><li><p>A</p></li><li><p>B</p></li></ul><h2>Head</h2>"
        assert [(each.number, each.quote) for each in paragraphs.of(body)] == [
            (1, "One word."),
            (2, "A B"),
            (3, "Head"),
        ]
        assert "".join(each.html for each in paragraphs.of(body)) == body

    def test_long_ones_are_cut_between_words(self):
        assert paragraphs.quote(f"<p>{'word ' * 40}</p>") == ("word " * 20).strip()
        assert paragraphs.quote(f"<p>{'w' * 200}</p>") == "w" * 100

    @pytest.mark.parametrize(
        ("body", "found"),
        [
            ("<p>A</p><p>B</p><p>C</p>", 2),
            ("<p>New</p><p>A</p><p>B</p>", 3),
            ("<p>B</p><p>A</p><p>C</p><p>D</p><p>B</p>", 1),
            ("<p>A</p><p>Bb</p>", None),
            ("", None),
        ],
    )
    def test_they_are_found_again_by_their_words(self, body, found):
        assert paragraphs.find(paragraphs.of(body), 2, "B") == found


def test_stories_tell_how_many_remarks_are_open(people, django_assert_num_queries):
    remarked, quiet = factories.article("Remarked"), factories.article("Quiet")
    for _ in range(2):
        factories.remark(remarked)
    remarks.resolve(factories.remark(remarked), by=people["editor"])
    with django_assert_num_queries(1):
        found = dict(Article.objects.with_open_remarks().values_list("pk", "open_remarks"))
    assert found == {remarked.pk: 2, quiet.pk: 0}
