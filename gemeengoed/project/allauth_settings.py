"""Settings of django-allauth: log-in, second factors, sessions, OpenID Connect (its own names)."""

import json
from typing import Any

from . import configuration, sensible

_values = configuration.read()
sensible.require(_values)
# Without a relay mail is kept here and only operators see it, so nobody can be made to read a code.
_mail_leaves = bool(_values["GEMEENGOED_EMAIL_URL"])


def _providers(text: str) -> dict[str, Any]:
    """`GEMEENGOED_OPENID_CONNECT`, a JSON list of {provider_id, name, client_id, secret, server_url}."""
    apps = [
        {**app, "settings": {"server_url": app.pop("server_url")}}
        for app in (json.loads(text) if text else [])
    ]
    return {"openid_connect": {"APPS": apps}}


AUTHENTICATION_BACKENDS = ["gemeengoed.core.people.backend.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "gemeengoed.core.people.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "signup": "gemeengoed.core.people.forms.signup.SignupForm",
    "login": "gemeengoed.core.people.forms.login.LoginForm",
}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
ACCOUNT_UNIQUE_EMAIL = True
# Without mail nobody can show that an address is theirs, so that several may fill in the same one:
# 'taken' would tell whoever asks who has an account here.
ACCOUNT_PREVENT_ENUMERATION = True if _mail_leaves else "strict"
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_MAX_EMAIL_ADDRESSES = 5
ACCOUNT_DEFAULT_HTTP_PROTOCOL = _values["GEMEENGOED_SCHEME"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if _mail_leaves else "optional"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = _mail_leaves
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = _mail_leaves
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
# The address is REMOTE_ADDR, which the project's proxy middleware has set right.
ALLAUTH_TRUSTED_PROXY_COUNT = 0
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/300s/key",
    "signup": "20/m/ip",
    "reset_password": "20/m/ip,5/m/key",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
    "reauthenticate": "10/m/user",
    "reset_password_from_key": "20/m/ip",
}

MFA_ADAPTER = "gemeengoed.core.people.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# allauth wants the address verified by a code before an account can begin with a passkey; without a
# relay people begin with a password and add a passkey once they are in.
MFA_PASSKEY_SIGNUP_ENABLED = _mail_leaves
MFA_ALLOW_UNVERIFIED_EMAIL = not _mail_leaves
MFA_TOTP_TOLERANCE = 1
# True would switch off every check of the origin; fido2 itself lets http://localhost through.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = False

USERSESSIONS_TRACK_ACTIVITY = False

SOCIALACCOUNT_ADAPTER = "gemeengoed.core.people.adapter.SocialAccountAdapter"
SOCIALACCOUNT_FORMS = {"signup": "gemeengoed.core.people.forms.signup.SocialSignupForm"}
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_PROVIDERS = _providers(_values["GEMEENGOED_OPENID_CONNECT"])
