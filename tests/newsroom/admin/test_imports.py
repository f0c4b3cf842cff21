"""The reports of imports in the admin.

Covers newsroom/admin/imports.py, newsroom/models.py.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from newsroom.models import ImportLine
from tests import factories

pytestmark = pytest.mark.django_db


def report(run) -> str:
    return reverse("admin:newsroom_import_change", args=[run.pk])


def test_a_report_says_what_came_and_what_did_not(browse):
    edition = factories.published("The bridge opens")
    run, client = factories.brought(edition.article, lost=3), browse("chief")
    page = client.get(report(run)).content.decode()
    for words in (
        "Import from old.example",
        "Came in: 1 story (1 live)",
        "Picture can&#x27;t be had",
        "export.xml",
        "Done",
    ):
        assert words in page
    listed = client.get(
        f"/admin/newsroom/importline/?run__id__exact={run.pk}&outcome__exact=lost"
    ).content.decode()
    assert listed.count("is not in /uploads") == 3
    assert "export.xml, line 100" in listed
    assert "The bridge opens" not in listed
    every = client.get(f"/admin/newsroom/importline/?run__id__exact={run.pk}").content.decode()
    assert reverse("admin:articles_article_change", args=[edition.article_id]) in every


def test_lines_are_narrowed_to_a_reason_and_searched(browse):
    run, client = factories.brought(lost=12), browse("chief")
    factories.brought(lost=2)
    address = (
        f"/admin/newsroom/importline/?run__id__exact={run.pk}&about__exact=Picture+can%27t+be+had"
    )
    assert client.get(address).context["cl"].result_count == 12
    assert client.get(f"{address}&q=Quay+11").context["cl"].result_count == 1


def test_what_was_deleted_since_is_named_without_a_link(browse):
    edition = factories.published("Gone soon")
    run = factories.brought(edition.article)
    # as the version before leaves it
    ImportLine.objects.filter(run=run).update(article=999_999_999)
    page = browse("chief").get(f"/admin/newsroom/importline/?run__id__exact={run.pk}")
    assert page.status_code == 200
    assert "Gone soon" in page.content.decode()


@pytest.mark.parametrize(
    ("state", "words"), [("running", "once it has ended"), ("stopped", "the same command goes on")]
)
def test_a_run_without_an_end_says_so(browse, state, words):
    assert words in browse("chief").get(report(factories.brought(state=state))).content.decode()


@pytest.mark.parametrize("role", ["anonymous", "writer", "editor", "moderator", "senior"])
def test_reports_are_the_chief_s(browse, role):
    client, run = browse(role), factories.brought()
    for address in (report(run), "/admin/newsroom/import/", "/admin/newsroom/importline/"):
        answer = client.get(address)
        assert answer.status_code == 403 or "/login/" in answer["Location"]


def test_no_report_is_no_error(browse):
    assert browse("chief").get("/admin/newsroom/import/777/change/").status_code == 404
    assert browse("chief").get("/admin/newsroom/import/x/change/").status_code == 404


def test_a_long_report_costs_as_many_queries_as_a_short_one(browse):
    client, counted = browse("chief"), []
    for lost in (1, 3):
        run = factories.brought(factories.published().article, lost=lost)
        for address in (report(run), f"/admin/newsroom/importline/?run__id__exact={run.pk}"):
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            counted.append(len(queries))
    assert counted[:2] == counted[2:]
