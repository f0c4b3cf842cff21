"""Reading replies in a real browser: without JavaScript, and with what it adds."""

import pytest
from playwright.sync_api import expect

from comments.models import Comment, Ping, Policy, Recommendation, Report, Thread
from comments.moderation import picks
from tests import factories
from tests.browser.barriers import barriers
from tests.browser.slow_line import held_back, until


@pytest.fixture
def story():
    Policy.objects.create(mode="open")
    return factories.published("The ferry is back")


@pytest.fixture
def address(live_server, story):
    return live_server.url + story.get_absolute_url()


@pytest.fixture
def replies(story):
    """Three replies with an answer; the second is picked."""
    made = [
        factories.reply(story, f"Words {number}", name=f"Reader {number}") for number in range(3)
    ]
    factories.reply(story, "An answer", name="Bo", parent=made[0])
    picks.pick(made[1].pk, by=factories.somebody("moderator"))
    Ping.objects.create(
        article=story.article,
        kind="pingback",
        title="A diary",
        address="https://diary.example/",
        excerpt="[…]",
        created_at=story.live_from,
    )
    return made


@pytest.fixture
def plain(new_context):
    """A page in a browser that runs no scripts."""
    return new_context(java_script_enabled=False).new_page()


#: Counts what is sent without waiting for an answer.
BEACONS = """window.beacons = 0
const send = navigator.sendBeacon
navigator.sendBeacon = (...sent) => { window.beacons += 1; return send.apply(navigator, sent) }"""
#: Whether the thread is in sight, once the page has been told so itself.
IN_SIGHT = """() => new Promise((done) => {
  new IntersectionObserver(([entry]) => done(entry.isIntersecting)).observe(document.querySelector("#comments"))
})"""


def button(page, reply):
    return page.locator(f"#comment-{reply.pk}").get_by_role("button", name="Recommend")


class TestWithoutScripts:
    def test_a_reply_is_recommended_and_that_is_taken_back(self, plain, address, replies):
        plain.goto(address)
        expect(plain.locator(".thread-live")).to_be_hidden()
        button(plain, replies[2]).click()
        expect(plain.locator("h1")).to_have_text("You recommend this reply")
        plain.get_by_role("link", name="Back to the reply").click()
        expect(plain).to_have_url(f"{address}#comment-{replies[2].pk}")
        expect(button(plain, replies[2])).to_have_text("Recommend 1")
        button(plain, replies[2]).click()
        expect(plain.locator("h1")).to_have_text("Recommend this reply?")
        assert Recommendation.objects.count() == 0
        assert plain.context.cookies() == []

    def test_the_order_is_chosen(self, plain, address, replies):
        plain.goto(address)
        for order, first in (("Newest", 2), ("Best", 0), ("Picks", 1)):
            plain.get_by_role("navigation", name="Order of the replies").get_by_role(
                "link", name=order
            ).click()
            expect(plain.locator(".reply-text").first).to_have_text(f"Words {first}")
            expect(plain.locator("[aria-current=true]").last).to_have_text(order)

    def test_a_reply_is_reported(self, plain, address, replies):
        plain.goto(address)
        plain.locator(f"#comment-{replies[0].pk}").get_by_role("link", name="Report").click()
        plain.get_by_label("In your words").fill("See the minutes")
        plain.get_by_role("button", name="Send report").click()
        expect(plain.locator("[id=report-reason_error]")).to_have_text(
            "Please choose what is wrong with it."
        )
        expect(plain.get_by_label("In your words")).to_have_value("See the minutes")
        plain.locator(".error-summary a").click()
        plain.wait_for_url(lambda url: url.endswith("#report-reason_0"))
        plain.get_by_label("It spreads something false").check()
        plain.get_by_role("button", name="Send report").click()
        expect(plain.locator("h1")).to_have_text("Thank you")
        assert Report.objects.get().text == "See the minutes"


