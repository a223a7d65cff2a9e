"""Passkeys with a real browser and a virtual authenticator (WebAuthn Level 2, section 11)."""

import os

import pytest
from allauth.mfa.models import Authenticator

# Playwright's synchronous interface keeps an event loop in this thread, which Django takes for ours.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

PASSWORD = "a long enough password"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_passkey_is_added_and_logs_in(live_server, make_person, page) -> None:
    person = make_person("ada")
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    violations: list[str] = []
    page.on("console", lambda m: violations.append(m.text) if m.type == "error" else None)
    page.goto(f"{live_server.url}/accounts/login/")
    page.fill("input[name=login]", "ada")
    page.fill("input[name=password]", PASSWORD)
    page.click("main form button[type=submit]:not(#passkey_login)")
    page.goto(f"{live_server.url}/accounts/2fa/webauthn/add/")
    page.fill("input[name=password]", PASSWORD)
    page.click("main form button[type=submit]")
    page.wait_for_url("**/webauthn/add/")
    page.check("input[name=passwordless]")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/2fa/**recovery**")
    assert Authenticator.objects.filter(user=person, type="webauthn").exists()
    page.context.clear_cookies()
    page.goto(f"{live_server.url}/accounts/login/")
    page.click("#passkey_login")
    page.wait_for_url(lambda address: "/accounts/" not in address)
    page.goto(f"{live_server.url}/settings/security/")
    assert page.url.endswith("/settings/security/"), "logged in without a password"
    assert not [text for text in violations if "Content Security Policy" in text]
