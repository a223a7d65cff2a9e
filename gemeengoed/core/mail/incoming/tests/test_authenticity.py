"""Whether the domain of the sender vouches for a message: by DKIM, SPF and DMARC from a real DNS server."""

from base64 import b64encode
from collections.abc import Iterator

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from gemeengoed.core.mail.incoming import authenticity, spf
from gemeengoed.core.mail.incoming.mime import headers_of
from gemeengoed.core.mail.incoming.processing import process
from gemeengoed.core.mail.incoming.receiving import receive
from gemeengoed.core.mail.models import IncomingMessage
from gemeengoed.core.mail.tests.dns_server import Zone, dns_server

from .messages import mail

KEY = rsa.generate_private_key(65537, 2048)
PEM = KEY.private_bytes(
    serialization.Encoding.PEM,
    serialization.PrivateFormat.TraditionalOpenSSL,
    serialization.NoEncryption(),
)
PUBLIC = b64encode(
    KEY.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
).decode()
PEER = "Received: from mx.example.org ([8.8.4.4])\r\n\tby commons.example with ESMTP; now\r\n"


@pytest.fixture
def zone(settings) -> Iterator[Zone]:
    with dns_server() as made:
        settings.DNS = f"127.0.0.1:{made.port}"
        settings.MAIL_IN = "smtp://127.0.0.1:8025"
        made.txt("s._domainkey.example.org", f"v=DKIM1; k=rsa; p={PUBLIC}")
        yield made


def signed(raw: bytes, domain: str = "example.org", **more: object) -> bytes:
    signature = dkim.sign(raw, b"s", domain.encode(), PEM, **more)
    return bytes(signature) + raw


def judged(raw: bytes, sender: str = "ada@example.org") -> str:
    return authenticity.judge(raw, headers_of(raw), sender)


def test_a_signature_of_the_senders_domain_is_believed(zone) -> None:
    assert judged(signed(mail())) == "pass"
    assert judged(signed(mail()).replace(b"bijeenkomst", b"borrel")) == "unknown"
    assert judged(mail()) == "unknown"


def test_a_signature_of_another_domain_says_nothing(zone) -> None:
    zone.txt("s._domainkey.evil.example", f"v=DKIM1; k=rsa; p={PUBLIC}")
    assert judged(signed(mail(), "evil.example")) == "unknown"


def test_a_domain_speaks_for_those_below_it_and_the_other_way_round_only_by_its_policy(
    zone,
) -> None:
    zone.txt("s._domainkey.mail.example.org", f"v=DKIM1; k=rsa; p={PUBLIC}")
    assert judged(signed(mail(From="ada@sub.example.org"))) == "pass"
    assert judged(signed(mail(), "mail.example.org")) == "unknown"
    zone.txt("_dmarc.example.org", "v=DMARC1; p=none")
    assert judged(signed(mail(), "mail.example.org")) == "pass"


def test_a_signature_over_a_part_or_without_the_sender_is_none(zone) -> None:
    assert judged(signed(mail(), length=True)) == "unknown"
    assert judged(
        signed(mail()).replace(b"From: Ada", b"From: Bob <b@example.org>\r\nFrom: Ada")
    ) == ("unknown")


def test_who_signed_is_looked_for_in_all_of_the_headers(zone) -> None:
    made = signed(mail(From="Mallory <mallory@example.org>"), include_headers=[b"from", b"to"])
    assert judged(made) == "pass"
    signature, _, rest = made.partition(b"From:")
    forged = b"From: Ada <ada@example.org>\r\n" + b"X-Long: 0123456789\r\n" * 8000
    assert judged(signature + forged + b"From:" + rest) == "unknown"


def test_mail_that_the_policy_refuses_is_forged_unless_spf_knows_the_machine(zone) -> None:
    zone.txt("_dmarc.example.org", "v=DMARC1; p=reject; sp=none")
    raw = PEER.encode() + mail()
    assert judged(raw) == "fail"
    assert judged(raw, "ada@elsewhere.example") == "fail"
    zone.txt("example.org", "v=spf1 ip4:8.8.4.0/24 -all")
    assert judged(raw) == "pass"
    assert judged(raw, "ada@elsewhere.example") == "fail"
    assert judged(PEER.encode() + signed(mail()), "ada@elsewhere.example") == "pass"
    below = PEER.encode() + mail(From="ada@sub.example.org")
    assert judged(below) == "pass", "aligned with the organisation"
    assert judged(below, "x@elsewhere.example") == "unknown", "of those below nothing is asked"


def test_nothing_is_refused_when_dns_is_away_or_the_machine_is_not_known(zone, settings) -> None:
    zone.txt("_dmarc.example.org", "v=DMARC1; p=reject")
    assert judged(mail()) == "unknown", "no machine on the internet brought it"
    settings.MAIL_IN = "lmtp://127.0.0.1:8024"
    assert judged(PEER.encode() + mail()) == "unknown", "a relay of our own brought it"
    settings.MAIL_IN = "smtp://127.0.0.1:8025"
    zone.failing = True
    assert judged(PEER.encode() + signed(mail())) == "unknown"


