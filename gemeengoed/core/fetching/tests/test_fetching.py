"""The client against servers that are really there."""

import asyncio
import gzip
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult
from pytest_django.fixtures import Settings

from gemeengoed.core.fetching import Answer, FetchError, Reason, fetch
from gemeengoed.core.fetching.client import Client

from . import servers
from .servers import Page, Server, serving

HTML = ("text/html",)


class Always(AbstractResolver):
    """A name server that gives one address for every name."""

    def __init__(self, *addresses: str) -> None:
        self.addresses, self.asked = addresses, 0

    async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[ResolveResult]:
        self.asked += 1
        return [self._one(host, port, address) for address in self.addresses]

    def _one(self, host: str, port: int, address: str) -> ResolveResult:
        kind = socket.AF_INET6 if ":" in address else socket.AF_INET
        return ResolveResult(hostname=host, host=address, port=port, family=kind, proto=0, flags=0)

    async def close(self) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as server:
        yield server


@pytest.fixture
def allowed(settings: Settings) -> None:
    settings.ALLOWED_NETWORKS = ["127.0.0.1/32"]


def refused(address: str, **asked: object) -> FetchError:
    with pytest.raises(FetchError) as caught:
        fetch(address, **asked)  # type: ignore[arg-type]
    return caught.value


def test_an_answer_comes_with_its_type_and_its_address(server: Server, allowed: None) -> None:
    server.routes["/a"] = lambda page: page.redirect("/b#there")
    server.routes["/b"] = lambda page: page.answer(b"<p>", "text/HTML; charset=utf-8")
    found = fetch(f"{server.address}/a#here", accept=HTML)
    assert found == Answer(f"{server.address}/b", 200, "text/html", "utf-8", b"<p>", found.headers)


def test_it_says_who_asks_and_brings_nothing_else(
    server: Server, allowed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    server.routes["/a"] = lambda page: page.answer(b"{}", Set_Cookie="id=1")
    fetch(f"{server.address}/a")
    fetch(f"{server.address}/a")
    asked = [headers for _path, headers in server.seen]
    assert asked[0]["user-agent"].startswith("Gemeengoed/")
    assert "(+http" in asked[0]["user-agent"]
    assert not {"cookie", "authorization", "referer"} & set(asked[1])


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("file:///etc/passwd", Reason.SCHEME),
        ("gopher://example.org/", Reason.SCHEME),
        ("javascript:alert(1)", Reason.SCHEME),
        ("", Reason.ADDRESS),
        ("no address", Reason.ADDRESS),
        ("http://", Reason.ADDRESS),
        ("http://[::1", Reason.ADDRESS),
        ("http://example.org:99999/", Reason.ADDRESS),
        ("http://example.org:0/", Reason.ADDRESS),
        ("http://user:secret@example.org/", Reason.ADDRESS),
        ("http://127.0.0.1/", Reason.PRIVATE),
        ("http://127.0.0.1:8000/", Reason.PRIVATE),
        ("http://localhost/", Reason.PRIVATE),
        ("http://2130706433/", Reason.ADDRESS),
        ("http://0x7f.1/", Reason.PRIVATE),
        ("http://[::1]/", Reason.PRIVATE),
        ("http://[::ffff:127.0.0.1]/", Reason.PRIVATE),
        ("http://[64:ff9b::7f00:1]/", Reason.PRIVATE),
        ("http://169.254.169.254/latest/meta-data/", Reason.PRIVATE),
        ("http://93.184.215.14:22/", Reason.PORT),
    ],
)
def test_what_is_not_for_us_is_refused_unasked(address: str, reason: Reason) -> None:
    assert refused(address).reason == reason


def test_what_is_checked_is_what_is_dialled(server: Server) -> None:
    where = Always("127.0.0.1")
    assert refused("http://innocent.example/", resolver=where).reason == Reason.PRIVATE
    assert refused("http://innocent.example/", resolver=Always("::1")).reason == Reason.PRIVATE
    several = Always("127.0.0.1", "::1", "10.0.0.1")
    assert refused("http://innocent.example/", resolver=several).reason == Reason.PRIVATE
    assert (where.asked, server.seen) == (1, [])


def test_a_redirect_into_a_private_network_is_refused(server: Server, allowed: None) -> None:
    with serving("127.0.0.2") as inside:
        inside.routes["/"] = lambda page: page.answer(b"{}")
        server.routes["/a"] = lambda page: page.redirect(f"{inside.address}/")
        error = refused(f"{server.address}/a")
        assert (error.reason, error.address) == (Reason.PRIVATE, f"{inside.address}/")
        assert inside.seen == []


@pytest.mark.parametrize("where", ["file:///etc/passwd", "http://u:p@127.0.0.1/", "http://[::1"])
def test_a_redirect_out_of_the_web_is_refused(server: Server, allowed: None, where: str) -> None:
    server.routes["/a"] = lambda page: page.redirect(where)
    assert refused(f"{server.address}/a").reason in (Reason.SCHEME, Reason.ADDRESS)


