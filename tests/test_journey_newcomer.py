"""Journey 'newcomer': from an empty folder to a text that others find, in a real browser."""

import email
import re
from collections.abc import Callable, Iterator
from email.message import Message

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from playwright.sync_api import Browser, CDPSession, Page, expect

from tests.running import Server, free_port

pytestmark = [pytest.mark.browser, pytest.mark.processes]

TEXT = """## Wat we delen

Een fietsenwerkplaats is een gemeenschapsgoed: gereedschap, kennis en afspraken.

> [!NOTE]
> Iedereen mag de tekst gebruiken.
"""
ENGLISH = "## What we share\n\nA bicycle workshop is a commons: tools, knowledge and rules.\n"


class Mailbox:
    """An SMTP server that keeps what it gets."""

    def __init__(self) -> None:
        self.letters: list[Message] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.letters.append(email.message_from_bytes(envelope.content or b""))
        return "250 OK"

    def code_for(self, address: str) -> str | None:
        """The latest code that was mailed to `address`."""
        for letter in reversed(self.letters):
            if letter["To"] == address:
                found = re.search(
                    r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", _text(letter), re.MULTILINE
                )
                return found[1] if found else None
        return None


def _text(letter: Message) -> str:
    part = next(p for p in letter.walk() if p.get_content_type() == "text/plain")
    return bytes(part.get_payload(decode=True) or b"").decode()


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, int]]:
    box, port = Mailbox(), free_port()
    relay = Controller(box, hostname="127.0.0.1", port=port)
    relay.start()
    yield box, port
    relay.stop()


def virtual_passkey(page: Page) -> CDPSession:
    """An authenticator inside the browser (WebAuthn level 3, section 11)."""
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
    return devtools


def set_up(page: Page, server: Server, base: str) -> None:
    page.goto(base + "/")
    expect(page.locator("h1")).to_be_visible()
    page.goto(base + server.setup_link())
    page.locator("[name=server_name]").fill("De Wijk")
    page.locator("[name=sign_up][value=open]").check()
    page.locator("[name=name]").fill("Eerste beheerder")
    page.locator("[name=handle]").fill("beheerder-een")
    page.locator("[name=email]").fill("een@example.org")
    page.locator("[name=password]").fill("een lang genoeg wachtwoord")
    page.locator("[name=commons_name]").fill("Fietsenwerkplaats")
    page.locator("[name=commons_handle]").fill("fietsen")
    page.locator("[name=purpose]").fill("We repareren samen fietsen en delen wat we weten.")
    page.locator("main form button[type=submit]").click()
    expect(page).to_have_url(re.compile("/@fietsen/"))


def make_programme_and_charter(page: Page, base: str) -> None:
    page.goto(f"{base}/@fietsen/settings/questions/new/")
    page.locator("[name$=nl]").first.fill("Hoe houden we fietsen van iedereen?")
    page.locator("main form button[type=submit]").first.click()
    page.goto(f"{base}/@fietsen/settings/phases/new/")
    page.locator("[name=title_nl]").fill("Beginnen")
    page.locator("[name=starts]").fill("2026-01-01")
    page.locator("[name=ends]").fill("2027-12-31")
    page.locator("main form button[type=submit]").first.click()
    page.goto(f"{base}/@fietsen/charter/edit/")
    page.locator("textarea[name$=_nl]").first.fill("Iedereen uit de wijk hoort erbij.")
    page.locator("[name=reason]").fill("Zo beginnen we.")
    page.locator("main form button[type=submit]").first.click()
    page.goto(f"{base}/@fietsen/")
    expect(page.locator("main")).to_contain_text("Hoe houden we fietsen van iedereen?")
    expect(page.locator("main")).to_contain_text("Beginnen")
    page.goto(f"{base}/@fietsen/charter/")
    expect(page.locator("main")).to_contain_text("Iedereen uit de wijk hoort erbij.")


def let_everybody_join(page: Page, base: str) -> None:
    page.goto(f"{base}/@fietsen/settings/")
    page.locator("[name=joining][value=open]").check()
    page.locator("main form button[type=submit]").first.click()


def sign_up_with_a_passkey(page: Page, base: str, box: Mailbox) -> None:
    virtual_passkey(page)
    page.goto(f"{base}/accounts/signup/passkey/")
    page.locator("[name=username]").fill("noor")
    page.locator("[name=name]").fill("Noor")
    page.locator("[name=email]").fill("noor@example.org")
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator("[name=code]")).to_be_visible()
    for _attempt in range(100):
        if box.code_for("noor@example.org"):
            break
        page.wait_for_timeout(100)
    page.locator("[name=code]").fill(box.code_for("noor@example.org") or "")
    page.locator("main form button[type=submit]").first.click()
    page.locator("[name=name]").fill("Sleutel van Noor")
    page.locator("main form button").first.click()
    page.wait_for_url(lambda url: "passkey" not in url and "signup" not in url)


