"""Logging in, as an app with tables of its own."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "newsroom.accounts"
    verbose_name = "Logging in"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in, user_logged_out

        from newsroom.accounts import second_factor, sign_ins

        user_logged_in.connect(sign_ins.note)
        user_logged_in.connect(second_factor.note_due)
        user_logged_out.connect(sign_ins.note_end)
