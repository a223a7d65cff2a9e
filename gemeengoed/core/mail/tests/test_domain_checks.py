"""What `gemeengoed check mail` says of DNS, with a real DNS server."""

from collections.abc import Iterator

import pytest

from gemeengoed.core.mail import domain_checks, keys, resolving

from .dns_server import Zone, dns_server

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def zone(settings, signing_keys) -> Iterator[Zone]:
    settings.MAIL_DOMAIN = "commons.example"
    settings.HOST = "commons.example"
    settings.EMAIL_URL = "smtp://127.0.0.1:25"
    with dns_server() as made:
        settings.DNS = f"127.0.0.1:{made.port}"
        yield made


def said(level: str) -> str:
    return "\n".join(words for found, words in domain_checks.records() if found == level)


def test_of_an_empty_zone_is_said_what_to_publish(zone) -> None:
    words = said("warning")
    assert "no MX record" in words
    assert 'commons.example. TXT "v=spf1 mx -all"' in words
    for name, value in keys.records():
        assert f'publish {name}. TXT "{value}"' in words
    assert "_dmarc.commons.example. TXT" in words
    assert "no MTA-STS" in words


def test_of_a_zone_that_is_complete_all_is_good(zone) -> None:
    zone.add("commons.example", "A", "192.0.2.1")
    zone.add("1.2.0.192.in-addr.arpa", "PTR", "commons.example.")
    zone.add("commons.example", "MX", "20 b.commons.example.", "10 commons.example.")
    zone.add("b.commons.example", "A", "192.0.2.2")
    zone.txt("commons.example", "v=spf1 mx -all", "google-site-verification=x")
    for name, value in keys.records():
        zone.txt(name, value)
    zone.txt("_dmarc.commons.example", "v=DMARC1; p=quarantine")
    zone.txt("_mta-sts.commons.example", "v=STSv1; id=1")
    zone.add("mta-sts.commons.example", "A", "192.0.2.1")
    assert said("warning") == ""
    words = said("good")
    assert "commons.example, b.commons.example" in words, "the preferred first"
    assert "SPF names commons.example (192.0.2.1)" in words
    assert words.count("holds the key that signs") == 2
    assert "'quarantine'" in words
    assert "192.0.2.1 is called commons.example" in words


def test_what_stands_there_and_is_wrong_is_named(zone) -> None:
    zone.add("commons.example", "A", "192.0.2.1")
    zone.add("commons.example", "MX", "0 .")
    zone.txt("commons.example", "v=spf1 ip4:198.51.100.1 +all")
    for name, _value in keys.records():
        zone.txt(name, "v=DKIM1; p=other")
    words = said("warning")
    assert "null MX" in words
    assert "lets the whole world send" in words
    assert "no name in reverse DNS" in words
    assert words.count("holds another key") == 2
    zone.txt("commons.example", "v=spf1 -all")
    assert "SPF does not name this machine" in said("warning")
    zone.txt("commons.example", "v=spf1 -all", "v=spf1 mx -all")
    assert "several SPF records" in said("warning")


def test_of_somebody_elses_relay_only_spf_is_looked_at(zone, settings) -> None:
    settings.EMAIL_URL = "smtps://relay.example"
    zone.add("relay.example", "A", "198.51.100.7")
    zone.txt("commons.example", "v=spf1 -all")
    assert (
        "SPF does not name relay.example (198.51.100.7). It may send from another address"
        in said("warning")
    )
    assert "reverse" not in said("warning")


def test_dns_that_does_not_answer_is_said_once(zone, settings, monkeypatch) -> None:
    zone.failing = True
    [(level, words)] = list(domain_checks.records())
    assert level == "warning"
    assert "DNS does not answer" in words
    assert len(zone.asked) <= 6
    zone.failing = False
    monkeypatch.setattr(resolving, "SECONDS", 0.2)
    settings.DNS = "127.0.0.1:9"
    assert "DNS does not answer" in said("warning")


def test_a_name_of_this_machine_stands_in_no_dns(zone, settings) -> None:
    for name in ("localhost", "127.0.0.1", "commons.local"):
        settings.MAIL_DOMAIN = name
        assert said("warning") == ""
    assert zone.asked == []
