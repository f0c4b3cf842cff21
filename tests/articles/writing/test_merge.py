"""Two people's changes of one story: what is joined, and what collides."""

import pytest

from articles.writing.content import FIELDS
from articles.writing.merge import merge
from newsroom.lib.text.merge import Collision

ONE, TWO, MINE, THEIRS = "<p>One.</p>", "<p>Two.</p>", "<p>Mine.</p>", "<p>Theirs.</p>"
BASE = {**dict.fromkeys(FIELDS, ""), "headline": "Ferry", "topics": [1], "body": ONE + TWO}


def test_what_nobody_changed_is_as_it_was():
    merged = merge(BASE, dict(BASE), dict(BASE))
    assert (merged.content, merged.theirs, merged.collisions) == (BASE, [], [])


def test_changes_of_different_fields_are_both_made():
    merged = merge(BASE, BASE | {"headline": "Bridge"}, BASE | {"topics": [1, 2]})
    assert merged.content == BASE | {"headline": "Bridge", "topics": [1, 2]}
    assert (merged.theirs, merged.collisions) == (["headline"], [])


def test_the_same_change_is_made_once():
    both = BASE | {"headline": "Bridge"}
    merged = merge(BASE, both, dict(both))
    assert (merged.content, merged.theirs, merged.collisions) == (both, [], [])


def test_two_changes_of_one_field_collide_and_mine_stays():
    merged = merge(BASE, BASE | {"headline": "Bridge"}, BASE | {"headline": "Boat"})
    assert (merged.content["headline"], merged.collisions) == ("Boat", ["headline"])


def test_changes_of_different_paragraphs_are_both_made():
    merged = merge(BASE, BASE | {"body": THEIRS + TWO}, BASE | {"body": ONE + MINE})
    assert (merged.content["body"], merged.theirs) == (THEIRS + MINE, ["body"])


def test_changes_of_one_paragraph_collide_there():
    merged = merge(BASE, BASE | {"body": ONE + THEIRS}, BASE | {"body": ONE + MINE})
    assert merged.body == [ONE, Collision((TWO,), (THEIRS,), (MINE,))]
    assert (merged.content["body"], merged.collisions) == (ONE + MINE, ["body"])


@pytest.mark.parametrize("name", ["headline", "body"])
def test_where_nobody_knows_how_it_began_every_difference_collides(name):
    merged = merge({}, BASE | {name: THEIRS}, BASE | {name: MINE})
    assert (merged.collisions, merged.content[name]) == ([name], MINE)
