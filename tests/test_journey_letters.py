"""Journey 'citizen with only e-mail': joins, reads, asks and leaves by real SMTP, in three mails."""

import json
import re
import smtplib
import sqlite3
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from xml.etree.ElementTree import fromstring
from zipfile import ZipFile

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from playwright.sync_api import Browser, Page

from tests.running import Server, free_port

pytestmark = [pytest.mark.browser, pytest.mark.processes]
CITIZEN = "Noor de Burger <noor@voorbeeld.example>"
COMMONS = "werkplaats@commons.example"
SECONDS = 30
READERS = 6
"""Who gets letters in the demonstration."""
STATES = ("waiting", "sending", "sent", "failed", "bounced", "complained", "skipped")


@dataclass
class Mailbox:
    """The relay, and all that it took, as (recipient, message)."""

    port: int
    got: list[tuple[str, EmailMessage]] = field(default_factory=list)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.original_content or b""
        mail = message_from_bytes(content, policy=policy.default)
        self.got += [(to, mail) for to in envelope.rcpt_tos]  # type: ignore[misc]
        return "250 ok"

    def to_citizen(self) -> list[EmailMessage]:
        return [mail for to, mail in self.got if to == "noor@voorbeeld.example"]

    def wait(self, number: int) -> EmailMessage:
        """The citizen's mail with that number, from 1; at most SECONDS later."""
        until = time.monotonic() + SECONDS
        while len(self.to_citizen()) < number:
            assert time.monotonic() < until, f"{len(self.to_citizen())} mails"
            time.sleep(0.05)
        return self.to_citizen()[number - 1]


@dataclass
class Citizen:
    port: int
    sent: int = 0

    def write(self, to: str, subject: str, words: str, **headers: str) -> None:
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = CITIZEN, to, subject
        mail["Message-ID"] = f"<{self.sent}@voorbeeld.example>"
        for name, value in headers.items():
            mail[name.replace("_", "-")] = value
        mail.set_content(words)
        with smtplib.SMTP("127.0.0.1", self.port, timeout=10) as connection:
            connection.send_message(mail, "noor@voorbeeld.example", [to])
        self.sent += 1


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    made = Mailbox(free_port())
    relay = Controller(made, hostname="127.0.0.1", port=made.port)
    relay.start()
    yield made
    relay.stop()


@pytest.fixture
def incoming() -> int:
    return free_port()


@pytest.fixture
def server(make_demonstration: Callable[..., Server], mailbox: Mailbox, incoming: int) -> Server:
    settings = {
        "GEMEENGOED_EMAIL_URL": f"smtp://127.0.0.1:{mailbox.port}",
        "GEMEENGOED_MAIL_IN": f"smtp://127.0.0.1:{incoming}",
        "GEMEENGOED_MAIL_DOMAIN": "commons.example",
    }
    made = make_demonstration(**settings).start()
    made.wait_until(lambda: "listening for mail" in made.output)
    return made


@pytest.fixture
def editor(browser: Browser, server: Server) -> Iterator[Page]:
    context = browser.new_context(locale="nl-NL", base_url=server.base)
    page = context.new_page()
    logins = json.loads((server.data / "demo-logins.json").read_text("utf-8"))
    page.goto("/accounts/login/")
    page.locator("[name=login]").fill("editor")
    page.locator("[name=password]").fill(logins["editor"])
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(lambda url: "login" not in url)
    yield page
    context.close()