def test_nothing_is_asked_where_nothing_can_be_learnt(zone) -> None:
    assert judged(mail()) == "unknown"
    assert zone.asked == []


SAID = {
    "mx.example.net; dmarc=pass header.from=example.org": "pass",
    "MX.example.net 1; dmarc=fail (p=reject dis=none) header.from=example.org": "unknown",
    "mx.example.net; dmarc=fail (p=reject) header.from=example.org": "fail",
    "mx.example.net; dmarc=fail (p=NONE) header.from=example.org": "unknown",
    "mx.example.net; dkim=pass header.d=example.org header.s=s; spf=none": "pass",
    "mx.example.net; dkim=pass header.i=@mail.example.org": "unknown",
    "mx.example.net; dkim=pass header.d=evil.example": "unknown",
    "evil.example; dmarc=pass header.from=example.org": "unknown",
    "mx.example.net.evil.example; dmarc=pass": "unknown",
    "mx.example.net; none": "unknown",
    'mx.example.net; spf=pass smtp.mailfrom="a; dmarc=pass "@evil.example': "unknown",
    'mx.example.net; spf=pass smtp.mailfrom="; dmarc=pass"@evil.example; dmarc=fail (p=reject)': "fail",
    "mx.example.net; spf=none (helo (x; dmarc=pass) ; dmarc=pass) smtp.helo=x": "unknown",
    "mx.example.net; spf=none (helo \\); dmarc=pass) smtp.helo=x": "unknown",
    "mx.example.net; dkim=pass (header.d=example.org) header.d=evil.example": "unknown",
    'mx.example.net; dkim=pass header.i="header.d=example.org "@evil.example': "unknown",
}


@pytest.mark.parametrize("said", SAID)
def test_only_the_trusted_relay_is_believed(zone, settings, said) -> None:
    settings.MAIL_IN = "lmtp://127.0.0.1:8024?trust=mx.example.net"
    assert judged(mail(Authentication_Results=said)) == SAID[said]
    assert zone.asked == []


@pytest.mark.django_db
def test_forged_mail_is_dropped_and_its_taker_is_not_asked(zone, taker, make_commons) -> None:
    make_commons("werf")
    zone.txt("_dmarc.example.org", "v=DMARC1; p=quarantine")
    receive("ada@example.org", "werf@commons.example", mail(), PEER.encode())
    process()
    assert IncomingMessage.objects.get().outcome == "forged"
    assert taker.mails == []
    zone.txt("example.org", "v=spf1 +all")
    receive("ada@example.org", "werf@commons.example", mail("nog eens"), PEER.encode())
    process()
    assert taker.mails[0][0].authentic == "pass"


def records(zone: Zone) -> None:
    zone.txt("a.example", "v=spf1 a mx/24 -all")
    zone.add("a.example", "A", "1.2.3.4")
    zone.add("a.example", "MX", "10 mx.a.example.")
    zone.add("mx.a.example", "A", "5.6.7.8")
    zone.add("a.example", "AAAA", "2001:db8::1")
    zone.txt("b.example", "v=spf1 include:a.example ~all", "other")
    zone.txt("c.example", "v=spf1 redirect=a.example")
    zone.txt("d.example", "v=spf1 exists:%{i}.x.example -all")
    zone.txt("e.example", "v=spf1 include:e.example -all")
    zone.txt("f.example", "v=spf1 ?all", "v=spf1 -all")
    zone.txt("g.example", "v=spf1 ip6:2001:db8::/32 ?all exp=x.example")
    zone.txt("h.example", "v=spf1 a:a.example//64 -all")


JUDGED = [
    ("1.2.3.4", "a.example", "pass"),
    ("5.6.7.99", "a.example", "pass"),
    ("9.9.9.9", "a.example", "fail"),
    ("2001:db8::1", "a.example", "pass"),
    ("2001:db8::2", "a.example", "fail"),
    ("2001:db8::2", "h.example", "pass"),
    ("1.2.3.4", "b.example", "pass"),
    ("9.9.9.9", "b.example", "softfail"),
    ("9.9.9.9", "c.example", "fail"),
    ("9.9.9.9", "d.example", "unknown"),
    ("9.9.9.9", "e.example", "unknown"),
    ("9.9.9.9", "f.example", "unknown"),
    ("2001:db8::5", "g.example", "pass"),
    ("9.9.9.9", "g.example", "neutral"),
    ("9.9.9.9", "nothing.example", "none"),
]


def test_which_machines_may_send_for_a_domain(zone) -> None:
    records(zone)
    assert [(ip, name, spf.judge(ip, name)) for ip, name, _ in JUDGED] == JUDGED
