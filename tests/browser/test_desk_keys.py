"""The desk by keyboard alone: a hundred replies, two moderators at once, acts taken back, and what
the record says."""

import datetime as dt
import random
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from comments.models import Comment, Decision, Escalation
from tests import factories
from tests.browser.slow_line import answered_late, held_back, until

KEYS = {"shown": ["a"], "spam": ["s"], "rejected": ["r", "1"]}


@pytest.fixture
def edition(people):
    return factories.published("Ferry back", ago=dt.timedelta(hours=3))


def held(edition, count):
    now = timezone.now()
    return [
        factories.reply(
            edition,
            f"Word {n}",
            name=f"Reader {n}",
            email=f"r{n}@example.org",
            state="held",
            now=now - dt.timedelta(minutes=count - n),
        )
        for n in range(count)
    ]


@pytest.fixture
def desk(new_context, live_server, log_in):
    """Opens the desk of somebody, in a browser of their own."""

    def desk(username, query=""):
        page = new_context().new_page()
        page.set_viewport_size({"width": 1280, "height": 800})
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        log_in(username, page.context)
        page.goto(f"{live_server.url}/admin/comments/comment/{query}")
        return page

    return desk


def current(page) -> int:
    return int(page.locator("[data-card][data-current]").get_attribute("data-card"))


def settled(page):
    """Everything that was decided there has been answered."""
    expect(page.locator("[data-card]:is([data-fate=sent], [data-fate=failed])")).to_have_count(0)


def test_a_hundred_replies_by_two_moderators(desk, people, edition):
    replies = held(edition, 100)
    before = Decision.objects.count()
    ana, bo = desk("moderator"), desk("editor", "?queue=held&order=newest")
    chance = random.Random(6)
    meant = {}

    def decide(page, who, many):
        for _ in range(many):
            number = current(page)
            to = chance.choice(list(KEYS))
            for key in KEYS[to]:
                page.keyboard.press(key)
            expect(page.locator(f"[data-card='{number}'][data-current]")).to_have_count(0)
            meant[number] = (to, who)

    for _ in range(8):
        decide(ana, "moderator", 6)
        decide(bo, "editor", 6)
    settled(ana)
    settled(bo)
    assert len(meant) == 96

    # Ana takes back three, and decides one of them otherwise.
    for _ in range(3):
        ana.keyboard.press("z")
        ana.get_by_text("Undone: 1 reply as before.").wait_for()
        back = current(ana)
        assert meant.pop(back)[1] == "moderator"
        ana.evaluate("document.querySelector('[data-told]').textContent = ''")
    decide(ana, "moderator", 1)
    settled(ana)

    # Both have the same card: the second one is told, and nothing is decided twice.
    left = [reply.pk for reply in replies if reply.pk not in meant]
    assert len(left) == 6
    for page in (ana, bo):
        page.reload()
        page.locator("[data-card][data-current]").wait_for()
    bo.locator(f"[data-row='{current(ana)}']").click()
    assert current(bo) == current(ana)
    both = current(ana)
    ana.keyboard.press("a")
    settled(ana)
    bo.keyboard.press("s")
    bo.get_by_role("alert").get_by_text("(Shown by moderator").wait_for()
    meant[both] = ("shown", "moderator")
    left.remove(both)

    states = {reply.pk: reply.state for reply in Comment.objects.all()}
    assert {number: states[number] for number in meant} == {
        number: to for number, (to, _) in meant.items()
    }
    assert {states[number] for number in left} == {"held"}
    made = Decision.objects.filter(undoes=None, undone_by=None, by__isnull=False).order_by("pk")
    last = {}
    for decision in made:
        last[decision.comment_id] = decision
    told = {number: (last[number].to_state, last[number].by.username) for number in meant}
    assert told == meant
    assert Decision.objects.count() - before == 96 + 3 + 1 + 1
    assert Decision.objects.exclude(undoes=None).count() == 3
    assert all(last[number].rule for number, (to, _) in meant.items() if to == "rejected")
    assert ana.complaints == bo.complaints == []


def test_the_next_card_is_there_before_the_answer(desk, people, edition):
    first, second, _ = held(edition, 3)
    page = desk("moderator")
    with held_back(page, "**/decide/"):
        page.keyboard.press("a")
        assert current(page) == second.pk
        expect(page.locator(f"[data-card='{first.pk}']")).to_have_attribute("data-fate", "sent")
    settled(page)
    assert Comment.objects.get(pk=first.pk).state == "shown"


