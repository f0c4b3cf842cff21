"""A story is shown to somebody without an account, who remarks on it; the newsroom deals with that
beside the text."""

from playwright.sync_api import expect

from articles.models import Remark
from articles.review.remarks import Pin
from tests import factories
from tests.browser.barriers import barriers

BODY = "<p>The old quay is dry.</p><p>It rained on Monday.</p>"


def test_from_the_link_to_the_resolved_remark(new_context, page, live_server, log_in, quiet):
    factories.person("editor")
    story = factories.article("Quay", body=BODY)
    log_in("editor")
    form = f"{live_server.url}/admin/articles/article/{story.pk}/change/"
    page.goto(form)
    page.get_by_role("link", name="Preview links").click()
    page.fill("#id_for_whom", "the lawyer")
    page.get_by_role("button", name="Make a link").click()
    address = page.get_by_label("Address for the lawyer").input_value()

    reader = new_context(java_script_enabled=False).new_page()
    reader.goto(address)
    expect(reader.locator(".preview-banner")).to_contain_text("Preview of the latest version")
    reader.get_by_role("link", name="Remark on paragraph 2").click()
    reader.get_by_label("Your name").fill("M. Alvarez")
    reader.get_by_role("button", name="Send").click()
    expect(reader.locator("#remark")).to_contain_text("Write what you would like to say.")
    expect(reader.get_by_label("Your name")).to_have_value("M. Alvarez")
    reader.get_by_label("Remark *", exact=True).fill("Who says so?")
    reader.get_by_role("button", name="Send").click()
    expect(reader.get_by_role("status")).to_contain_text("Sent.")
    assert reader.context.cookies() == []

    page.goto(form)
    page.wait_for_selector(".ProseMirror")
    page.get_by_role("tab", name="Remarks").click()
    panel = page.get_by_role("region", name="Remarks")
    expect(panel).to_contain_text("Who says so?")
    panel.get_by_role("link", name="Paragraph 2 (take me there)").click()
    page.wait_for_function("text => getSelection().toString() === text", arg="It rained on Monday.")
    panel.get_by_role("button", name="Resolve the remark of M. Alvarez").click()
    page.get_by_text("Resolved (1)").wait_for()
    assert Remark.objects.get().resolved_by.username == "editor"
    reader.goto(address)
    assert "Who says so?" not in reader.content()
    assert quiet == []


def test_no_barrier_is_found(page, live_server, log_in):
    factories.person("editor")
    story = factories.article("Quay", body=BODY, standfirst="So they say.")
    link = factories.preview_link(story)
    for text in ("Who says so?", "And when?"):
        factories.remark(
            story, text, link=link, name="M. Alvarez", at=Pin("body", 2, "It rained on Monday.")
        )
    log_in("editor")
    admin = f"{live_server.url}/admin/articles/article/{story.pk}"
    preview = f"{live_server.url}{link.get_absolute_url()}"
    parts = {
        f"{admin}/change/#remarks": ".remarks",
        f"{admin}/previews/": "body",
        f"{admin}/remarks/": "body",
    }
    for address, part in {**parts, preview: "body", f"{preview}?at=1": "body"}.items():
        page.goto(address)
        assert barriers(page, part) == [], address
