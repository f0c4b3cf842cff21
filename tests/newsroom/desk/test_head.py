"""The head of the admin's pages."""

import pytest

from tests import factories

SHOWN = {
    "writer": ["Stories", "Pictures", "Calendar", "Board", "Corrections"],
    "editor": ["Stories", "Replies", "Fronts", "Pictures", "Calendar", "Board", "Corrections"],
    "moderator": ["Stories", "Replies", "Corrections"],
    "chief": ["Stories", "Replies", "Fronts", "Pictures", "Calendar", "Board", "Corrections"],
}


def test_everybody_is_shown_what_they_may_use(browse, subtests):
    for role, labels in SHOWN.items():
        client = browse(role)
        head = client.get("/admin/").context["head"]
        with subtests.test(role):
            assert [entry.label for entry in head.daily] == labels
        for entry in head.daily:
            with subtests.test(role, entry=entry.label):
                assert client.get(entry.address).status_code == 200
        for _, models in head.settings:
            for model in models:
                with subtests.test(role, model=model["name"]):
                    assert client.get(model["admin_url"]).status_code == 200


def test_it_says_where_one_is(browse, subtests):
    client = browse("chief")
    story = factories.article()
    for address, entry, named in (
        ("/admin/", None, True),
        ("/admin/articles/article/", ("Stories", "page"), True),
        (f"/admin/articles/article/{story.pk}/history/", ("Stories", "true"), False),
        ("/admin/articles/topic/", None, False),
    ):
        answer = client.get(address)
        head = answer.context["head"]
        with subtests.test(address):
            here = [(each.label, each.here) for each in head.daily if each.here]
            assert here == ([entry] if entry else [])
            assert head.is_named == named
            assert (b'<div class="breadcrumbs">' in answer.content) != named


@pytest.mark.parametrize(("count", "told"), [(0, ""), (3, "3"), (101, "99+")])
def test_replies_that_wait_are_counted(count, told, browse):
    edition = factories.published()
    for _ in range(count):
        factories.reply(edition, state="held")
    replies = browse("editor").get("/admin/desk/board/").context["head"].daily[1]
    assert (replies.label, replies.waiting) == ("Replies", told)
