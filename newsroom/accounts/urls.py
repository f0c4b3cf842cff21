"""The addresses of logging in, under /admin/."""

from __future__ import annotations

from django.contrib.admin import AdminSite
from django.urls import URLPattern, path

from newsroom.accounts.views import factor, passkey, password, profile


def urls(site: AdminSite) -> list[URLPattern]:
    """What anybody may ask, and what is for those who are logged in."""
    own = site.admin_view
    return [
        path("forgotten/", password.forgotten, name="forgotten"),
        path("password/<str:token>/", password.choose_password, name="choose_password"),
        path("login/code/", factor.login_code, name="login_code"),
        path("login/passkey/", passkey.login_passkey, name="login_passkey"),
        path("account/email/", own(profile.change_email), name="change_email"),
        path("account/email/<str:token>/", own(profile.confirm_email), name="confirm_email"),
        path("account/sessions/", own(profile.end_sessions), name="end_sessions"),
        path("account/second-factor/", own(factor.overview), name="second_factor"),
        path("account/second-factor/app/", own(factor.set_up_app), name="second_factor_app"),
        path("account/second-factor/passkey/", own(passkey.add), name="second_factor_passkey"),
    ]
