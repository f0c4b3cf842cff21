"""The page of the model: versions with their figures, the cost of a wrong hold, and who may set
it.

Covers comments/admin/text_model.py, comments/templatetags/judging.py.
"""

import pytest
from django.utils import timezone

from comments.models import TextModel
from tests import factories

pytestmark = pytest.mark.django_db
PAGE = "/admin/comments/textmodel/"


@pytest.fixture
def second(people):
    """A second version, kept aside."""
    return factories.text_model(2)


def test_it_tells_what_judges_and_how_good_it_is(browse, second):
    page = browse("senior").get(PAGE).content.decode()
    assert "Version 1 judges now" in page
    assert "has learned from none of your decisions yet" in page
    assert "99.2 %" in page
    assert "Use this one" in page
    assert "<circle" in page
    assert "style=" not in page.split('id="content"')[1].split("</main>")[0]


def test_one_tries_a_cost_without_setting_it(browse):
    answer = browse("senior").get(f"{PAGE}?cost=3")
    assert 'class="asked"' in answer.content.decode()
    assert TextModel.objects.get().cost == 1


@pytest.mark.parametrize("cost", ["0", "21", "x", "", "nan", "inf", "1e400"])
def test_a_cost_that_is_none_is_told_at_the_field_and_kept(browse, cost):
    client = browse("senior")
    assert client.get(PAGE, {"cost": cost}).status_code == 422
    answer = client.post(f"{PAGE}cost/", {"cost": cost})
    assert answer.status_code == 422
    assert "errorlist" in answer.content.decode()
    assert f'value="{cost}"' in answer.content.decode() or not cost
    assert TextModel.objects.get().cost == 1


def test_setting_the_cost(browse):
    answer = browse("senior").post(f"{PAGE}cost/", {"cost": "2.5"}, follow=True)
    assert "Set. New replies are judged by it." in answer.content.decode()
    assert TextModel.objects.get().cost == 2.5


def test_choosing_a_version(browse, second):
    answer = browse("chief").post(f"{PAGE}choose/", {"number": "2"}, follow=True)
    assert "Version 2 judges new replies from now on." in answer.content.decode()
    assert TextModel.objects.get(is_live=True).number == 2


@pytest.mark.parametrize("given", ["9", "", "x", "9" * 30])
def test_a_version_that_is_not_there(browse, given):
    answer = browse("chief").post(f"{PAGE}choose/", {"number": given}, follow=True)
    assert "There is no such version any more." in answer.content.decode()


@pytest.mark.parametrize("role", ["writer", "editor", "moderator"])
def test_others_may_neither_look_nor_set(browse, role):
    client = browse(role)
    assert client.get(PAGE).status_code == 403
    assert client.post(f"{PAGE}cost/", {"cost": "2"}).status_code == 403
    assert client.post(f"{PAGE}choose/", {"number": "1"}).status_code == 403


@pytest.mark.parametrize("path", ["cost/", "choose/"])
def test_a_get_changes_nothing(browse, path):
    assert browse("senior").get(f"{PAGE}{path}").status_code == 302
    assert TextModel.objects.get().by is None


def test_as_many_queries_for_three_versions_as_for_one(browse, django_assert_num_queries):
    client = browse("senior")
    client.get(PAGE)
    with django_assert_num_queries(7):
        client.get(PAGE)
    factories.text_model(2), factories.text_model(3)
    with django_assert_num_queries(7):
        client.get(PAGE)


def test_where_no_version_is_stored_the_page_says_so(browse):
    TextModel.objects.all().delete()
    assert "No version is stored yet" in browse("senior").get(PAGE).content.decode()
    assert browse("senior").post(f"{PAGE}cost/", {"cost": "2"}).status_code == 422


def test_one_version(browse):
    page = browse("senior").get(f"{PAGE}1/change/").content.decode()
    assert "Version 1" in page
    assert timezone.now().strftime("%Y") in page
