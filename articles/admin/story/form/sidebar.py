"""The rail beside a story's text: everything that is not text, in tabs."""

from __future__ import annotations

from dataclasses import dataclass

from articles.models import Credit

#: Where the rows of the byline stand, and those that other parts add.
CREDITS, OTHERS = "credits", "placement"


@dataclass(frozen=True)
class Tab:
    """A part of the rail, with the fields of the form that stand in it."""

    name: str
    label: str
    fields: tuple[str, ...] = ()


TABS = (
    Tab(
        "status",
        "Status",
        (
            "owner",
            "due_at",
            "embargo_until",
            "expires_at",
            "legal_hold",
            "slugline",
            "note",
        ),
    ),
    Tab("credits", "Credits", ("byline_text", "dateline")),
    Tab("pictures", "Pictures", ("lead_picture", "lead_alt", "lead_caption", "lead_credit")),
    Tab(
        "placement",
        "Placement",
        (
            "section",
            "topics",
            "genre",
            "paid_by",
            "front_headline",
            "series",
            "series_part",
            "related",
            "slug",
        ),
    ),
    Tab(
        "search",
        "Search",
        ("search_title", "search_description", "social_title", "social_description"),
    ),
    Tab("remarks", "Remarks"),
    Tab("checks", "Checks"),
    Tab("history", "History"),
)


@dataclass(frozen=True)
class Shown:
    """A tab on the page: `is_open` where its panel is seen first, `count` what waits in it."""

    tab: Tab
    is_open: bool
    inlines: list
    count: int = 0


def shown(context: dict) -> list[Shown]:
    """The tabs of a form: open is the first with something wrong in it, or where a new story gets
    its section."""
    form = context["adminform"].form
    rows: dict[str, list] = {CREDITS: [], OTHERS: []}
    for formset in context["inline_admin_formsets"]:
        rows[CREDITS if formset.opts.model is Credit else OTHERS].append(formset)
    wrong = [
        name
        for name, inlines in rows.items()
        if any(each.formset.total_error_count() for each in inlines)
    ]
    wrong += [tab.name for tab in TABS if any(name in form.errors for name in tab.fields)]
    first = wrong[0] if wrong else "status" if context["original"] else "placement"
    counts = {
        "remarks": len(context.get("remarks") or ()),
        "checks": len(context.get("findings") or ()),
    }
    tabs = [tab for tab in TABS if context["original"] or tab.name not in ("remarks", "history")]
    return [
        Shown(tab, tab.name == first, rows.get(tab.name, []), counts.get(tab.name, 0))
        for tab in tabs
    ]
