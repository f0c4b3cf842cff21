"""Names of the newsroom and of known readers, under which nobody else is taken for them.

Covers comments/checks/protected_names.py, newsroom/lib/matching/lookalikes.py.
"""

import pytest

from articles.models import Author, Publication
from comments.checks.sender.claimed_name import claimed_name
from comments.findings import Draft
from comments.models import Policy
from newsroom.lib.matching.lookalikes import could_be_read_as
from tests import factories

pytestmark = pytest.mark.django_db

CLAIMED = [
    "Moderator", "moderators", "The Moderator", "M o d e r a t o r", "M.o.d.e.r.a.t.o.r", "M0derat0r",
    "Мoderator", "МОDЕRАТОR", "Ｍｏｄｅｒａｔｏｒ", "ᴍᴏᴅᴇʀᴀᴛᴏʀ", "🅼🅾🅳🅴🆁🅰🆃🅾🆁", "Moderátor", "Moderator2026",
    "SiteModerator", "sitemoderator", "Moderator of this site", "Модератор", "Mo\u200bderator",
    "Editor", "Jane (Editor)", "EDITOR", "Edit0r", "The Editors", "Chief_Editor", "Editor-in-Chief",
    "Admin", "adm1n", "@dmin", "Admin 1", "Site-Admin", "A D M I N", "From the newsroom",
    "The Newsroom", "The Courier", "Courier", "The C0urier", "T h e  C o u r i e r", "Courier.", "The Courier desk",
    "Jane Roe", "JANE ROE", "Jane Roe (Courier)", "Jane  R0e", "Jаne Roe", "Ed Chief",
]  # fmt: skip
FREE = [
    "Ada", "Badminton fan", "Creditor", "Meditor", "Edith", "Jane", "Jane Row", "Ana Roe", "Bo Courierson",
    "Eddy", "News Roomer", "Sam Adminson", "", "!!!", "山田", "Модест", "Adam In",
]  # fmt: skip


@pytest.fixture
def paper(people):
    Publication.objects.update_or_create(pk=1, defaults={"name": "The Courier"})
    Author.objects.create(name="Jane Roe", slug="jane-roe")
    chief = people["chief"]
    chief.first_name, chief.last_name = "Ed", "Chief"
    chief.save()


def found(name: str):
    return list(claimed_name(Draft(name, "ada@example.org", "", "Well said")))


def test_names_of_the_newsroom_are_claimed(paper, subtests):
    for name in CLAIMED:
        with subtests.test(name):
            assert [(each.code, each.holds) for each in found(name)] == [("claimed-name", True)]


def test_other_names_are_free(paper, subtests):
    for name in FREE:
        with subtests.test(name):
            assert found(name) == []


def test_it_names_what_is_claimed_and_holds_in_an_open_thread(paper):
    edition = factories.published("Ferry back")
    Policy.objects.create(mode="open")
    comment = factories.post(edition, "I have decided", name="The Moderator")
    assert (comment.state, comment.held_for) == ("held", "claimed-name")
    assert found("The Moderator")[0].words.startswith("This looks like “Moderator”, a name that")


def test_the_list_is_the_chiefs(paper, browse, people):
    page = browse("chief").get("/admin/articles/publication/1/change/")
    assert "Moderator" in page.content.decode()
    Publication.objects.update(reserved_names="Ombudsman\n\n  Night desk ")
    assert found("0mbudsman")
    assert found("The night  desk")
    assert not found("Moderator")


def test_before_the_paper_has_a_name_the_list_holds_all_the_same(db, django_assert_num_queries):
    Publication.objects.all().delete()
    with django_assert_num_queries(1):
        assert found("Moderator")


@pytest.mark.parametrize(
    ("name", "other"), [("", "Editor"), ("Editor", ""), ("...", "..."), ("1", "1")]
)
def test_what_says_nothing_is_no_name(name, other):
    assert not could_be_read_as(name, other)
