"""What a button of the composer asks for: one act on the plan of a front."""

from __future__ import annotations

from articles.admin.front.forms import SlotForm
from articles.errors import StepRefused
from articles.fronts.slots import Plan


def spot_of(name: str) -> tuple[str, int]:
    """Area and number of a place: “band-3-0” is the first of “band-3”."""
    area, _, number = name.rpartition("-")
    return area, int(number) if number.isascii() and number.isdigit() and len(number) < 4 else -1


def arrange(plan: Plan, verb: str, given: list[str], form: SlotForm | None, live: dict) -> str:
    """Do one act to a plan; the name of the place where it shows. `live` is what readers see.
    Raises StepRefused."""
    try:
        match verb, *given:
            case "place", story, to:
                plan.place_story(int(story), *spot_of(to))
                return to
            case "up" | "down", name:
                area, number = plan.step(*spot_of(name), -1 if verb == "up" else 1)
                return f"{area}-{number}"
            case "move", name, to:
                plan.move(*spot_of(name), *spot_of(to))
                return to
            case ("live",):
                plan.start_from(live)
                return f"{plan.place.areas[0].name}-0"
            case "off", name:
                plan.take_off(*spot_of(name))
                return name
            case "fill", name if form:
                plan.put(*spot_of(name), form.made())
                return name
    except ValueError:
        pass
    raise StepRefused("This can’t be done with a front.")
