"""Fields of forms for addresses of the web and of mail; see addresses.py."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError

from newsroom.lib.web.addresses import NotAnAddress, mail_address, web_address


class MailAddressField(forms.CharField):
    """Cleans to the one form in which an address is kept and compared."""

    widget = forms.EmailInput(attrs={"autocomplete": "email"})

    def to_python(self, value: str | None) -> str:
        try:
            return mail_address(super().to_python(value))
        except NotAnAddress as error:
            raise ValidationError(str(error), code="invalid") from None


class WebAddressField(forms.CharField):
    """Cleans to an http(s) address; where the scheme was left away, https is meant."""

    widget = forms.TextInput(attrs={"autocomplete": "url", "inputmode": "url"})

    def to_python(self, value: str | None) -> str:
        try:
            return web_address(super().to_python(value))
        except NotAnAddress as error:
            raise ValidationError(str(error), code="invalid") from None
