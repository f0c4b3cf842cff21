"""`python -m tests.bench.found [FILE]`: how well search finds what is known to be there.

Asks the questions of tests/material/known_items.tsv of the articles in FILE, and words of thirty
short stories in eight languages; prints recall at ten and the mean reciprocal rank, as they stand
in docs/search.md. In a database of its own; under `python -m tests.services` in PostgreSQL.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import os
import statistics
import tarfile
import tempfile
import time
from collections import defaultdict
from html import escape
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT.parent / "shared/data/text/digitalgov.tar.gz"
ITEMS = ROOT / "tests/material/known_items.tsv"
LANGUAGES = ROOT / "tests/material/short_stories.tsv"


def articles(file: Path):
    """The name, facts and text of each article."""
    with tarfile.open(file) as archive:
        for member in archive:
            if not member.name.endswith(".md") or member.name.endswith("_index.md"):
                continue
            text = archive.extractfile(member).read().decode()
            parts = text.split("---\n", 2)
            try:
                facts = yaml.safe_load(parts[1]) if len(parts) == 3 else None
            except yaml.YAMLError:
                continue
            if isinstance(facts, dict) and facts.get("title") and facts.get("date"):
                yield Path(member.name).stem, facts, parts[2]


def load(file: Path) -> dict[int, str]:
    """Every article as a live edition with its row of search; gives the names by number."""
    from django.utils import timezone

    from articles.exchange import import_stories
    from articles.models import Edition
    from articles.search import index
    from tests import factories

    by = factories.somebody("editor")
    section = factories.section("News")
    topics, authors, names, stories = {}, {}, {}, []
    for name, facts, text in articles(file):
        for each in set(facts.get("topics") or []) - topics.keys():
            topics[each] = factories.topic(each.replace("-", " ").title())
        for each in set(facts.get("authors") or []) - authors.keys():
            authors[each] = factories.author(each.replace("-", " ").title())
        at = facts["date"]
        at = at if isinstance(at, dt.datetime) else dt.datetime.fromisoformat(str(at)[:10])
        at = timezone.make_aware(at) if at.tzinfo is None else at
        story = import_stories.Story(
            headline=str(facts["title"])[:200],
            standfirst=str(facts.get("summary") or "")[:500],
            body="".join(f"<p>{escape(each)}</p>" for each in text.split("\n\n")),
            section=section,
            origin=name,
            created_at=at,
            changed_at=None,
            live_from=at,
            topics=[topics[each] for each in dict.fromkeys(facts.get("topics") or [])],
            authors=[authors[each] for each in dict.fromkeys(facts.get("authors") or [])],
        )
        stories.append((name, story))
    for at in range(0, len(stories), 100):
        batch = stories[at : at + 100]
        taken = import_stories.take_in_all([story for _, story in batch], by=by)
        for (name, _), came in zip(batch, taken, strict=True):
            names[came.edition.pk] = name
    assert not index.missing_editions(timezone.now()).exists()
    assert Edition.objects.count() == len(names)
    return names


def ranks(names: dict[int, str]) -> tuple[dict[str, list[int]], list[float]]:
    """By kind of question, at which place of ten the article stands (0:
    none); and what each cost."""
    from django.utils import timezone

    from articles.search import find
    from articles.search.question import Question, terms

    found: dict[str, list[int]] = defaultdict(list)
    took = []
    with ITEMS.open(encoding="utf-8", newline="") as file:
        for kind, asked, name in csv.reader(file, delimiter="\t"):
            begun = time.perf_counter()
            shown = find.stories(Question(terms(asked)), timezone.now())
            took.append(time.perf_counter() - begun)
            here = [names[each.edition.pk] for each in shown]
            found[kind].append(here.index(name) + 1 if name in here else 0)
            if name not in here and os.environ.get("SHOW"):
                print("   not found:", kind, "|", asked, "|", name, "|", here[:2])
    return found, took


def in_languages() -> tuple[int, int]:
    """How many of the questions about short stories find theirs first, and of how many."""
    from django.utils import timezone

    from articles.search import find
    from articles.search.question import Question, terms
    from tests import factories

    with LANGUAGES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t"))
    for _, headline, text, _ in rows:
        factories.published(headline, body=f"<p>{escape(text)}</p>")
    right = asked = 0
    for language, headline, _, questions in rows:
        for question in questions.split(" | "):
            shown = find.stories(Question(terms(question)), timezone.now())
            here = [each.edition.headline for each in shown]
            asked += 1
            right += headline in here
            if headline not in here and os.environ.get("SHOW"):
                print("   not found:", language, "|", question, "|", headline, "|", here[:2])
    return right, asked


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=FILE)
    given = parser.parse_args()
    from django.db import connection

    connection.creation.create_test_db(verbosity=0)
    try:
        names = load(given.file)
        found, took = ranks(names)
        every = [rank for ranks in found.values() for rank in ranks]
        print(f"{connection.vendor}: {len(names):,} articles, {len(every)} questions\n")
        print("| Questions | | recall at 10 | MRR |\n|---|--:|--:|--:|")
        for kind, ranked in [*found.items(), ("all", every)]:
            recall = sum(map(bool, ranked)) / len(ranked)
            mean = sum(1 / rank for rank in ranked if rank) / len(ranked)
            print(f"| {kind} | {len(ranked)} | {recall:.2f} | {mean:.2f} |")
        print(f"\nA question takes {statistics.median(took) * 1000:.0f} ms, one in ten more than"
              f" {sorted(took)[len(took) * 9 // 10] * 1000:.0f} ms.")  # fmt: skip
        right, asked = in_languages()
        print(f"In eight languages, {right} of {asked} questions find their story.")
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as home:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
        os.environ["NEWSROOM_HOME"] = home
        import django

        django.setup()
        main()