def words(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def one_click(server: Server, mail: EmailMessage) -> int:
    """What a mail program does with RFC 8058: one POST, no cookies, no redirects."""
    found = re.search(r"<(https?://[^>]+)>", mail["List-Unsubscribe"])
    assert found
    path = urllib.parse.urlsplit(found[1]).path
    return posted(server, path, b"List-Unsubscribe=One-Click")


def posted(server: Server, path: str, data: bytes = b"") -> int:
    """Without cookies, and none comes back."""
    with urllib.request.urlopen(server.base + path, data, timeout=10) as answer:
        assert "Set-Cookie" not in answer.headers
        assert answer.url == server.base + path, "no redirect"
        return int(answer.status)


def send_the_letter_of_this_month(editor: Page) -> None:
    editor.goto("/@werkplaats/newsletters/")
    editor.get_by_role("button", name="De brief van deze maand opzetten").click()
    editor.locator("[name=preview]").fill("Twee explainers om te lezen")
    editor.get_by_role("button", name="Opslaan en bekijken").click()
    editor.get_by_role("link", name="Nakijken en versturen").click()
    editor.locator("form[action$='schedule/'] button").click()


def ask(citizen: Citizen, letter: EmailMessage) -> None:
    """Answers with the whole letter quoted below."""
    citizen.write(
        letter["Reply-To"],
        f"Re: {letter['Subject']}",
        "Wie beheert zo'n gemeenschapsgoed?\n\nOp maandag schreef de werkplaats:\n"
        + "\n".join(f"> {line}" for line in words(letter).splitlines()),
        In_Reply_To=letter["Message-ID"],
        References=letter["Message-ID"],
    )


def answer_from_the_browser(server: Server, editor: Page) -> None:
    server.wait_until(lambda: "Re: " in _inbox(editor), SECONDS)
    editor.locator("main ul.entries a").first.click()
    conversation = editor.locator("main").inner_text()
    assert "Wie beheert zo'n gemeenschapsgoed?" in conversation
    editor.locator("[name=words]").fill("De gemeenschap zelf, met afspraken.")
    editor.get_by_role("button", name="Antwoord versturen").click()


def test_a_citizen_with_only_email(
    server: Server, mailbox: Mailbox, incoming: int, editor: Page
) -> None:
    citizen = Citizen(incoming)
    citizen.write(COMMONS, "", "")
    asked = mailbox.wait(1)
    assert "Klopt dat?" in words(asked)
    assert asked["Content-Language"] == "nl"
    assert asked["DKIM-Signature"]

    quoted = "\n\nOp maandag schreef de werkplaats:\n> Klopt dat?\n> JA of NEE"
    citizen.write(asked["Reply-To"], f"Re: {asked['Subject']}", f"JA{quoted}")
    welcome = mailbox.wait(2)
    assert f"{newest_explainer(server)} (Explainer)" in words(welcome)
    assert "/@werkplaats/publications/" in words(welcome)

    send_the_letter_of_this_month(editor)
    letter = mailbox.wait(3)
    assert letter["List-Id"]
    assert "Explainer" in words(letter)

    ask(citizen, letter)
    answer_from_the_browser(server, editor)
    answer = mailbox.wait(4)
    assert "De gemeenschap zelf" in words(answer)
    assert answer["In-Reply-To"] == "<2@voorbeeld.example>"
    assert answer["References"].split() == [letter["Message-ID"], "<2@voorbeeld.example>"]
    assert names_citizen(server, "before") != []

    assert one_click(server, letter) == 200
    token, everybody = server.token("editor"), READERS + 1
    server.wait_until(lambda: _tally(server, token)["sent"] == everybody, SECONDS)
    tally = _tally(server, token)
    assert everybody == tally["total"] == sum(tally[state] for state in STATES)
    assert tally["doubled"] == 0
    _erase(server, welcome)
    assert names_citizen(server, "after") == []
    assert citizen.sent == 3
    assert len(mailbox.to_citizen()) == 4
    assert not any(without_account(server))


def newest_explainer(server: Server) -> str:
    """Its title, by what everybody can read."""
    feed = fromstring(server.get("/@werkplaats/publications/feed.atom").content)
    entry = feed.find("{http://www.w3.org/2005/Atom}entry")
    title = entry.findtext("{http://www.w3.org/2005/Atom}title") if entry is not None else None
    assert title
    return title


def names_citizen(server: Server, moment: str) -> list[str]:
    """The parts of the commons as it can be taken along that hold the citizen's address."""
    exported = server.data.parent / f"{moment}.gemeengoed"
    assert server.run("export", "werkplaats", str(exported)).returncode == 0
    with ZipFile(exported) as archive:
        names = archive.namelist()
        return [name for name in names if b"noor@voorbeeld" in archive.read(name).lower()]


def without_account(server: Server) -> Iterator[tuple[object, ...]]:
    """Every row about an account that names the citizen."""
    with closing(sqlite3.connect(f"file:{server.data}/gemeengoed.sqlite3?mode=ro", uri=True)) as db:
        for asked in (
            "SELECT email FROM people_person WHERE lower(email) LIKE 'noor@%'",
            "SELECT email FROM account_emailaddress WHERE lower(email) LIKE 'noor@%'",
        ):
            yield from db.execute(asked)


def _inbox(editor: Page) -> str:
    editor.goto("/@werkplaats/inbox/")
    return editor.locator("main").inner_text()


def _tally(server: Server, token: str) -> dict[str, int]:
    slug = time.strftime("%Y-%m")
    path = f"/api/commons/v1/commons/werkplaats/letters/{slug}/tally"
    answer = server.get(path, Authorization=f"Bearer {token}")
    return dict(json.loads(answer.text))


def _erase(server: Server, welcome: EmailMessage) -> None:
    """By the link to their own page: no password, no account."""
    found = re.search(r"/@werkplaats/newsletters/mine/[a-z2-7]+/", words(welcome))
    assert found
    assert posted(server, f"{found[0]}erase/") == 200


def test_what_is_automatic_or_forged_is_never_answered(
    server: Server, mailbox: Mailbox, incoming: int
) -> None:
    citizen = Citizen(incoming)
    citizen.write(COMMONS, "Afwezig", "Ik ben er niet.", Auto_Submitted="auto-replied")
    citizen.write(COMMONS, "Lijst", "Hallo", List_Id="<newsletters.werkplaats.commons.example>")
    citizen.write(COMMONS, "Weg", "x", Precedence="bulk")
    citizen.write(COMMONS, "", "")
    mailbox.wait(1)
    assert len(mailbox.got) == 1
