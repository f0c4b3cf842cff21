"""Each step asks a rule of its own: on its page, on the story's page, and where it is taken."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import permissions
from articles.errors import NotAllowed
from articles.publishing import editions
from tests import factories

pytestmark = pytest.mark.django_db

STEPS = ("publish", "withdraw", "unschedule")


@pytest.mark.parametrize("forbidden", STEPS)
def test_who_may_not_take_one_step_may_take_the_others(forbidden, client, people, monkeypatch):
    editor = people["editor"]
    article = factories.published("Story", by=editor).article
    later = timezone.now() + dt.timedelta(days=1)
    editions.publish(article, by=editor, at=later, kind="silent")
    monkeypatch.setattr(permissions, f"can_{forbidden}", lambda user, article=None: False)
    client.force_login(editor)
    shown = client.get(reverse("admin:articles_article_change", args=[article.pk])).content.decode()
    for step in STEPS:
        page = reverse(f"admin:articles_article_{step}", args=[article.pk])
        assert client.get(page).status_code == (403 if step == forbidden else 200)
        offer = 'name="_publish"' if step == "publish" else f'href="{page}"'
        assert (offer in shown) == (step != forbidden), step
    with pytest.raises(NotAllowed):
        getattr(editions, forbidden)(article, by=editor)
