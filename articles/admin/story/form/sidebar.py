"""The rail beside a story's text: everything that is not text, in tabs."""

from __future__ import annotations

from dataclasses import dataclass

from articles import fields
from articles.models import Credit

#: Where the rows of the byline stand, and those that other parts add.
CREDITS, OTHERS = "credits", "placement"


@dataclass(frozen=True)
class Tab:
    """A part of the rail."""

    name: str
    label: str

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of the form that stand in it."""
        return fields.on_tab(self.name)


TABS = (
    Tab("status", "Status"),
    Tab("credits", "Credits"),
    Tab("pictures", "Pictures"),
    Tab("placement", "Placement"),
    Tab("search", "Search"),
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
