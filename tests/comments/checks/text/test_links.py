"""Links in a reply: how many hold it, and what they weigh."""

import pytest

from comments.checks.text.links import links
from comments.findings import Draft


@pytest.mark.parametrize(
    ("count", "words", "weight"),
    [(2, "Two links", 1.0), (5, "Five links", 2.5), (6, "6 links", 3.0), (40, "40 links", 3.0)],
)
def test_from_two_on_it_is_held_and_more_weigh_more_up_to_a_bound(count, words, weight):
    [found] = links(Draft("Ana", "", "", "See https://a.example. " * count))
    assert (found.words, found.holds, found.weight) == (words, True, weight)


def test_one_link_is_no_finding_however_it_is_written():
    for link in ("https://a.example", "HTTP://a.example", "www.a.example"):
        assert list(links(Draft("Ana", "", "", f"See {link}, please."))) == []
        [found] = links(Draft("Ana", "", "", f"{link} {link}"))
        assert found.words == "Two links"
