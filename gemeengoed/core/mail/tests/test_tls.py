"""A relay behind TLS: trusted when its certificate is, and never without."""

import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from gemeengoed.core.mail import relay, trouble
from gemeengoed.core.mail.mailings import queries
from gemeengoed.core.mail.models import Copy

from .smtp_server import unused_port
from .test_mailings import begun

pytestmark = pytest.mark.django_db(transaction=True)


class Handler:
    def __init__(self) -> None:
        self.recipients: list[str] = []
        self.names: list[bytes] = []

    async def handle_DATA(self, server, session, envelope) -> str:
        self.recipients += envelope.rcpt_tos
        return "250 ok"

    def log_in(self, server, session, envelope, mechanism, data) -> AuthResult:
        self.names.append(data.login)
        return AuthResult(success=data.password == b"p@ss")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of 127.0.0.1, which nobody vouches for; its key stands beside it."""
    made: Path = tmp_path_factory.mktemp("tls") / "cert"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1"
    name = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    files = ["-keyout", str(made.with_suffix(".key")), "-out", str(made)]
    subprocess.run([*command.split(), *name, *files], check=True, capture_output=True)
    return made


@contextmanager
def relaying(certificate: Path, *, implicit: bool) -> Iterator[tuple[Handler, str]]:
    """A relay, and its address with a password in it."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, certificate.with_suffix(".key"))
    handler, port = Handler(), unused_port()
    more: dict[str, Any] = {"ssl_context" if implicit else "tls_context": context}
    more |= {"authenticator": handler.log_in, "auth_require_tls": not implicit}
    controller = Controller(handler, "127.0.0.1", port, **more)
    controller.start()
    try:
        yield handler, f"{'smtps' if implicit else 'smtp'}://me:p%40ss@127.0.0.1:{port}"
    finally:
        controller.stop()


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """This machine trusts the certificate."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    relay._context.cache_clear()
    yield
    relay._context.cache_clear()


@pytest.mark.parametrize("implicit", [True, False])
def test_a_trusted_relay_gets_the_mail_and_the_password(
    signing_keys, settings, certificate: Path, trusted: None, implicit: bool
) -> None:
    with relaying(certificate, implicit=implicit) as (handler, settings.EMAIL_URL):
        mailing = begun(12)
    assert queries.tally(mailing).sent == 12
    assert sorted(handler.recipients) == sorted(f"lezer{one}@example.org" for one in range(12))
    assert set(handler.names) == {b"me"}


@pytest.mark.parametrize("implicit", [True, False])
def test_a_certificate_that_nobody_vouches_for_is_not_trusted(
    signing_keys, settings, certificate: Path, implicit: bool
) -> None:
    with relaying(certificate, implicit=implicit) as (handler, settings.EMAIL_URL):
        mailing = begun(2)
    known = trouble.known()
    assert known is not None
    assert "certificate" in known.trouble.lower()
    assert queries.tally(mailing).waiting == 2
    assert not Copy.objects.filter(attempts__gt=0).exists()
    assert handler.recipients == handler.names == []
