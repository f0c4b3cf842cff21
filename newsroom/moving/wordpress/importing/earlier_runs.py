"""What an earlier run brought in: the rows that say so."""

from __future__ import annotations

from articles.models import Article
from newsroom.models import Imported
from newsroom.moving.wordpress.importing.catalogue import digest, item_key
from newsroom.moving.wordpress.items import Item


def find_rows(source: str, items: list[Item]) -> list[Imported | None]:
    """The row of each that is here, with its story, or None. Two queries for all."""
    stored = Imported.objects.filter(source=source, kind="item").select_related("article")
    by_key = {
        row.key: row
        for row in stored.filter(key__in=[key for item in items for key in _keys(item)])
    }
    by_number = {
        row.number: row
        for row in stored.filter(number__in=[item.number for item in items if item.number])
    }
    return [_row(item, by_key, by_number) for item in items]


def remember(source: str, pairs: list[tuple[Item, Article]]) -> None:
    """Note that these are here."""
    stored = Imported.objects.filter(
        source=source, kind="item", key__in=[item_key(item) for item, _ in pairs]
    )
    taken = set(stored.values_list("key", flat=True))
    new = []
    for item, article in pairs:
        key, other = _keys(item)
        key = other if key in taken else key
        taken.add(key)
        new.append(
            Imported(
                source=source,
                kind="item",
                key=key,
                number=item.number,
                digest=digest(item),
                article=article,
            )
        )
    Imported.objects.bulk_create(new)


def _row(
    item: Item, by_key: dict[str, Imported], by_number: dict[int, Imported]
) -> Imported | None:
    for key in _keys(item):
        if (row := by_key.get(key)) and row.number == item.number:
            return row
    row = by_number.get(item.number)  # under another GUID: the same if it says the same
    return row if row and row.digest == digest(item) else None


def _keys(item: Item) -> tuple[str, str]:
    """What it is known by; the second where another item has the first."""
    key = item_key(item)
    return key, f"{key}#{item.number}"
