"""What the tests of mail share: a relay that takes it, and keys that are made once."""

from collections.abc import Iterator

import pytest

from gemeengoed.core.mail import keys
from gemeengoed.core.mail.models import SigningKey

from .smtp_server import Received, smtp_server

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
