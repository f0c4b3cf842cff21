"""The structure of the code, held to figures. `python -m tests.project.figures` prints them all."""

import pytest

from articles.models import Article
from comments.models import Comment
from tests import factories
from tests.project import figures

#: Maximum number of modules on one level of a folder.
MODULES_ON_A_LEVEL = 13
MAX_UNFORMATTED = 40
#: Maximum number of modules in a row of which each imports the next.
MAX_CHAIN = 16
#: Maximum number of our files of which something runs.
ENTERED = {"a reply is posted": 66, "a story is published": 42, "a story is read": 48}


def test_nothing_imports_in_a_circle():
    assert figures.circles() == []


def test_a_folder_can_be_read_at_a_glance():
    counts = figures.modules_by_folder()
    del counts["newsroom/management/commands"]  # Django wants all of them on one level
    assert {name: n for name, n in counts.items() if n > MODULES_ON_A_LEVEL} == {}


def test_no_chain_of_imports_is_long():
    assert len(figures.longest_chain()) <= MAX_CHAIN


def test_lines_are_formatted():
    assert figures.long_lines() == []
    assert figures.left_unformatted() < MAX_UNFORMATTED


def test_no_step_imports_a_view():
    assert figures.views_imported() == []


@pytest.mark.django_db
def test_an_act_goes_through_few_files(browse, people, subtests):
    """Counted the second time: the first one also loads what is kept in memory."""
    edition = factories.published("Ferry back")
    client = browse("editor")
    address = edition.get_absolute_url()
    texts = iter(("Something was said.", "Something else was said."))

    def post():
        data = {"name": "Ana", "email": "ana@example.org", "comment": next(texts)}
        assert client.post(f"{address}reply/", data).status_code == 303

    def publish():
        article = factories.article("Bridge open", state="ready")
        page = f"/admin/articles/article/{article.pk}/publish/"
        return lambda: client.post(page, {"when": "now", "seen_version": article.version})

    acts = {
        "a reply is posted": (post, post),
        "a story is published": (publish(), publish()),
        "a story is read": (lambda: client.get(address),) * 2,
    }
    for name, (first, second) in acts.items():
        first()
        entered = figures.files_entered(second)
        with subtests.test(name):
            assert len(entered) <= ENTERED[name]
    assert Comment.objects.count() == 2
    assert Article.objects.filter(headline="Bridge open", editions=None).count() == 0
