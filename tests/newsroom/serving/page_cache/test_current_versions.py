"""At which numbers the versions stand: asked anew each time, and read anew when the answer is
another."""

import pytest
from django.db import connection, transaction

from articles.pages import versions
from newsroom.serving.page_cache.current_versions import asking

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ask():
    asked = asking()
    yield asked
    asked.close()


def test_each_number_where_it_stands_now_in_the_order_asked_for(ask):
    keys = ("replies:1", "furniture", "never", "site")
    for moved in (["furniture"], ["furniture", "replies:1"], ["other"]):
        with transaction.atomic():
            versions.move(*moved)
        stand = versions.numbers(keys)
        assert ask.numbers(keys) == ask.numbers(keys) == tuple(stand[key] for key in keys)
    assert ask.numbers(keys)[:3] == (1, 2, 0)
    assert ask.numbers(("never",)) == (0,)


def test_it_goes_by_the_index_with_a_plan_that_is_made_once(ask):
    for _ in range(10):
        ask.numbers(("furniture", "site"))
    execute = ask.local.connection.execute
    if connection.vendor == "postgresql":
        made = (
            "SELECT generic_plans, custom_plans FROM pg_prepared_statements WHERE name = 'versions'"
        )
        assert execute(made).fetchone() == (10, 0)
        plan = execute("EXPLAIN EXECUTE versions('{furniture,site}')").fetchall()
        assert any("Index" in line and "articles_version" in line for (line,) in plan)
    else:
        plan = execute(
            "EXPLAIN QUERY PLAN SELECT key, number FROM articles_version WHERE key IN ('a', 'b')"
        )
        assert [line[3].partition(" USING ")[0] for line in plan] == ["SEARCH articles_version"]
