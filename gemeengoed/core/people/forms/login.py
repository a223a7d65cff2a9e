"""Logging in with a name or an e-mail address and a password."""

from typing import Any

from allauth.account.forms import LoginForm as AllauthLoginForm
from django.utils.translation import gettext_lazy as _


class LoginForm(AllauthLoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login = self.fields["login"]
        login.label = _("Short name or e-mail address")
        login.widget.attrs.pop("placeholder", None)
        login.widget.attrs.update(
            autocomplete="username", autocapitalize="none", spellcheck="false"
        )
        self.fields["password"].widget.attrs.pop("placeholder", None)

    def clean_login(self) -> str:
        """People type their short name as they see it: @Ada."""
        return super().clean_login().removeprefix("@").lower()
