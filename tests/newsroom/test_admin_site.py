"""The admin site and its people: nobody can raise himself.

Covers newsroom/admin_site.py, newsroom/admin/users.py, newsroom/roles.py.
"""

import copy
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client

from newsroom.models import User
from newsroom.roles import ROLES
from tests import factories


@pytest.fixture
def as_chief(client, people):
    client.force_login(people["chief"])
    return client


def person_form(user: User, **given) -> dict:
    return {
        "username": user.username,
        "first_name": "",
        "last_name": "",
        "email": "",
        "is_active": "on",
        "is_staff": "on",
        "groups": [group.pk for group in user.groups.all()],
        **given,
    }


def test_each_right_of_a_role_is_one_that_there_is(db):
    found = {
        group.name: {
            f"{right.content_type.app_label}.{right.codename}" for right in group.permissions.all()
        }
        for group in Group.objects.all()
    }
    assert found == ROLES


@pytest.mark.parametrize(
    ("role", "status"), [("writer", 403), ("editor", 403), ("moderator", 403), ("chief", 200)]
)
def test_who_sees_people(role, status, client, people):
    client.force_login(people[role])
    assert client.get("/admin/newsroom/user/").status_code == status
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize("whose", ["chief", "writer"])
def test_a_chief_makes_no_superuser(whose, as_chief, people):
    user = people[whose]
    data = person_form(user, is_superuser="on", user_permissions=[1, 2])
    address = f"/admin/newsroom/user/{user.pk}/change/"
    assert as_chief.post(address, data).status_code == 302
    user.refresh_from_db()
    assert not user.is_superuser
    assert not user.user_permissions.exists()
    page = as_chief.get(address).text
    assert 'name="is_superuser"' not in page
    assert 'name="user_permissions"' not in page


def test_a_chief_cannot_touch_a_superuser(as_chief):
    root = User.objects.create_superuser("root", password="password")
    assert as_chief.post(f"/admin/newsroom/user/{root.pk}/login/", {"link": "1"}).status_code == 403
    assert (
        as_chief.post(f"/admin/newsroom/user/{root.pk}/change/", person_form(root)).status_code
        == 403
    )
    root.refresh_from_db()
    assert root.check_password("password")


def test_a_superuser_sees_what_lies_beyond_roles(client, people):
    root = User.objects.create_superuser("root", password="password")
    client.force_login(root)
    assert (
        'name="is_superuser"'
        in client.get(f"/admin/newsroom/user/{people['writer'].pk}/change/").text
    )


def test_a_chief_adds_a_writer(as_chief, people):
    role = people["writer"].groups.get()
    data = {
        "username": "new",
        "first_name": "",
        "last_name": "",
        "email": "new@example.org",
        "groups": [role.pk],
    }
    assert as_chief.post("/admin/newsroom/user/add/", data).status_code == 302
    new = User.objects.get(username="new")
    assert new.is_staff
    assert not new.is_superuser
    assert not new.has_usable_password()
    assert list(new.groups.all()) == [role]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("newsroom/user", {"username": "new", "email": "new@example.org", "groups": []}),
        ("articles/topic", {"name": "Harbour", "slug": "harbour"}),
    ],
)
def test_who_makes_the_same_at_once_is_told(as_chief, kind, data):
    barrier = threading.Barrier(5)

    def add(_):
        one = Client()
        one.cookies = copy.deepcopy(as_chief.cookies)
        try:
            barrier.wait()
            return one.post(f"/admin/{kind}/add/", data).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as threads:
        assert sorted(threads.map(add, range(5))) == [200] * 4 + [302]


def test_a_number_that_no_database_knows(as_chief, people):
    number = "9" * 30
    address = f"/admin/newsroom/user/{people['writer'].pk}/change/"
    answers = [
        as_chief.post(address, person_form(people["writer"], groups=[number])),
        as_chief.get(f"/admin/articles/article/?section={number}"),
    ]
    # PostgreSQL compares it all the same, and finds nothing
    assert {answer.status_code for answer in answers} <= {200, 400}
    assert people["writer"].groups.count() == 1


def test_a_field_that_there_is_not(as_chief, people):
    address = f"/admin/newsroom/user/{people['writer'].pk}/delete/"
    assert as_chief.post(address, {"_to_field": ""}).status_code == 400
    assert as_chief.get(f"{address}?_to_field=x").status_code == 400


def test_login_page_names_the_publication(client, db):
    text = client.get("/admin/login/").text
    assert "Log in" in text
    assert "Newsroom" in text


def test_the_head_leads_to_daily_work(client, people):
    factories.section()
    client.force_login(people["writer"])
    text = client.get("/admin/").text
    assert 'href="/admin/articles/article/"' in text
    assert "View site" in text
