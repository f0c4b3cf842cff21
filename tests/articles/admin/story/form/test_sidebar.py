"""The rail beside the text: its tabs tell what waits in them."""

import re

import pytest
from django.urls import reverse

from tests import factories

pytestmark = pytest.mark.django_db


def test_a_tab_tells_how_much_waits_in_it(client, people):
    article = factories.article("Story", by=people["editor"])
    factories.remark(article)
    client.force_login(people["editor"])
    page = client.get(reverse("admin:articles_article_change", args=[article.pk])).content.decode()
    counts = dict(re.findall(r'href="#rail-(\w+)">\w+ <span class="rail-count">(\d+)<', page))
    assert counts == {"remarks": "1", "checks": str(page.count('<li class="finding '))}
