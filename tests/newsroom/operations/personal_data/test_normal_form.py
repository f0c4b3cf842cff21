"""Addresses that are stored are in the form in which they are compared."""

import importlib

import pytest
from django.apps import apps
from django.db import models

from comments.models import Comment, Sanction
from newsroom.operations import doctor
from newsroom.operations.personal_data import normal_form
from tests import factories

pytestmark = pytest.mark.django_db
MIGRATION = importlib.import_module("newsroom.migrations.0018_addresses_in_one_form")
#: Addresses of mail that went out: what was sent where stays as it was.
ELSEWHERE = {("newsroom", "Mail"), ("comments", "Erasure")}


def test_each_table_with_an_address_is_named():
    found = {
        (model._meta.app_label, model.__name__)
        for model in apps.get_models()
        for field in model._meta.fields
        if field.name == "email" or isinstance(field, models.EmailField)
    }
    assert found - ELSEWHERE == set(normal_form.TABLES)


def test_all_are_brought_into_form(monkeypatch):
    monkeypatch.setattr(normal_form, "BATCH", 2)
    edition = factories.published("Ferry back")
    typed = ["Troll@Example.org", "tro\u200bll@example.org", "troll@example.org", "no address", ""]
    replies = [factories.reply(edition, email=each) for each in typed]
    ban = factories.sanction(email="TROLL@example.org")
    user = factories.somebody("writer")
    type(user).objects.filter(pk=user.pk).update(email="Ana@BÜCHER.example")
    MIGRATION.bring(apps, None)
    stored = dict(Comment.objects.values_list("pk", "email"))
    assert [stored[each.pk] for each in replies] == [*["troll@example.org"] * 3, "no address", ""]
    assert Sanction.objects.get(pk=ban.pk).email == "troll@example.org"
    user.refresh_from_db()
    assert user.email == "ana@xn--bcher-kva.example"
    assert normal_form.bring_into_form(Comment) == normal_form.Brought()


def test_two_readers_at_one_address_are_told_of(capsys):
    first, second = (factories.reader(each) for each in ("a@example.org", "a\u200b@example.org"))
    MIGRATION.bring(apps, None)
    second.refresh_from_db()
    assert second.email == "a\u200b@example.org"
    assert f"Reader {second.pk}: another" in capsys.readouterr().out
    said = [each for each in doctor.examine() if each.about == "addresses"]
    assert [each.level for each in said] == [doctor.Level.WARNING]
    assert f"{first.pk} and {second.pk}" in said[0].words
