"""What is typed into a story outlives the server that is killed."""

from playwright.sync_api import expect

from tests.browser.editor import TEXT
from tests.browser.test_losing_nothing import wait_until_kept


def test_a_killed_server_loses_nothing_that_it_acknowledged(served, browser):
    page = browser.new_context().new_page()
    page.goto(f"{served.url}/admin/login/")
    page.fill("[name=username]", "editor")
    page.fill("[name=password]", "password")
    page.click("[type=submit]")
    page.wait_for_url(f"{served.url}/admin/")
    page.goto(f"{served.url}/admin/articles/article/add/")
    page.wait_for_selector(TEXT)
    page.fill("[name=headline]", "Killed in the middle")
    wait_until_kept(page)
    served.kill()
    page.fill("[name=headline]", "Killed in the middle of it")
    page.get_by_text("The server does not answer.").wait_for()
    served.start()
    wait_until_kept(page)
    again = page.context.new_page()
    again.goto(f"{served.url}/admin/articles/article/add/")
    again.get_by_role("link", name="Take it up again").first.click()
    expect(again.locator("[name=headline]")).to_have_value("Killed in the middle of it")
    page.context.close()
