"""“Did you mean …”: a word nearby, for one that no story knows."""

from __future__ import annotations

from articles.models import KnownWord
from articles.search.question import Term
from articles.search.terms import fold

#: Maximum number of words that begin alike and are compared with one of a question; of words of a
#: question; of near words that are tried out.
MAX_COMPARED = 4_000
MAX_WORDS = 3
MAX_TRIED = 4


def near(term: Term) -> list[str]:
    """Known words that differ from a single one by a slip or two, the nearest first; [] where it is
    known itself."""
    bare = fold(term.text)
    if not bare.isalpha() or not 4 <= len(bare) <= 30:
        return []
    most = 1 if len(bare) < 6 else 2
    alike = KnownWord.objects.filter(
        initial__in={*bare[:2]}, length__range=(len(bare) - most, len(bare) + most)
    )
    found = []
    for word, plain in alike.values_list("word", "plain")[:MAX_COMPARED]:
        if plain == bare:
            return []
        if len(set(plain) ^ set(bare)) <= 2 * most and (slips := distance(bare, plain)) <= most:
            found.append((slips, plain[0] != bare[0], abs(len(plain) - len(bare)), word))
    return [word for *_, word in sorted(found)[:MAX_TRIED]]


def distance(one: str, other: str) -> int:
    """How many slips lie between two words: a letter more, less, another, or two of them
    swapped."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        former, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            row.append(min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b)))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                row[j] = min(row[j], former[j - 2] + 1)
    return row[-1]
