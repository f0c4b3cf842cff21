"""Sections, topics, bylines, the publication and the record in the admin.

Covers articles/admin/taxonomy.py, articles/taxonomy.py.
"""

import pytest

from articles.models import Publication, Record, Section, Version
from tests import factories

ADDRESSES = (
    "section",
    "section/add",
    "topic/add",
    "author/add",
    "publication",
    "picture",
    "picture/add",
    "record",
)
PAGES = {
    "writer": (200, 403, 200, 403, 403, 200, 200, 200),
    "editor": (200, 403, 200, 200, 403, 200, 200, 200),
    "chief": (200, 200, 200, 200, 200, 200, 200, 200),
    "moderator": (200, 403, 403, 403, 403, 403, 403, 403),
}


@pytest.mark.parametrize("role", PAGES)
def test_who_sees_what(role, client, people):
    client.force_login(people[role])
    answers = tuple(client.get(f"/admin/articles/{address}/").status_code for address in ADDRESSES)
    assert answers == PAGES[role]


def test_saving_goes_through_the_step(client, people):
    client.force_login(people["chief"])
    data = {"name": "Sport", "slug": "sport", "description": "", "position": 1}
    data |= {"reply_policy-TOTAL_FORMS": 0, "reply_policy-INITIAL_FORMS": 0}
    assert client.post("/admin/articles/section/add/", data).status_code == 302
    assert Section.objects.get().name == "Sport"
    assert Record.objects.filter(verb="section added", by=people["chief"]).exists()
    assert Version.objects.filter(key="furniture").exists()


def test_a_section_with_stories_stays(client, people):
    client.force_login(people["chief"])
    section = factories.article().section
    client.post(f"/admin/articles/section/{section.pk}/delete/", {"post": "yes"})
    assert Section.objects.filter(pk=section.pk).exists()


def test_there_is_one_publication(client, people):
    client.force_login(people["chief"])
    Publication.objects.all().delete()
    add = "/admin/articles/publication/add/"
    assert client.post(add, {"name": "The Paper", "tagline": "", "about": ""}).status_code == 302
    assert Publication.objects.get().pk == 1
    assert client.get(add).status_code == 403
    assert client.get("/admin/articles/publication/1/delete/").status_code == 403


def test_the_record_is_only_read(client, people):
    client.force_login(people["chief"])
    factories.article(by=people["chief"])
    record = Record.objects.first()
    address = f"/admin/articles/record/{record.pk}"
    assert client.get("/admin/articles/record/add/").status_code == 403
    assert client.post(f"{address}/change/", {"verb": "x"}).status_code == 403
    assert client.get(f"{address}/delete/").status_code == 403
