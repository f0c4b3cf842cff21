"""Preview links and remarks in the admin.

Covers articles/admin/story/form/remarks.py, articles/admin/story/preview_links.py.
"""

import pytest

from articles.models import Article, PreviewLink, Remark
from articles.review import remarks
from articles.review.remarks import Pin
from articles.writing import save
from tests import factories


@pytest.fixture
def story(people) -> Article:
    return factories.article("Quay", by=people["editor"], body="<p>It is dry.</p><p>It rained.</p>")


def at(story: Article, page: str = "change/") -> str:
    return f"/admin/articles/article/{story.pk}/{page}"


class TestLinks:
    def test_one_is_made_shown_and_revoked(self, browse, story):
        client = browse("editor")
        answer = client.post(
            at(story, "previews/"),
            {"for_whom": "the lawyer", "version": "1", "days": "1"},
            follow=True,
        )
        link = PreviewLink.objects.get()
        assert (link.for_whom, link.revision.number, link.made_by.username) == (
            "the lawyer",
            1,
            "editor",
        )
        assert (link.expires_at - link.made_at).days == 1
        assert "Made. Send the address below to the lawyer." in answer.text
        assert f'value="http://testserver{link.get_absolute_url()}"' in answer.text
        assert "Not opened yet." in answer.text
        client.get(link.get_absolute_url())
        assert "Opened once, last " in client.get(at(story, "previews/")).text
        page = client.post(at(story, f"previews/{link.pk}/revoke/"), follow=True).text
        assert "Revoked. The link for the lawyer shows nothing any more." in page
        assert link.token not in page
        assert client.get(link.get_absolute_url()).status_code == 410

    def test_the_latest_is_meant_where_no_version_is_chosen(self, browse, story):
        browse("editor").post(
            at(story, "previews/"), {"for_whom": "her", "version": "", "days": "30"}
        )
        assert PreviewLink.objects.get().revision is None

    def test_the_history_leads_there_with_the_version_chosen(self, browse, story):
        client, address = browse("editor"), at(story, "previews/?version=1")
        assert f'href="{address}"' in client.get(at(story, "history/")).text
        assert '<option value="1" selected>Version 1, saved ' in client.get(address).text
        assert "previews/" not in browse("moderator").get(at(story, "history/")).text

    def test_an_invalid_form_keeps_what_was_typed(self, browse, story):
        answer = browse("editor").post(
            at(story, "previews/"), {"for_whom": "the lawyer", "version": "77", "days": "2"}
        )
        assert answer.status_code == 422
        assert 'value="the lawyer"' in answer.text
        assert not PreviewLink.objects.exists()

    def test_others_neither_make_see_nor_revoke_them(self, browse, story):
        link = factories.preview_link(story)
        for role in ("writer", "moderator"):
            client = browse(role)
            assert client.get(at(story, "previews/")).status_code == 403
            assert (
                client.post(at(story, "previews/"), {"for_whom": "me", "days": "1"}).status_code
                == 403
            )
            assert client.post(at(story, f"previews/{link.pk}/revoke/")).status_code == 403
            assert "previews/" not in client.get(at(story)).text
        other = factories.article("Other")
        assert browse("editor").post(at(other, f"previews/{link.pk}/revoke/")).status_code == 404
        assert PreviewLink.objects.get().revoked_at is None


class TestRemarks:
    def test_a_colleague_remarks_on_a_paragraph(self, browse, story):
        answer = browse("moderator").post(
            at(story, "remarks/"), {"remark-at": "2", "remark-text": "Says who?"}
        )
        assert answer["Location"] == at(story) + "#remarks"
        made = Remark.objects.get()
        assert (made.place, made.paragraph, made.quote, made.by.username) == (
            "body",
            2,
            "It rained.",
            "moderator",
        )
        browse("moderator").post(
            at(story, "remarks/"), {"remark-at": "headline", "remark-text": "Too short"}
        )
        assert Remark.objects.get(text="Too short").place == "headline"
        page = browse("editor").get(at(story)).text
        assert page.index("Too short") < page.index("Says who?")
        assert 'data-field="body" data-where="It rained."' in page

    def test_it_is_found_again_when_the_text_moves(self, browse, story):
        factories.remark(story, at=Pin("body", 2, "It rained."))
        story.body = "<p>New.</p><p>It is dry.</p><p>It rained.</p>"
        save.save_article(story, by=factories.somebody())
        page = browse("editor").get(at(story)).text
        assert "Paragraph 3<span" in page
        assert "in version 1" in page
        story.body = "<p>New.</p>"
        save.save_article(story, by=factories.somebody())
        assert "Paragraph 2, since reworded or taken out" in browse("editor").get(at(story)).text

    def test_it_is_answered_resolved_and_reopened(self, browse, story):
        made = factories.remark(story, link=factories.preview_link(story), name="M. Alvarez")
        client = browse("editor")
        client.post(at(story, f"remarks/{made.pk}/answer/"), {f"answer-{made.pk}": "We do."})
        page = client.get(at(story)).text
        for words in ("We do.", "M. Alvarez", "through the link for the lawyer", "1 open"):
            assert words in page
        page = client.post(at(story, f"remarks/{made.pk}/resolve/"), follow=True).text
        assert "Resolved (1)" in page
        assert "1 open" not in page
        page = client.post(at(story, f"remarks/{made.pk}/reopen/"), follow=True).text
        assert "Open again." in page
        assert "1 open" in page

    def test_what_is_not_taken_comes_back_with_the_reason(self, browse, story):
        client, made = browse("editor"), factories.remark(story)
        long = "x" * 2001
        answer = client.post(at(story, "remarks/"), {"remark-at": "2", "remark-text": long})
        assert answer.status_code == 422
        assert f"\n{long}</textarea>" in answer.text
        assert '<option value="2" selected>' in answer.text
        answer = client.post(at(story, f"remarks/{made.pk}/answer/"), {f"answer-{made.pk}": long})
        assert answer.status_code == 422
        assert f"\n{long}</textarea>" in answer.text

    def test_who_only_reads_does_not_resolve(self, browse, story):
        made = factories.remark(story)
        for role in ("writer", "moderator"):
            client = browse(role)
            assert f"resolve-{made.pk}" not in client.get(at(story)).text
            for step in ("resolve", "reopen"):
                assert client.post(at(story, f"remarks/{made.pk}/{step}/")).status_code == 403
        assert Remark.objects.get().resolved_at is None

    def test_a_remark_of_another_story_is_not_touched(self, browse, story):
        made = factories.remark(factories.article("Other"))
        for step in ("answer", "resolve"):
            answer = browse("editor").post(
                at(story, f"remarks/{made.pk}/{step}/"), {f"answer-{made.pk}": "x"}
            )
            assert answer.status_code == 404

    def test_a_new_story_has_no_panel(self, browse):
        assert 'id="remarks"' not in browse("editor").get("/admin/articles/article/add/").text

    def test_three_remarks_ask_no_more_than_one(
        self, browse, story, people, django_assert_max_num_queries
    ):
        client, asked = browse("editor"), []
        for count in (1, 2):
            for _ in range(count):
                made = factories.remark(story)
                remarks.answer(made, text=f"Yes {made.pk}", by=people["editor"])
                remarks.resolve(factories.remark(story), by=people["editor"])
            with django_assert_max_num_queries(40) as queries:
                client.get(at(story))
            asked.append(len(queries))
        assert asked[0] == asked[1]
