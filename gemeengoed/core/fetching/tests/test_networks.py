"""Which addresses may be dialled."""

import pytest

from gemeengoed.core.fetching import networks
from gemeengoed.core.fetching.dialling import NotDialled, check

PUBLIC = [
    "93.184.215.14",
    "8.8.8.8",
    "2606:2800:21f:cb07:6820:80da:af6b:8b2c",
    "2a00:1450:400e::64",
]
_NOT_PUBLIC = """
0.0.0.0 10.1.2.3 100.64.0.1 127.0.0.1 127.255.255.254 169.254.169.254 172.16.0.1 172.31.255.255
192.0.0.8 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.51.100.7 203.0.113.9 224.0.0.1 239.1.1.1
240.0.0.1 255.255.255.255
:: ::1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 64:ff9b::7f00:1 64:ff9b:1::a00:1 100::1 2001::1
2001:0:53aa:64c:0:fbff:80ff:fffe 2001:2::1 2001:10::1 2001:db8::1 2002:7f00:1:: 2002:a00:1::1 3fff::1
5f00::1 fc00::1 fd12:3456::1 fe80::1 fe80::1%eth0 fec0::1 ff02::1 4000::1
"""
NOT_PUBLIC = _NOT_PUBLIC.split()


@pytest.mark.parametrize("address", PUBLIC)
def test_the_internet_at_large_may_be_dialled(address: str) -> None:
    assert networks.is_public(address)
    check(address, 443, ())


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_private_local_and_reserved_may_not(address: str) -> None:
    assert not networks.is_public(address)
    with pytest.raises(NotDialled, match="private"):
        check(address, 443, ())


def test_only_the_ports_of_the_web() -> None:
    with pytest.raises(NotDialled, match="port"):
        check("8.8.8.8", 22, ())


def test_an_allowed_network_may_be_dialled_on_any_port_and_no_other() -> None:
    allowed = networks.parse(["10.1.0.0/16", "fd00::/8"])
    check("10.1.2.3", 8080, allowed)
    check("fd00::1%eth0", 8080, allowed)
    for other in ("10.2.0.1", "::ffff:10.1.2.3"):
        with pytest.raises(NotDialled):
            check(other, 80, allowed)


def test_a_network_that_cannot_be_read_is_named() -> None:
    with pytest.raises(ValueError, match=r"10\.1"):
        networks.parse(["10.1"])