def join_and_see_the_parcel(page: Page, base: str) -> None:
    page.goto(f"{base}/@fietsen/")
    page.goto(f"{base}/@fietsen/join/")
    page.locator("main form button[type=submit]").first.click()
    expect(page).to_have_url(f"{base}/@fietsen/joined/")
    expect(page.locator(".parcel-new").first).to_be_attached()


def make_editor(page: Page, base: str) -> None:
    page.goto(f"{base}/@fietsen/settings/members/noor/")
    page.locator("[name=role][value=editor], [name=role]").first.wait_for()
    if page.locator("select[name=role]").count():
        page.locator("select[name=role]").select_option("editor")
    else:
        page.locator("[name=role][value=editor]").check()
    page.locator("main form button[type=submit]").first.click()


def write_and_publish(page: Page, base: str) -> None:
    page.goto(f"{base}/@fietsen/publications/new/")
    page.get_by_label("Werktitel").fill("Van wie is de fiets?")
    page.get_by_label("Nederlands").check()
    page.get_by_label("Explainer").check()
    page.get_by_role("button", name="Beginnen met schrijven").click()
    page.locator("[name=summary]").fill("Over delen in de wijk.")
    page.locator("[name=text]").fill(TEXT)
    page.locator("button[name=publish]").click()
    page.get_by_role("button", name="Publiceren", exact=True).click()
    expect(page.locator("h1")).to_have_text("Van wie is de fiets?")
    page.get_by_role("link", name="Vertalen naar het Engels").click()
    page.locator("[name=title]").fill("Whose is the bicycle?")
    page.locator("[name=text]").fill(ENGLISH)
    page.locator("button[name=publish]").click()
    page.get_by_role("button", name="Publiceren", exact=True).click()


def read_in_both_languages(browser: Browser, base: str) -> None:
    for locale, title, in_menu in (
        ("nl-NL", "Van wie is de fiets?", "Lezen"),
        ("en-GB", "Whose is the bicycle?", "Read"),
    ):
        reader = browser.new_context(locale=locale)
        page = reader.new_page()
        page.goto(f"{base}/@fietsen/publications/van-wie-is-de-fiets/")
        expect(page.locator("h1")).to_have_text(title)
        expect(page.locator("nav.main-menu")).to_contain_text(in_menu)
        assert reader.cookies() == []
        reader.close()


def find_it_misspelt_and_in_the_feed(browser: Browser, server: Server, base: str) -> None:
    reader = browser.new_context(locale="nl-NL")
    page = reader.new_page()
    for _attempt in range(50):
        page.goto(f"{base}/search/?q=gemenschapsgoed")
        if page.locator("main a[href*='van-wie-is-de-fiets']").count():
            break
        page.wait_for_timeout(200)
    expect(page.locator("main a[href*='van-wie-is-de-fiets']").first).to_be_visible()
    reader.close()
    feed = server.get("/@fietsen/publications/feed.atom", **{"Accept-Language": "nl"})
    assert "Van wie is de fiets?" in feed.text


def the_log_tells_it_all(page: Page, server: Server, base: str) -> None:
    page.goto(f"{base}/@fietsen/log/")
    said = page.locator("main").inner_text()
    for word in ("Eerste beheerder", "@noor", "redacteur"):
        assert word in said
    checked = server.run("check", "log")
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_a_newcomer_sets_up_a_server_and_somebody_else_publishes_on_it(
    make_server: Callable[..., Server], browser: Browser, mailbox: tuple[Mailbox, int]
) -> None:
    box, relay = mailbox
    server = make_server(GEMEENGOED_EMAIL_URL=f"smtp://127.0.0.1:{relay}").start()
    base = f"http://localhost:{server.port}"
    steward = browser.new_context(locale="nl-NL").new_page()
    steward.set_default_timeout(10_000)
    newcomer = browser.new_context(locale="nl-NL").new_page()
    newcomer.set_default_timeout(10_000)
    set_up(steward, server, base)
    make_programme_and_charter(steward, base)
    let_everybody_join(steward, base)
    sign_up_with_a_passkey(newcomer, base, box)
    join_and_see_the_parcel(newcomer, base)
    make_editor(steward, base)
    write_and_publish(newcomer, base)
    read_in_both_languages(browser, base)
    find_it_misspelt_and_in_the_feed(browser, server, base)
    the_log_tells_it_all(steward, server, base)
