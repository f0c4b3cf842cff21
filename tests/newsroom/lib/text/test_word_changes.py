"""What a change of a few words is about."""

import pytest

from newsroom.lib.text import word_changes
from newsroom.lib.text.diff import words


def edit(old: str, new: str) -> word_changes.Edit:
    (found,) = word_changes.find_edits(words(old, new))
    return found


FACTS = [
    ("at 12.30 sharp", "at 12.45 sharp", "A number"),
    ("some two hundred came", "some three hundred came", "A number"),
    ("some 1,000 came", "some 1000 came", ""),
    ("in May it opened", "in June it opened", "A date"),
    ("the old May house", "the old Mayor house", "A name"),
    ("met Ada Novak there", "met Ada Nowak there", "A name"),
    ("in april it opened", "in April it opened", ""),
    ("The dog barked", "A dog barked", ""),
    ("Ended. The dog barked", "Ended. Every dog barked", ""),
    ("saw Novak leave", "saw Novak’s leave", ""),
    ("so he was here", "so he wasn’t here", "A yes or no"),
    ("He said “it is fine now” twice", "He said “it is good now” twice", "Quoted words"),
    ("it is fine now", "it is good now", ""),
]


@pytest.mark.parametrize(("old", "new", "what"), FACTS)
def test_facts(old, new, what):
    assert word_changes.name_fact(edit(old, new)) == what


def test_a_new_wording_with_numbers_in_it_is_no_fact_set_right():
    old = (
        "ministers from 12 countries gathered yesterday evening outside several hotels discussing"
        " fisheries subsidies quotas"
    )
    new = (
        "delegates representing 14 governments arrived this morning before lengthy negotiations"
        " concerning trawler licences"
    )
    assert word_changes.name_fact(edit(old, new)) == ""


SPELLING = [
    ("teh cat", "the cat", True),
    ("a harbour", "a harbor", True),
    ("over night it", "overnight it", True),
    ("so: it", "so, it", True),
    ("the cat sat", "the dog sat", False),
    ("was it", "has it", False),
    ("they came", "they went", False),
    ("cost 5 there", "cost 6 there", False),
]


@pytest.mark.parametrize(("old", "new", "is_one"), SPELLING)
def test_spelling(old, new, is_one):
    assert word_changes.is_spelling(edit(old, new)) is is_one


@pytest.mark.parametrize(
    ("old", "new"),
    [("a - b", "a – b"), ("“a", '"a'), ("a b", "a\xa0b"), ("a  b", "a b"), ("so…", "so...")],
)
def test_typography(old, new):
    found = list(word_changes.find_edits(words(old, new)))
    assert found
    assert all(map(word_changes.is_typography, found))


@pytest.mark.parametrize(
    ("one", "other", "steps"),
    [("", "abc", 3), ("teh", "the", 1), ("kitten", "sitting", 3), ("ab", "ab", 0)],
)
def test_distance(one, other, steps):
    assert word_changes.distance(one, other) == steps