def test_three_redirects_are_followed_and_a_loop_is_not(server: Server, allowed: None) -> None:
    for number in range(3):
        server.routes[f"/{number}"] = lambda page, n=number: page.redirect(f"/{n + 1}")
    server.routes["/3"] = lambda page: page.answer(b"{}")
    assert fetch(f"{server.address}/0").body == b"{}"
    server.routes["/loop"] = lambda page: page.redirect("/loop")
    server.seen.clear()
    assert refused(f"{server.address}/loop").reason == Reason.REDIRECTS
    assert len(server.seen) == 4


def test_headers_for_one_host_are_not_handed_to_another(server: Server, allowed: None) -> None:
    with serving() as other:
        server.routes["/a"] = lambda page: page.redirect(f"{other.address}/b")
        other.routes["/b"] = lambda page: page.answer(b"{}")
        fetch(f"{server.address}/a", headers={"Authorization": "secret"})
        assert server.seen[0][1]["authorization"] == "secret"
        assert "authorization" not in other.seen[0][1]


def test_an_endless_page_is_broken_off(server: Server, allowed: None) -> None:
    server.routes["/"] = servers.endless
    assert refused(f"{server.address}/", accept=HTML, limit=100_000).reason == Reason.TOO_LARGE
    assert server.broken.wait(10)


def test_a_page_that_says_it_is_too_large_is_not_read(server: Server, allowed: None) -> None:
    server.routes["/"] = lambda page: page.answer(b"x" * 1001)
    assert refused(f"{server.address}/", limit=1000).reason == Reason.TOO_LARGE
    assert len(fetch(f"{server.address}/", limit=1001).body) == 1001


def test_a_slow_drip_ends_in_time(server: Server, allowed: None) -> None:
    server.routes["/"] = servers.drip
    assert refused(f"{server.address}/", accept=HTML, seconds=0.5).reason == Reason.TIMEOUT
    assert server.broken.wait(10)


def test_what_is_packed_counts_unpacked(server: Server, allowed: None) -> None:
    body = gzip.compress(b"one ") + gzip.compress(b"two")
    server.routes["/"] = lambda page: page.answer(body, Content_Encoding="gzip")
    assert fetch(f"{server.address}/", limit=7).body == b"one two"
    assert refused(f"{server.address}/", limit=6).reason == Reason.TOO_LARGE
    server.routes["/bomb"] = servers.bomb
    assert refused(f"{server.address}/bomb").reason == Reason.TOO_LARGE


@pytest.mark.parametrize(
    ("body", "coding"),
    [(b"no gzip", "gzip"), (gzip.compress(b"half")[:-9], "gzip"), (b"x", "br"), (b"x", "a, gzip")],
)
def test_what_cannot_be_unpacked_is_refused(
    server: Server, allowed: None, body: bytes, coding: str
) -> None:
    server.routes["/"] = lambda page: page.answer(body, Content_Encoding=coding)
    assert refused(f"{server.address}/").reason == Reason.GARBLED


def test_another_type_than_asked_is_refused(server: Server, allowed: None) -> None:
    server.routes["/"] = lambda page: page.answer(b"x", "image/png")
    error = refused(f"{server.address}/", accept=HTML)
    assert (error.reason, error.detail) == (Reason.TYPE, "image/png")
    server.routes["/"] = lambda page: page.answer(b"{}", "application/activity+json")
    assert fetch(f"{server.address}/").body == b"{}"


@pytest.mark.parametrize(
    ("status", "retry"), [(404, False), (410, False), (429, True), (503, True)]
)
def test_a_no_is_told_with_its_number(
    server: Server, allowed: None, status: int, retry: bool
) -> None:
    server.routes["/"] = lambda page: page.send_error(status)
    error = refused(f"{server.address}/")
    assert (error.reason, error.status, error.retry) == (Reason.STATUS, status, retry)


def test_nobody_there_and_no_such_name(server: Server, allowed: None) -> None:
    with serving() as gone:
        address = gone.address
    assert refused(address).reason == Reason.UNREACHABLE
    assert refused("http://nowhere.invalid/").reason == Reason.NAME
    server.routes["/"] = lambda page: page.wfile.write(b"SSH-2.0-OpenSSH\r\n\r\n")
    assert refused(f"{server.address}/").reason == Reason.GARBLED


def test_an_allowed_network_over_ipv6(settings: Settings) -> None:
    try:
        with serving("::1") as server:
            server.routes["/"] = lambda page: page.answer(b"{}")
            assert refused(f"{server.address}/").reason == Reason.PRIVATE
            settings.ALLOWED_NETWORKS = ["::1/128"]
            assert fetch(f"{server.address}/").body == b"{}"
    except OSError:
        pytest.skip("this machine has no IPv6")


def test_one_client_posts_and_follows_no_redirect(server: Server, allowed: None) -> None:
    def answer(page: Page) -> None:
        page.answer(b"{}")

    server.routes["/inbox"] = answer
    server.routes["/moved"] = lambda page: page.redirect("/inbox")

    async def both() -> Answer:
        async with Client() as client:
            with pytest.raises(FetchError) as caught:
                await client.post(f"{server.address}/moved", b"")
            assert caught.value.reason == Reason.REDIRECTS
            return await client.post(f"{server.address}/inbox", b"hello")

    with ThreadPoolExecutor(
        1
    ) as pool:  # a thread of its own: the browser's loop may run in this one
        assert pool.submit(asyncio.run, both()).result().status == 200
    assert server.posted == b"hello"
