"""Passkeys, with the authenticator that Chromium brings for tests; and logging in without scripts.

Covers newsroom/accounts/passkeys.py, newsroom/accounts/views/passkey.py.
"""

import re
import time

import pytest
from playwright.sync_api import expect

from newsroom.accounts import second_factor
from newsroom.accounts.models import Passkey
from newsroom.models import User
from tests import factories
from tests.browser.barriers import barriers

pytestmark = pytest.mark.browser


@pytest.fixture
def site(live_server):
    """WebAuthn works at names alone, not at addresses of machines."""
    return re.sub(r"//[^:/]+", "//localhost", live_server.url)


@pytest.fixture
def device(new_context):
    """A page of a browser with a device that answers at once, and what it complains about."""
    page = new_context(keep=False).new_page()
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return page


def type_password(page, site, name="editor"):
    page.goto(f"{site}/admin/login/")
    page.fill("[name=username]", name)
    page.fill("[name=password]", "password")
    page.get_by_role("button", name="Log in", exact=True).click()


def test_a_passkey_logs_in(device, site):
    user = factories.person("editor")
    complaints = []
    device.on("console", lambda said: complaints.append(said.text) if said.type == "error" else 0)
    type_password(device, site)
    device.goto(f"{site}/admin/account/second-factor/")
    device.get_by_role("link", name="Add a passkey").click()
    device.get_by_label("Name").fill("Laptop")
    device.get_by_role("button", name="Make the passkey").click()
    expect(device.locator(".recovery-codes li")).to_have_count(10)
    key = Passkey.objects.get()
    assert (key.user, key.name) == (user, "Laptop")
    device.context.clear_cookies()
    # alone
    device.goto(f"{site}/admin/login/?next=/admin/account/")
    device.get_by_role("button", name="Log in with a passkey").click()
    device.get_by_role("heading", name="What is mailed to me").wait_for()
    device.context.clear_cookies()
    # after the password
    type_password(device, site)
    device.wait_for_url("**/admin/login/code/")
    device.get_by_role("button", name="Use a passkey").click()
    device.wait_for_url(f"{site}/admin/")
    assert complaints == []
    # in place of the password, before what is dangerous
    session = device.context.cookies()
    assert "sessionid" in {cookie["name"] for cookie in session}
    forget_the_proof()
    device.goto(f"{site}/admin/account/second-factor/")
    device.get_by_role("button", name="Remove the passkey Laptop").click()
    device.get_by_role("button", name="Use a passkey").click()
    device.get_by_text("Saved.").wait_for()
    assert not Passkey.objects.exists()


def forget_the_proof():
    from django.contrib.sessions.models import Session

    for row in Session.objects.all():
        store = Session.get_session_store_class()(row.session_key)
        store.load()
        store["proved_at"] = 0
        store.save()


def test_without_scripts_all_but_passkeys_works(new_context, live_server):
    user = factories.person("editor")
    page = new_context(java_script_enabled=False).new_page()
    site = live_server.url
    type_password(page, site)
    page.goto(f"{site}/admin/account/second-factor/")
    page.get_by_role("link", name="Set up an app").click()
    secret = page.locator(".secret-letters").text_content().replace(" ", "")
    expect(page.locator("img.qr")).to_be_visible()
    assert page.locator("img.qr").evaluate("image => image.naturalWidth") > 20
    step = int(time.time()) // 30
    page.get_by_label("Code").fill(second_factor.code_at(secret, step))
    page.get_by_role("button", name="Use this app").click()
    code = page.locator(".recovery-codes li").first.text_content()
    page.context.clear_cookies()
    type_password(page, site)
    assert page.get_by_role("button", name="passkey").count() == 0
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/admin/")
    assert second_factor.has_any(User.objects.get(pk=user.pk))


def test_the_pages_have_no_barriers(page, live_server, log_in):
    chief = factories.person("chief")
    for address in ("login/", "forgotten/", "password/used/"):
        page.goto(f"{live_server.url}/admin/{address}")
        assert barriers(page) == [], address
    log_in("chief")
    for address in (
        "account/",
        "account/second-factor/",
        "account/second-factor/app/",
        "account/second-factor/passkey/",
        "account/email/",
        "password_change/",
        "newsroom/user/add/",
        "newsroom/user/roles/",
        f"newsroom/user/{chief.pk}/change/",
        f"newsroom/user/{chief.pk}/login/",
    ):
        page.goto(f"{live_server.url}/admin/{address}")
        assert barriers(page) == [], address


def test_what_is_asked_after_the_password_does_not_log_in_alone(device, site):
    """It asks less of the device: not to make sure of its owner."""
    user = factories.person("editor")
    type_password(device, site)
    device.goto(f"{site}/admin/account/second-factor/passkey/")
    device.get_by_label("Name").fill("Laptop")
    device.get_by_role("button", name="Make the passkey").click()
    expect(device.locator(".recovery-codes li")).to_have_count(10)
    device.context.clear_cookies()
    type_password(device, site)
    device.wait_for_url("**/admin/login/code/")
    form = device.locator("form", has=device.locator("[data-passkey]"))
    form.evaluate("form => form.action = '/admin/login/passkey/'")
    device.get_by_role("button", name="Use a passkey").click()
    device.get_by_text("This passkey was not accepted").wait_for()
    assert user.passkeys.get().used_at is None