class TestWithScripts:
    def test_a_press_counts_in_place_and_is_remembered(self, page, quiet, address, replies):
        page.goto(address)
        mine = button(page, replies[0])
        expect(mine).to_have_attribute("aria-pressed", "false")
        mine.press("Enter")
        page.wait_for_selector(f"#comment-{replies[0].pk} [aria-pressed=true] b")
        expect(mine).to_have_text("Recommend 1")
        expect(page).to_have_url(address)
        page.goto(address)
        expect(button(page, replies[0])).to_have_attribute("aria-pressed", "true")
        button(page, replies[0]).click()
        page.wait_for_selector(f"#comment-{replies[0].pk} [aria-pressed=false]")
        assert Comment.objects.get(pk=replies[0].pk).recommended == 0
        assert quiet == []

    def test_a_second_press_before_the_answer_takes_the_first_back(self, page, address, replies):
        page.goto(address)
        is_back = page.expect_response(lambda answer: answer.request.post_data == "wanted=no")
        with is_back, held_back(page, "**/recommend/") as first:
            button(page, replies[0]).click()
            until(page, lambda: first)
            button(page, replies[0]).click()
        expect(button(page, replies[0])).to_have_attribute("aria-pressed", "false")
        assert Recommendation.objects.count() == 0

    def test_what_cannot_be_recommended_any_more_is_said(self, page, address, replies):
        page.goto(address)
        Comment.objects.filter(pk=replies[0].pk).update(state="held")
        button(page, replies[0]).click()
        page.wait_for_url("**/recommend/")
        expect(page.locator("main")).to_contain_text("not shown any more")

    @pytest.mark.parametrize(("drawn", "views"), [(0.05, 10), (0.5, 0)])
    def test_one_reader_in_ten_stands_for_all(self, page, address, story, replies, drawn, views):
        # the thread is not in sight at first
        page.set_viewport_size({"width": 1000, "height": 200})
        page.add_init_script(f"Math.random = () => {drawn}")
        page.add_init_script(BEACONS)
        page.goto(address)
        assert (page.evaluate(IN_SIGHT), page.evaluate("beacons")) == (False, 0)
        page.locator("#respond").scroll_into_view_if_needed()
        assert (page.evaluate(IN_SIGHT), page.evaluate("beacons")) == (True, 1 if views else 0)
        if views:
            until(page, Thread.objects.exists)
        assert sum(Thread.objects.values_list("views", flat=True)) == views

    def test_a_link_to_a_reply_that_is_on_another_page_by_now_leads_there(
        self, page, address, replies, monkeypatch
    ):
        monkeypatch.setattr("comments.thread.pages.ROOTS", 2)
        monkeypatch.setattr("comments.thread.pages.SURELY_WHOLE", 2)
        page.goto(f"{address}?page=2#comment-{replies[0].pk}")
        page.wait_for_url(f"{address}?thread={replies[0].pk}#comment-{replies[0].pk}")


class TestAnnouncing:
    @pytest.fixture
    def page(self, new_context):
        """In a browser of its own: from now on its clock is the test's."""
        page = new_context(keep=False).new_page()
        page.clock.install()
        return page

    def test_new_replies_are_announced_and_nothing_moves(
        self, page, quiet, address, story, replies
    ):
        page.goto(address)
        height = page.evaluate("document.documentElement.scrollHeight")
        new = factories.reply(story, "Just now")
        page.clock.run_for(29_000)
        expect(page.locator("[data-live-new] button")).to_have_count(0)
        page.clock.run_for(2_000)
        announced = page.locator("[data-live-new]").get_by_role("button", name="1 new reply")
        announced.wait_for()
        assert page.evaluate("document.documentElement.scrollHeight") == height
        announced.click()
        page.wait_for_selector(f"#comment-{new.pk}")
        expect(page).to_have_url(f"{address}?page=1#comment-{new.pk}")
        expect(page.locator(f"#comment-{new.pk}")).to_be_in_viewport()
        assert quiet == []

    def test_the_announcements_can_be_paused(self, page, address, story, replies):
        page.goto(address)
        page.get_by_role("button", name="Pause").click()
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        factories.reply(story)
        page.clock.run_for(3_600_000)
        assert asked == []
        page.goto(address)
        page.get_by_role("button", name="Go on").click()
        factories.reply(story)
        page.clock.run_for(31_000)
        page.get_by_role("button", name="1 new reply").wait_for()

    def test_a_quiet_story_is_asked_about_ever_less_often(self, page, address, replies):
        page.goto(address)
        asked, answered = [], []
        page.on("request", lambda request: asked.append(request))
        for ended in ("requestfinished", "requestfailed"):
            page.on(ended, lambda request: answered.append(request))
        for _ in range(60):
            page.clock.run_for(60_000)
            page.wait_for_timeout(20)
            # the hour is the page's own, and the server's time is not in it
            while len(answered) < len(asked):
                page.wait_for_timeout(20)
        assert 6 <= len(asked) <= 14


def test_axe_finds_nothing(page, address, replies):
    for query in (
        "",
        "?order=picks",
        f"replies/{replies[0].pk}/report/",
        f"replies/{replies[0].pk}/recommend/",
    ):
        page.goto(address + query)
        page.evaluate(
            "document.querySelectorAll('details').forEach((part) => { part.open = true; })"
        )
        assert barriers(page) == [], query


def test_indentation_stops_at_the_second_level_on_a_phone(page, address, story):
    above = None
    for _ in range(6):
        above = factories.reply(story, parent=above)
    edges = {}
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(address)
        lefts = (
            "all => new Set(all.map((part) => Math.round(part.getBoundingClientRect().left))).size"
        )
        edges[width] = page.locator(".reply > article").evaluate_all(lefts)
    assert edges == {390: 3, 1280: 5}
