"""Deciding at the desk, with mouse and keys: what it says is what happened, and each act can be
taken back."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from comments.models import Comment, HouseRule
from comments.moderation import decisions
from tests import factories
from tests.browser.person import Person


@pytest.fixture
def edition(people):
    return factories.published("Ferry back", ago=dt.timedelta(hours=3))


@pytest.fixture
def replies(edition):
    return held(edition, 4)


def held(edition, count, text="Word {}"):
    now = timezone.now()
    return [
        factories.reply(
            edition,
            text.format(n),
            name=f"Reader {n}",
            email=f"r{n}@example.org",
            state="held",
            now=now - dt.timedelta(minutes=count - n),
        )
        for n in range(count)
    ]


@pytest.fixture
def desk(new_context, live_server, log_in):
    """Opens the desk of somebody, in a window of that size."""

    def desk(username="moderator", size=(1280, 800), query="", **options):
        page = new_context(**options).new_page()
        page.set_viewport_size({"width": size[0], "height": size[1]})
        log_in(username, page.context)
        page.goto(f"{live_server.url}/admin/comments/comment/{query}")
        return page

    return desk


def states() -> list[str]:
    return list(Comment.objects.order_by("pk").values_list("state", flat=True))


def undo_of(page):
    return page.get_by_role("button", name="Undo your last act")


@pytest.mark.parametrize("size", [(390, 844), (1440, 900)])
def test_undo_with_the_mouse(desk, replies, size):
    """One act is taken back, and then one about several; the tab and the cards say the truth."""
    page = desk(size=size)
    person = Person(page)
    first = page.locator(f"#reply-{replies[0].pk}")
    person.click(page.get_by_role("button", name="Approve the reply of Reader 0"))
    page.get_by_role("status").get_by_text("Approved: Reader 0.").wait_for()
    expect(page.locator(".desk-queues [data-count-of=held]")).to_have_text("3")
    expect(first.locator("[data-pill]")).to_have_text("Shown")
    person.click(undo_of(page))
    page.get_by_text("Undone: 1 reply as before.").wait_for()
    expect(page.locator(".desk-queues [data-count-of=held]")).to_have_text("4")
    expect(first.locator("[data-pill]")).to_have_text("Held")
    page.keyboard.press("Shift+X")
    page.keyboard.press("Shift+S")
    page.get_by_role("status").get_by_text("Spam: 4 replies.").wait_for()
    expect(page.locator(".desk-queues [data-count-of=held]")).to_be_hidden()
    expect(first.locator("[data-pill]")).to_have_text("Spam")
    person.click(undo_of(page))
    page.get_by_text("Undone: 4 replies as before.").wait_for()
    assert states() == ["held"] * 4


def test_undo_without_scripts(desk, replies):
    """Right after the act, and later when the desk is opened anew."""
    page = desk(java_script_enabled=False)
    person = Person(page)
    person.click(page.get_by_role("button", name="Spam: the reply of Reader 0"))
    page.get_by_text("1 reply marked as spam.").wait_for()
    page.goto(page.url.partition("?")[0])
    person.click(undo_of(page))
    page.get_by_text("Undone: 1 reply as before.").wait_for()
    assert states() == ["held"] * 4


def test_what_another_decided_first_is_not_told_as_ones_own(desk, people, replies):
    page = desk()
    decisions.decide([replies[0].pk], to="spam", by=people["editor"])
    page.keyboard.press("a")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("somebody else was first: Reader 0 (Spam by editor")
    expect(page.locator("[data-told]")).to_have_text("")
    expect(page.locator(".desk-queues [data-count-of=held]")).to_have_text("3")
    card = page.locator(f"#reply-{replies[0].pk}")
    expect(card.locator("[data-pill]")).to_have_text("Spam")


def test_a_note_with_a_rejection_by_keys(desk, replies):
    """A note first and Enter, the first rule; a figure alone, that rule; down from the note, the
    rule below."""
    page = desk()
    page.keyboard.press("r")
    page.keyboard.type("Off the subject")
    page.keyboard.press("Enter")
    card = page.locator(f"#reply-{replies[0].pk}")
    expect(card.locator("[data-fate]")).to_contain_text("Rejected by you")
    expect(card.locator("[data-fate]")).to_contain_text("(“Off the subject”)")
    page.keyboard.press("r")
    page.keyboard.press("2")
    expect(page.locator(f"[data-row='{replies[1].pk}']")).to_contain_text("Rejected by you")
    page.keyboard.press("r")
    page.keyboard.type("No 3")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(f"[data-row='{replies[2].pk}']")).to_contain_text("Rejected by you")
    rules = list(HouseRule.objects.all())
    found = Comment.objects.order_by("pk")
    assert [each.rule for each in found] == [rules[0], rules[1], rules[1], None]
    assert [each.decisions.latest("pk").note for each in found[:3]] == [
        "Off the subject",
        "",
        "No 3",
    ]


def test_answering_a_held_reply_approves_it(desk, replies):
    page = desk()
    page.keyboard.press("m")
    page.get_by_role("dialog").get_by_label("Your answer").wait_for()
    page.keyboard.type("At nine.")
    Person(page).click(page.get_by_role("button", name="Approve and answer"))
    page.get_by_role("status").get_by_text("Approved and answered: Reader 0.").wait_for()
    expect(page.locator("[data-card][data-current]")).to_have_id(f"reply-{replies[1].pk}")
    answer = Comment.objects.latest("pk")
    assert (answer.parent_id, answer.text, answer.parent.state) == (
        replies[0].pk,
        "At nine.",
        "shown",
    )


@pytest.mark.parametrize("size", [(320, 256), (390, 844)])
def test_on_a_phone_the_reply_is_seen(desk, edition, size):
    """Two lines of it at least, between the bars; four acts in one row; queues behind a button."""
    held(edition, 3, "A reply of some length {}, " + "what they say of the ferry " * 8)
    page = desk(size=size)
    text = page.locator("[data-current] .desk-text").bounding_box()
    acts = page.locator("[data-current] .desk-acts").bounding_box()
    steps = page.locator(".desk-steps").bounding_box()
    assert acts["y"] - max(text["y"], steps["y"] + steps["height"]) >= 50
    assert acts["height"] < 64
    assert acts["y"] + acts["height"] <= size[1]
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]
    person = Person(page)
    person.click(page.locator("[data-current]").get_by_text("Spam", exact=True))
    page.get_by_role("status").get_by_text("Spam: Reader 0.").wait_for()
    page.evaluate("window.scrollTo(0, 0)")
    person.click(page.get_by_text("Queues and filters"))
    person.click(page.get_by_role("link", name="Spam 1").or_(page.get_by_role("link", name="Spam")))
    page.wait_for_url("**queue=spam")


def test_the_number_of_all_that_wait(desk, edition):
    """Not of those on the page: from the beginning, from further on, and with a filter."""
    found = held(edition, 25)
    page = desk()
    place = page.locator("[data-position]")
    expect(place).to_have_text("1 of 25")
    page.goto(f"{page.url}?queue=held&after={found[19].pk}")
    expect(place).to_have_text("21 of 25")
    page.goto(f"{page.url.partition('?')[0]}?queue=held&person=r3@example.org")
    expect(place).to_have_text("1 of 1")


def test_ten_of_fifty_as_spam(desk, edition):
    """Shift+click in the list ticks from the open reply up to there: two acts in all."""
    found = held(edition, 50)
    page = desk(size=(1440, 900))
    person = Person(page)
    page.locator(f"[data-row='{found[9].pk}']").scroll_into_view_if_needed()
    page.keyboard.down("Shift")
    person.click(page.locator(f"[data-row='{found[9].pk}']"))
    page.keyboard.up("Shift")
    many = page.get_by_role("group", name="With all that are ticked (10)")
    person.click(many.get_by_role("button", name="Spam"))
    page.get_by_role("status").get_by_text("Spam: 10 replies.").wait_for()
    expect(page.locator(".desk-queues [data-count-of=held]")).to_have_text("40")
    assert (person.actions, person.pages) == (2, 0)
    assert states() == ["spam"] * 10 + ["held"] * 40
    person.click(undo_of(page))
    page.get_by_text("Undone: 10 replies as before.").wait_for()
    assert states() == ["held"] * 50


def test_ranges_of_boxes_and_by_keys(desk, replies):
    page = desk()
    box = [page.get_by_role("checkbox", name=f"Tick Reader {n} in the list") for n in range(4)]
    person = Person(page)
    person.click(box[1])
    page.keyboard.down("Shift")
    person.click(box[3])
    page.keyboard.up("Shift")
    assert [each.is_checked() for each in box] == [False, True, True, True]
    page.keyboard.down("Shift")
    person.click(box[2])
    page.keyboard.up("Shift")
    assert [each.is_checked() for each in box] == [False, True, False, False]
    person.click(page.locator(f"[data-row='{replies[2].pk}']"))
    page.keyboard.press("Shift+J")
    page.keyboard.press("Shift+J")
    assert [each.is_checked() for each in box] == [False, True, True, True]


def test_putting_aside_by_keys_and_taking_that_back(desk, replies):
    page = desk()
    page.keyboard.press("h")
    expect(page.get_by_role("button", name="For an hour")).to_be_focused()
    page.keyboard.press("Enter")
    row = page.locator(f"[data-row='{replies[0].pk}']")
    expect(row).to_contain_text("Put aside until")
    expect(page.locator(".desk-queues [data-count-of=aside]")).to_have_text("1")
    expect(page.locator(".desk-queues [data-count-of=held]")).to_have_text("3")
    Person(page).click(undo_of(page))
    expect(row).not_to_contain_text("Put aside until")
    expect(page.locator("[data-card][data-current]")).to_have_id(f"reply-{replies[0].pk}")
    expect(page.locator(".desk-queues [data-count-of=held]")).to_have_text("4")
