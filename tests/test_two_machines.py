"""Several web processes that share a database and Redis are one server to whoever comes by."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

import psutil
import pytest
from redis.exceptions import RedisError

from gemeengoed.project.caching import SharedCache
from tests.running import PASSWORD, ROOT, Server, clean_environment, free_port

API = "/api/commons/v1"


@pytest.fixture(scope="module")
def redis() -> Iterator[str]:
    """The address of a Redis of this test's own, which keeps nothing."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("Redis is not installed: apt install redis-server")
    port = free_port()
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", "/tmp"]  # noqa: S108
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        yield f"redis://127.0.0.1:{port}"
        process.terminate()


@pytest.fixture
def machines(prepared_data: Path, tmp_path: Path, redis: str) -> Iterator[list[Server]]:
    """Two web processes without supervisor, on one database."""
    shutil.copytree(prepared_data, tmp_path / "data")
    shared = {"GEMEENGOED_CACHE_URL": f"{redis}/1", "GEMEENGOED_QUEUE_URL": f"{redis}/0"}
    both = [Server(tmp_path / "data", free_port(), settings=shared) for _machine in range(2)]
    for server in both:
        server.process = subprocess.Popen(
            [sys.executable, "-m", "gemeengoed", "web", "--port", str(server.port)],
            env=clean_environment(server.data, **shared),
            cwd=ROOT,
        )
    for server in both:
        server.wait_until(server.answers)
    yield both
    for server in both:
        server.stop()


@pytest.mark.processes
def test_two_web_processes_are_one_server(machines: list[Server]) -> None:
    one, other = machines
    token = one.token()
    made = one.post(f"{API}/commons", {"handle": "werf", "names": {"nl": "De werf"}}, token)
    assert made.status == 201, made.text
    for _first_makes_it_and_second_finds_it_kept in range(2):
        assert "Van wie is de kade?" not in other.get("/@werf/").text
    asked = {"text": {"nl": "Van wie is de kade?"}, "main": True}
    assert one.post(f"{API}/commons/werf/questions", asked, token).status == 201
    assert "Van wie is de kade?" in other.get("/@werf/").text

    browser = log_in(one)
    assert browser.open(f"{other.base}/settings/").url == f"{other.base}/settings/"

    assert one.process is not None
    workers = psutil.Process(one.process.pid).children(recursive=True)
    one.process.kill()
    assert not psutil.wait_procs(workers, timeout=10)[1], "it answers on without its main process"
    assert browser.open(f"{other.base}/settings/").url == f"{other.base}/settings/"


def log_in(server: Server) -> OpenerDirector:
    """A browser whose cookies hold on every port of this machine."""
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    address = f"{server.base}/accounts/login/"
    page = browser.open(address).read().decode()
    found = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', page)
    assert found
    sent = {"login": "ada", "password": PASSWORD, "csrfmiddlewaretoken": found[1]}
    assert "/login/" not in browser.open(address, urlencode(sent).encode()).url
    return browser


def test_a_shared_cache_that_is_away_is_done_without() -> None:
    cache = SharedCache(f"redis://127.0.0.1:{free_port()}/0", {"KEY_PREFIX": "away"})
    cache.set("page", "words", 60)
    assert cache.get("page") == "words"
    assert cache.add("count", 1)
    assert cache.incr("count") == 2
    cache.delete_many(["page", "count"])
    assert cache.get_many(["page", "count"]) == {}
    with pytest.raises(RedisError, match="refused"):
        cache.keeps()