def test_what_can_not_be_sent_stays_in_sight_and_is_sent_again(desk, people, edition):
    first, _ = held(edition, 2)
    page = desk("moderator")
    page.context.set_offline(True)
    page.keyboard.press("a")
    page.get_by_role("alert").get_by_text("is not saved yet").wait_for()
    assert page.locator(f"[data-row='{first.pk}']").inner_text().endswith("Not saved yet")
    page.context.set_offline(False)
    page.locator(f"[data-row='{first.pk}']").get_by_text("Shown by you").wait_for()
    first.refresh_from_db()
    assert first.state == "shown"


def test_many_are_ticked_and_taken_back_as_one(desk, people, edition):
    replies = held(edition, 5)
    page = desk("moderator")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("Shift+S")
    settled(page)
    assert [reply.state for reply in Comment.objects.order_by("pk")] == [
        "spam",
        "spam",
        "held",
        "held",
        "held",
    ]
    page.keyboard.press("z")
    page.get_by_text("Undone: 2 replies as before.").wait_for()
    assert Comment.objects.held().count() == len(replies)


def test_what_others_decide_greys_in_place(desk, people, edition):
    from comments.moderation import decisions

    first, second, _ = held(edition, 3)
    page = desk("moderator")
    decisions.decide([second.pk], to="spam", by=people["editor"])
    page.evaluate("document.dispatchEvent(new CustomEvent('desk:moved'))")
    page.locator(f"[data-row='{second.pk}']").get_by_text("Spam by editor").wait_for()
    assert current(page) == first.pk
    page.keyboard.press("a")
    assert current(page) != second.pk
    settled(page)
    factories.reply(edition, "A new one", email="n@example.org", state="held")
    page.evaluate("document.dispatchEvent(new CustomEvent('desk:moved'))")
    page.get_by_text("1 new in this queue").wait_for()
    expect(page.locator("[data-card]")).to_have_count(3)


def test_what_was_taken_back_is_ones_own_again(desk, people, edition):
    first, _ = held(edition, 2)
    page = desk("moderator")
    page.keyboard.press("a")
    settled(page)
    with answered_late(page, "**/look/") as answers:
        page.evaluate("document.dispatchEvent(new CustomEvent('desk:moved'))")
        until(page, lambda: answers)
        page.keyboard.press("z")
        page.get_by_text("Undone: 1 reply as before.").wait_for()
    page.evaluate("document.dispatchEvent(new CustomEvent('desk:moved'))")
    with page.expect_response("**/look/"):
        pass
    expect(page.locator(f"[data-card='{first.pk}']")).not_to_have_attribute(
        "data-fate", re.compile("")
    )


def test_keys_of_ones_own_rest_while_typing_and_can_be_off(desk, people, edition, live_server):
    held(edition, 3)
    page = desk("moderator")
    page.keyboard.press("/")
    page.keyboard.type("aas")
    assert Comment.objects.held().count() == 3
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    page.get_by_role("dialog", name="Keys of the desk").wait_for()
    page.keyboard.press("a")
    assert Comment.objects.held().count() == 3
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("s")
    page.wait_for_url("**queue=spam")
    page.goto(f"{live_server.url}/admin/comments/comment/mine/")
    page.get_by_label("Approve; or keep what is shown").fill("y")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved.").wait_for()
    page.goto(f"{live_server.url}/admin/comments/comment/")
    page.locator("[data-card][data-current]").wait_for()
    page.keyboard.press("a")
    page.keyboard.press("y")
    settled(page)
    assert Comment.objects.held().count() == 2
    page.goto(f"{live_server.url}/admin/comments/comment/mine/")
    page.get_by_label("Single keys decide").uncheck()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved.").wait_for()
    page.goto(f"{live_server.url}/admin/comments/comment/")
    page.locator("[data-card][data-current]").wait_for()
    page.keyboard.press("y")
    expect(page.locator("[data-card][data-fate]")).to_have_count(0)
    assert Comment.objects.held().count() == 2


def test_the_drawer_and_passing_on(desk, people, edition):
    parent = factories.reply(edition, "A question", name="Parent")
    reply = factories.reply(
        edition, "I will find you", parent=parent, email="b@example.org", state="held"
    )
    page = desk("moderator")
    page.keyboard.press("c")
    box = page.get_by_role("dialog", name="More about the reply")
    box.get_by_text("A question").wait_for()
    page.keyboard.press("Escape")
    box.wait_for(state="hidden")
    page.keyboard.press("e")
    page.keyboard.type("Sounds like a threat")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("Passed on: Legal finds it").wait_for()
    assert (Escalation.objects.get().comment, Escalation.objects.get().to) == (reply, "legal")
    page.keyboard.press("z")
    page.get_by_text("Settled.").wait_for()
    assert Escalation.objects.get().settled_at
