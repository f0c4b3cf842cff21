"""Appeals and notices of illegal content go round in a real browser, with and without scripts."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import expect

from comments.complaints import legal_notices
from comments.models import Appeal, Comment, LegalNotice, Notice, Policy
from comments.moderation import decisions
from comments.notifications import digest
from comments.policies import changes
from comments.transparency import year_ledger
from tests import factories
from tests.browser.barriers import barriers


@pytest.fixture
def newsroom(live_server):
    """A story under which replies are read first, a confirmed reader, two moderators and a
    chief."""
    story = factories.published("The ferry is back")
    changes.save(Policy(article=story.article, mode="held"), by=factories.somebody())
    changes.save(factories.house_rule(), by=factories.somebody("chief"))
    factories.reader("ana@example.org", "Ana")
    for name in ("moderator", "senior"):
        factories.somebody(name)
    return story


@pytest.fixture
def pages(new_context):
    """Two people in one room: somebody who reads, and somebody of the newsroom; without scripts
    where asked."""

    def pages(scripts: bool = True):
        return [new_context(java_script_enabled=scripts).new_page() for _ in range(2)]

    return pages


def mailed(live_server, part: str) -> str:
    """The address in the last mail that holds `part`; what is due is told first."""
    Notice.objects.filter(due_at__isnull=False).update(
        due_at=timezone.now() - dt.timedelta(seconds=1)
    )
    digest.send_some()
    [message] = mail.outbox
    mail.outbox.clear()
    return live_server.url + re.search(rf"https?://[^/\s]+(\S*{part}\S*)", message.body)[1]


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_an_appeal_goes_round_by_mail(live_server, newsroom, pages, scripts, log_in):
    reader, desk = pages(scripts)
    reader.goto(live_server.url + newsroom.get_absolute_url())
    for name, value in (
        ("comment", "The captain is no fool."),
        ("name", "Ana"),
        ("email", "ana@example.org"),
    ):
        reader.fill(f"#respond [name={name}]", value)
    reader.get_by_role("button", name="Post Comment").click()
    reader.wait_for_url("**/receipt/**")
    expect(reader.get_by_text("awaiting moderation")).to_be_visible()
    comment = Comment.objects.get()
    Comment.objects.update(reader=factories.reader("ana@example.org"))  # as a proof or a link would
    mail.outbox.clear()
    rejecting = {
        "to": "rejected",
        "by": factories.somebody("moderator"),
        "rule": factories.house_rule(),
    }
    decisions.decide([comment.pk], note="“Fool” is about a person.", **rejecting)

    reader.goto("about:blank")  # a mail opens a page of its own
    reader.goto(mailed(live_server, "/receipt/"))
    expect(reader.get_by_text("“Fool” is about a person.")).to_be_visible()
    reader.get_by_text("Appeal", exact=True).click()
    reader.get_by_role("button", name="Send the appeal").click()
    expect(reader.get_by_text("Please say why the decision is wrong.")).to_be_visible()
    reader.get_by_label("Why the decision is wrong").fill("I say that he is none.")
    reader.get_by_role("button", name="Send the appeal").click()
    expect(reader.get_by_text("Your appeal ")).to_be_visible()
    appeal = Appeal.objects.get()
    expect(reader.get_by_text(f"Your appeal {appeal.reference}")).to_be_visible()

    log_in("moderator", desk.context)
    desk.goto(f"{live_server.url}/admin/comments/appeal/")
    expect(desk.get_by_text("You have decided about this reply yourself")).to_be_visible()
    log_in("senior", desk.context)
    desk.goto(f"{live_server.url}/admin/comments/appeal/")
    desk.get_by_label("Answer, for the author").fill("You are right: it defends him.")
    desk.get_by_role("button", name=f"Overturn {appeal.reference}").click()
    expect(desk.get_by_text("The reply is shown again.")).to_be_visible()

    reader.goto(mailed(live_server, r"\?thread="))
    shown = reader.locator(f"#comment-{comment.pk}")
    expect(shown.get_by_text("The captain is no fool.")).to_be_visible()
    reader.goto(live_server.url + newsroom.get_absolute_url())
    expect(reader.get_by_text("1 restored on appeal")).to_be_visible()
    assert reader.context.cookies() == []


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_notice_goes_round(live_server, newsroom, pages, scripts, log_in):
    comment = factories.reply(newsroom, "He stole a boat.", name="Bo")
    reader, desk = pages(scripts)
    reader.goto(live_server.url + newsroom.get_absolute_url())
    reader.get_by_role("link", name="Report").click()
    reader.get_by_role("link", name="notice of illegal content").click()
    reader.get_by_label("Defamation or insult").check()
    reader.get_by_label("Why it is against the law").fill("I bought that boat.")
    reader.get_by_role("button", name="Send the notice").click()
    expect(reader.locator(".error-summary")).to_be_visible()
    expect(reader.get_by_label("Why it is against the law")).to_have_value("I bought that boat.")
    reader.get_by_label("Your name").fill("Cy Roth")
    reader.get_by_label("Email").fill("cy@example.org")
    reader.get_by_label("I believe in good faith").check()
    reader.get_by_role("button", name="Send the notice").click()
    reader.wait_for_url("**/replies/notice/**")
    notice = LegalNotice.objects.get()
    expect(reader.locator("h1")).to_have_text(notice.reference)
    receipt = mailed(live_server, "/replies/notice/")

    log_in("senior", desk.context)
    desk.goto(f"{live_server.url}/admin/comments/legalnotice/")
    desk.get_by_role("link", name=notice.reference).click()
    desk.get_by_label("What was decided and why").fill("It is not proven.")
    desk.get_by_label("To take it off").fill("§ 186: not proven.")
    desk.get_by_role("button", name="Take the reply off").click()
    expect(desk.get_by_text("Closed: the reply is not shown.")).to_be_visible()

    assert mailed(live_server, "/replies/notice/") == receipt
    reader.goto(receipt)
    expect(reader.get_by_text("It is not proven.")).to_be_visible()
    reader.goto(live_server.url + newsroom.get_absolute_url())
    expect(reader.locator(f"#comment-{comment.pk}")).to_have_count(0)
    expect(reader.get_by_text("1 by law")).to_be_visible()


def test_axe_finds_nothing_by_day_or_night(page, quiet, live_server, newsroom, log_in):
    from comments import links

    shown, away = (
        factories.reply(newsroom, text, state=state)
        for text, state in (("One", "shown"), ("Two", "rejected"))
    )
    open_notice, closed = factories.legal_notice(shown), factories.legal_notice(shown, "Also")
    legal_notices.decide(
        closed, to="kept", by=factories.somebody("chief"), outcome="It is an opinion."
    )
    year_ledger.tidy()
    report = f"{newsroom.get_absolute_url()}replies/{shown.pk}/notice/"
    public = [
        links.receipt(away),
        report,
        links.legal_notice_status(open_notice),
        links.legal_notice_status(closed),
        "/replies/ledger/",
        newsroom.get_absolute_url(),
    ]
    look(page, live_server, public)
    factories.appeal(away)
    look(page, live_server, [links.receipt(away)])
    log_in("chief")
    look(
        page,
        live_server,
        [
            f"/admin/comments/{each}"
            for each in (
                "appeal/",
                "legalnotice/",
                f"legalnotice/{open_notice.pk}/change/",
                "decision/figures/",
            )
        ],
    )
    assert quiet == []


def look(page, live_server, addresses):
    for address in addresses:
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(live_server.url + address)
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        assert barriers(page) == [], address
        page.set_viewport_size({"width": 360, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, address
