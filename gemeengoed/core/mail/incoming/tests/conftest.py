"""A listener as the work process runs it, and a capability that takes whatever comes."""

import smtplib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from gemeengoed.core import registry
from gemeengoed.core.mail.incoming import listener
from gemeengoed.core.mail.incoming.reading import Incoming
from gemeengoed.core.mail.incoming.source import parse
from gemeengoed.core.registry import Capability, MailTaken


@dataclass
class Taker:
    """`mails` are what it took, with the key; `answer` is what it says of the next ones."""

    mails: list[tuple[Incoming, str]] = field(default_factory=list)
    came_back: list[tuple[str, str, str]] = field(default_factory=list)
    answer: str | None = "taken"
    error: Exception | None = None

    def take(self, mail: Incoming, key: str) -> str | None:
        if self.error:
            raise self.error
        if self.answer:
            self.mails.append((mail, key))
        return self.answer

    def comes_back(self, reference: str, kind: str, why: str) -> None:
        self.came_back.append((reference, kind, why))


@pytest.fixture(autouse=True)
def _domain(settings) -> None:
    settings.MAIL_DOMAIN = "commons.example"


@pytest.fixture
def taker() -> Iterator[Taker]:
    """Takes mail to a commons, to `<handle>+join@` and to `confirm+<token>@`."""
    made = Taker()
    declared = Capability(
        slug="taker",
        name="taker",
        built_in=True,
        mail=[
            MailTaken("", made.take),
            MailTaken("join", made.take),
            MailTaken("confirm", made.take, personal=True),
        ],
        mail_came_back=made.comes_back,
    )
    before = dict(registry._capabilities)
    for slug, capability in before.items():  # whoever else takes mail is not asked here
        registry._capabilities[slug] = replace(capability, mail=(), mail_came_back=None)
    registry._capabilities["taker"] = declared
    yield made
    registry._capabilities.clear()
    registry._capabilities.update(before)


@pytest.fixture
def listening() -> Iterator[Callable[..., smtplib.SMTP]]:
    """`listening("smtp")`: a connection to a new listener; `listening("lmtp", "rate=1")` with options."""
    ended = threading.Event()
    threads: list[threading.Thread] = []
    clients: list[smtplib.SMTP] = []

    def begin(scheme: str = "smtp", options: str = "") -> smtplib.SMTP:
        ports: list[int] = []
        began = threading.Event()
        source = replace(parse(f"{scheme}://127.0.0.1:1?{options}"), port=0)

        def says(port: int) -> None:
            ports.append(port)
            began.set()

        thread = threading.Thread(target=listener.listen, args=(source, ended, says), daemon=True)
        thread.start()
        threads.append(thread)
        assert began.wait(10)
        kind = smtplib.LMTP if scheme == "lmtp" else smtplib.SMTP
        client = kind("127.0.0.1", ports[0], timeout=10)
        clients.append(client)
        return client

    yield begin
    for client in clients:
        client.close()
    ended.set()
    for thread in threads:
        thread.join(10)


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """Files of a certificate that signed itself, and of its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "commons.example")])
    names = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(names, critical=False)
        .sign(key, hashes.SHA256())
    )
    chain, secret = tmp_path / "chain.pem", tmp_path / "key.pem"
    chain.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return chain, secret
