"""The model's page and a campaign, in a browser."""

import pytest
from playwright.sync_api import expect

from comments.models import Campaign, Comment, TextModel
from tests import factories

pytestmark = pytest.mark.usefixtures("people")


def test_the_slider_and_another_version(page, live_server, quiet, log_in):
    TextModel.objects.all().delete()  # there is one before a test empties the tables
    factories.text_model(1)
    TextModel.objects.update(is_live=True)
    factories.text_model(2, learned_from=900)
    log_in("senior")
    page.goto(f"{live_server.url}/admin/comments/textmodel/")
    slider, field = page.get_by_role("slider"), page.get_by_role("spinbutton")
    expect(field).to_have_value("1.0")
    slider.focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    expect(field).to_have_value("2")
    field.fill("3")
    expect(slider).to_have_value("3")
    page.get_by_role("button", name="Only try it").click()
    expect(page.locator("tr.asked")).to_contain_text("tried")
    assert TextModel.objects.get(is_live=True).cost == 1
    page.get_by_role("button", name="Set it").click()
    expect(page.get_by_text("Set. New replies are judged by it.")).to_be_visible()
    assert TextModel.objects.get(is_live=True).cost == 3
    page.get_by_role("button", name="Use this one").click()
    expect(page.get_by_role("heading", name="Version 2 judges now")).to_be_visible()
    assert TextModel.objects.get(is_live=True).cost == 3
    assert quiet == []


def test_a_campaign_is_decided_once_and_taken_back_once(page, live_server, quiet, log_in):
    factories.campaign(factories.published("Ferry late again"))
    log_in("moderator")
    page.goto(f"{live_server.url}/admin/comments/campaign/")
    page.get_by_role("link", name="3 replies, 3 names, 1 story").click()
    expect(page.locator("mark").first).to_be_visible()
    page.get_by_role("button", name="Spam: all 3").click()
    expect(page.get_by_text("3 replies decided in one act.")).to_be_visible()
    assert set(Comment.objects.values_list("state", flat=True)) == {"spam"}
    page.get_by_role("button", name="Undo").click()
    expect(
        page.get_by_text("Undone: 3 replies as before. The campaign is open again.")
    ).to_be_visible()
    assert set(Comment.objects.values_list("state", flat=True)) == {"held"}
    assert Campaign.objects.get().state == "open"
    assert quiet == []
