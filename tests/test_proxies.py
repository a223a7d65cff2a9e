"""Whose address counts behind a proxy."""

from ipaddress import ip_network

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory, override_settings

from gemeengoed.project.proxies import client_address, trusted_proxy

TRUSTED = [ip_network("10.0.0.0/8"), ip_network("::1/128")]


@pytest.mark.parametrize(
    ("said", "client"),
    [
        ("", ""),
        ("203.0.113.7", "203.0.113.7"),
        ("198.51.100.1, 203.0.113.7", "203.0.113.7"),
        ("198.51.100.1, 203.0.113.7, 10.1.2.3", "203.0.113.7"),
        ("10.9.9.9, 10.1.2.3", "10.9.9.9"),
        ("203.0.113.7:4711", "203.0.113.7"),
        ("[2001:db8::1]:443, ::1", "2001:db8::1"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("203.0.113.7, nonsense", ""),
        ("203.0.113.7, nonsense, 10.1.2.3", "10.1.2.3"),
    ],
)
def test_the_rightmost_address_that_is_not_ours(said: str, client: str) -> None:
    assert client_address(said, TRUSTED) == client


def seen(**headers: str) -> HttpRequest:
    """The request as the next middleware sees it."""
    kept: list[HttpRequest] = []

    def view(request: HttpRequest) -> HttpResponse:
        kept.append(request)
        return HttpResponse()

    with override_settings(TRUSTED_PROXIES=["10.0.0.0/8"], ALLOWED_HOSTS=["testserver"]):
        trusted_proxy(view)(RequestFactory().get("/", **headers))
    return kept[0]


def test_a_trusted_proxy_is_believed() -> None:
    request = seen(
        REMOTE_ADDR="10.0.0.1",
        HTTP_HOST="testserver",
        HTTP_X_FORWARDED_FOR="203.0.113.7",
        HTTP_X_FORWARDED_PROTO="https",
        HTTP_X_FORWARDED_HOST="evil.example",
    )
    assert request.META["REMOTE_ADDR"] == "203.0.113.7"
    assert request.is_secure()
    assert request.get_host() == "testserver"
    assert not [name for name in request.META if "FORWARDED" in name]


def test_anybody_else_is_not() -> None:
    request = seen(
        REMOTE_ADDR="203.0.113.9",
        HTTP_X_FORWARDED_FOR="10.0.0.1",
        HTTP_X_FORWARDED_PROTO="https",
        HTTP_X_REAL_IP="10.0.0.1",
    )
    assert request.META["REMOTE_ADDR"] == "203.0.113.9"
    assert not request.is_secure()
    assert "HTTP_X_FORWARDED_FOR" not in request.META


def test_nonsense_from_a_trusted_proxy_keeps_its_own_address() -> None:
    request = seen(
        REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="nobody", HTTP_X_FORWARDED_PROTO="x"
    )
    assert request.META["REMOTE_ADDR"] == "10.0.0.1"
    assert not request.is_secure()
