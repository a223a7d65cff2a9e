"""What the tests of mail share: a relay that takes it, and keys that are made once."""

from collections.abc import Iterator

import pytest

from gemeengoed.core.mail import keys, lists, signing
from gemeengoed.core.mail.compose import Mail
from gemeengoed.core.mail.mailings import template
from gemeengoed.core.mail.mailings.filling import Filler
from gemeengoed.core.mail.models import SigningKey

from .smtp_server import Received, smtp_server

LIST = lists.MailList(
    identifier="a.localhost", name="De Wérf", unsubscribe="https://localhost/leave/⟦token⟧/"
)
_made: list[SigningKey] = []


@pytest.fixture
def signing_keys(transactional_db: None) -> list[SigningKey]:
    """The server's keys; making them takes a while, so they are made once and kept for the next test."""
    if not _made:
        keys.signers()
        _made.extend(SigningKey.objects.all())
    SigningKey.objects.bulk_create(_made, ignore_conflicts=True)
    return _made


@pytest.fixture
def server(settings, signing_keys: list[SigningKey]) -> Iterator[Received]:
    """A relay on this machine, set as the one to use."""
    with smtp_server() as seen:
        settings.EMAIL_URL = f"smtp://127.0.0.1:{seen.port}"
        yield seen


@pytest.fixture
def letter(signing_keys: list[SigningKey]) -> bytes:
    """A whole letter as it goes out, signed twice."""
    mail = Mail(
        subject="Dag ⟦naam⟧, één brief", text="Dag ⟦naam⟧\n\n.punt\n \n", headers=lists.fields(LIST)
    )
    filled = Filler(template.made(mail)).fill(
        {"naam": "Zoë", "token": "abc"}, "ada@example.org", "<a@localhost>"
    )
    signed = signing.signatures(filled.head, filled.body, keys.signers(), "localhost")
    return signed + filled.to_bytes()
