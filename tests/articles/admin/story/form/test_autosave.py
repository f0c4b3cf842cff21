"""What is typed into a story form and not saved; who is in a story.

Covers articles/admin/story/form/autosave.py, articles/writing/autosave.py,
articles/models/stories/autosave.py, newsroom/serving/resubmit.py.
"""

import uuid

import pytest

from articles.models import Article, Autosave, Presence
from articles.writing import save
from tests import factories
from tests.articles.admin.story.test_story_pages import change, form

pytestmark = pytest.mark.django_db

TAB = str(uuid.UUID(int=1))
ADD = "/admin/articles/article/add/"


def at(story: Article | None, page: str) -> str:
    return f"/admin/articles/article/{story.pk if story else 'add'}/{page}/"


def kept(client, story: Article | None, tab: str = TAB, **typed):
    return client.post(at(story, "autosave"), {**form(story, **typed), "tab": tab})


class TestAutosave:
    def test_keeps_what_would_not_pass_a_save_and_leaves_the_story_alone(self, browse, people):
        story = factories.article("Before", by=people["writer"])
        answer = kept(browse("writer"), story, headline="", standfirst="Half a sent", section="")
        assert (answer.status_code, set(answer.json())) == (200, {"at"})
        story.refresh_from_db()
        assert (story.headline, story.version) == ("Before", 1)
        assert Autosave.objects.get().fields["standfirst"] == ["Half a sent"]

    def test_rolls(self, browse, people):
        client = browse("writer")
        for text in ("One", "One two", "One two three"):
            kept(client, None, headline=text)
        assert [each.headline for each in Autosave.objects.all()] == ["One two three"]

    def test_is_offered_and_taken_up(self, browse, people):
        story = factories.article("Before", by=people["writer"], authors=[factories.author()])
        client, other = browse("writer"), factories.author("Bo Lind")
        byline = {"credits-TOTAL_FORMS": 1, "credits-0-author": other.pk, "credits-0-position": "0"}
        kept(client, story, headline="", standfirst="Half a sent", **byline)
        assert f'href="?take_up={TAB}"' in client.get(change(story)).text
        page = client.get(f"{change(story)}?take_up={TAB}")
        assert page.status_code == 200
        assert "Half a sent</textarea>" in page.text
        assert f'name="tab" value="{TAB}"' in page.text
        assert f'<option value="{other.pk}" selected' in page.text
        assert "This field is required" not in page.text

    def test_a_new_form_in_which_nothing_was_written_is_not_offered(self, browse):
        client = browse("writer")
        empty = dict.fromkeys(("headline", "standfirst", "kicker", "body"), "")
        kept(client, None, **empty, genre="news", section="1")
        assert "take_up" not in client.get("/admin/articles/article/add/").text
        kept(client, None, **empty, genre="opinion", section="1")
        assert "take_up" in client.get("/admin/articles/article/add/").text

    def test_is_offered_with_what_differs(self, browse, people):
        story = factories.article("The old quay", by=people["writer"])
        client = browse("writer")
        kept(client, story, headline="The new quay", body=story.body)
        page = client.get(change(story)).text
        assert "old</del>" in page
        assert "new</ins>" in page

    def test_goes_when_it_is_saved(self, browse, people):
        story = factories.article("Before", by=people["writer"])
        client = browse("writer")
        kept(client, story, headline="After")
        answer = client.post(
            change(story), {**form(story, headline="After"), "tab": TAB}, follow=True
        )
        assert f'data-saved-tab="{TAB}"' in answer.text
        assert not Autosave.objects.exists()

    def test_one_that_comes_after_the_save_is_not_offered(self, browse, people):
        story = factories.article("Before", by=people["writer"])
        client = browse("writer")
        client.post(change(story), {**form(story, headline="After"), "tab": TAB})
        kept(client, story, headline="After")
        assert "take_up" not in client.get(change(story)).text

    def test_a_new_story_is_offered_where_it_was_begun(self, browse):
        client = browse("writer")
        kept(client, None, headline="Begun and left")
        page = client.get(ADD)
        assert "“Begun and left”" in page.text
        assert "Begun and left</textarea>" in client.get(f"{ADD}?take_up={TAB}").text
        assert client.post(f"/admin/articles/article/discard/{TAB}/").status_code == 302
        assert not Autosave.objects.exists()

    def test_of_somebody_else_is_neither_shown_nor_discarded(self, browse, people):
        story = factories.article("Before", by=people["writer"])
        kept(browse("writer"), story, headline="Mine alone")
        client = browse("editor")
        client.post(f"/admin/articles/article/discard/{TAB}/")
        assert "Mine alone" not in client.get(f"{change(story)}?take_up={TAB}").text
        assert Autosave.objects.count() == 1

    @pytest.mark.parametrize(
        ("role", "status"), [("writer", 403), ("editor", 200), ("moderator", 403)]
    )
    def test_who_may(self, role, status, browse, people):
        story = factories.article(by=people["editor"])
        assert kept(browse(role), story).status_code == status

    def test_without_a_name_of_the_form(self, browse):
        assert kept(browse("writer"), None, tab="x").status_code == 400
        assert browse("writer").get(at(None, "autosave")).status_code == 405

    def test_logged_out_it_says_so(self, client, people):
        answer = kept(client, factories.article())
        assert answer.status_code == 401


class TestPresence:
    def test_others_are_named_once(self, browse, people):
        story = factories.article(by=people["writer"])
        for number, typing in ((1, "0"), (2, "1")):
            browse("editor").post(
                at(story, "presence"), {"tab": uuid.UUID(int=number), "typing": typing}
            )
        answer = browse("writer").post(at(story, "presence"), {"tab": TAB, "typing": "0"}).json()
        assert answer["others"] == [{"name": "editor", "typing": True}]
        assert "editor (writing) has this story open." in browse("writer").get(change(story)).text

    def test_somebody_who_leaves_or_falls_silent_is_gone(self, browse, people):
        story = factories.article(by=people["writer"])
        client = browse("editor")
        client.post(at(story, "presence"), {"tab": TAB})
        client.post(at(story, "presence"), {"tab": TAB, "leaving": "1"})
        assert not Presence.objects.exists()

    def test_a_newer_version_is_told(self, browse, people):
        story = factories.article(by=people["writer"])
        client = browse("writer")
        theirs = Article.objects.get(pk=story.pk)
        theirs.headline = "Theirs"
        save.save_article(theirs, by=people["chief"])
        answer = client.post(at(story, "presence"), {"tab": TAB}).json()
        assert (answer["version"], answer["saved"]["by"]) == (2, "chief")


class TestLateForms:
    def test_a_form_sent_after_the_login_ran_out_is_given_back(self, client, people):
        story = factories.article("Before")
        answer = client.post(change(story), form(story, headline="Typed for an hour"))
        assert answer.status_code == 401
        assert 'name="headline" hidden>\nTyped for an hour</textarea>' in answer.text

    def test_a_button_alone_leads_to_the_login(self, client, people):
        answer = client.post("/admin/logout/")
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/admin/")

    def test_a_form_with_an_old_token_is_given_back_to_its_own_site_only(self, people):
        from django.test import Client

        story = factories.article("Before")
        client = Client(enforce_csrf_checks=True)
        client.force_login(people["editor"])
        for site, held in (("same-origin", True), ("cross-site", False)):
            answer = client.post(
                change(story), form(story, headline="Typed"), headers={"Sec-Fetch-Site": site}
            )
            assert (answer.status_code, "Typed</textarea>" in answer.text) == (403, held)
