"""Pictures on other servers: shown from here, fetched by a job, within a budget."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone
from PIL import Image
from pytest_django.fixtures import Settings

from gemeengoed.core.federation.models import Host, Measure, RemoteActor, RemotePicture
from gemeengoed.core.federation.remote import pictures
from gemeengoed.core.fetching.tests.servers import Server, serving
from gemeengoed.core.media.tests.making import picture, with_place

pytestmark = pytest.mark.django_db
HOST = "there.example"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>'


@pytest.fixture(autouse=True)
def _here(set_up: None, settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.ALLOWED_NETWORKS = ["127.0.0.0/8"]


@pytest.fixture
def there() -> Iterator[Server]:
    with serving() as server:
        yield server


def shown(there: Server, data: bytes, name: str = "cow.jpg", kind: str = "image/jpeg") -> str:
    """The address of a picture there that somebody showed."""
    there.routes[f"/{name}"] = lambda page: page.answer(data, kind)
    pictures.name([f"{there.address}/{name}"], HOST)
    return f"{there.address}/{name}"


def look(source: str, **headers: str) -> Any:
    return Client().get(pictures.address(source), headers=headers)


def brought(source: str) -> RemotePicture:
    pictures.bring(pictures.digest_of(source))
    return RemotePicture.objects.get(source=source)


def is_placeholder(answer: Any) -> bool:
    return answer["Content-Type"] == "image/svg+xml" and answer["Cache-Control"] == "no-store"


def test_nothing_is_fetched_while_a_reader_waits(there: Server) -> None:
    source = shown(there, picture().read())
    assert is_placeholder(look(source))
    assert there.seen == []


def test_a_copy_is_upright_and_says_nothing_but_its_pixels(there: Server) -> None:
    source = shown(there, with_place(60, 40).read())
    brought(source)
    answer = look(source)
    assert answer["Content-Type"] == "image/webp"
    image = Image.open(BytesIO(b"".join(answer.streaming_content)))
    assert image.size == (40, 60)  # upright
    assert not image.getexif()
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert look(source, **{"If-None-Match": answer["ETag"]}).status_code == 304


def test_many_who_look_at_once_have_it_fetched_once(
    there: Server, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    source = shown(there, picture().read())
    with django_capture_on_commit_callbacks() as waiting:
        for _reader in range(5):
            look(source)
    assert len(waiting) == 1


def test_only_what_somebody_showed_can_be_asked_for(there: Server) -> None:
    assert look(f"{there.address}/never-named.jpg").status_code == 404
    assert Client().get("/media/remote/../../secret.key").status_code == 404
    pictures.name(["file:///etc/passwd", "data:image/png;base64,", "http://localhost/x.png"], HOST)
    assert not RemotePicture.objects.exists()


def test_a_large_picture_is_made_smaller(there: Server) -> None:
    row = brought(shown(there, picture(1600, 200, "JPEG").read()))
    with default_storage.open(row.storage_name) as stored:
        assert Image.open(stored).size == (1280, 160)
    assert row.size == default_storage.size(row.storage_name)


@pytest.mark.parametrize(
    ("data", "kind", "error"),
    [
        (SVG, "image/svg+xml", "no_picture"),
        (SVG, "image/png", "no_picture"),
        (b"<script>", "image/png", "no_picture"),
        (b"<html>", "text/html", "type"),
        (b"", "image/png", "empty"),
    ],
)
def test_what_is_no_picture_that_we_read_is_not_kept(
    there: Server, data: bytes, kind: str, error: str
) -> None:
    source = shown(there, data, kind=kind)
    row = brought(source)
    assert (row.storage_name, row.error) == ("", error)
    assert row.next_try > timezone.now() + timedelta(days=1)
    assert is_placeholder(look(source))


def test_a_server_that_fails_is_tried_again_later(there: Server) -> None:
    source = shown(there, b"")
    there.routes["/cow.jpg"] = lambda page: page.send_error(503)
    waits = [brought(source).next_try - timezone.now() for _try in range(4)]
    assert waits == sorted(waits)
    assert waits[0] < timedelta(minutes=6)
    assert waits[3] > timedelta(days=1)


@pytest.mark.parametrize("which", ["who showed it", "where it is"])
@pytest.mark.parametrize("decided", [{"reject_media": True}, {"measure": Measure.SUSPEND}])
def test_pictures_of_a_refused_server_are_neither_shown_nor_fetched(
    there: Server, which: str, decided: dict[str, Any]
) -> None:
    source = shown(there, picture().read())
    host = HOST if which == "who showed it" else there.address.removeprefix("http://")
    Host.objects.create(name=host, **decided)
    assert look(source).status_code == 404
    brought(source)
    assert there.seen == []


def test_what_was_looked_at_longest_ago_makes_room(there: Server, settings: Settings) -> None:
    sources = [shown(there, picture(seed=n).read(), f"{n}.png", "image/png") for n in range(3)]
    rows = [brought(source) for source in sources[:2]]
    RemotePicture.objects.filter(pk=rows[1].pk).update(asked=timezone.now() - timedelta(days=1))
    settings.REMOTE_MEDIA = rows[0].size * 2 + 100
    third = brought(sources[2])
    kept = RemotePicture.objects.exclude(storage_name="")
    assert {row.source for row in kept} == {sources[0], sources[2]}
    assert not default_storage.exists(rows[1].storage_name)
    assert default_storage.exists(third.storage_name)


def test_after_thirty_days_it_goes_and_is_fetched_anew(there: Server) -> None:
    source = shown(there, picture().read())
    row = brought(source)
    RemotePicture.objects.update(fetched=timezone.now() - timedelta(days=31))
    pictures.sweep()
    assert not default_storage.exists(row.storage_name)
    assert is_placeholder(look(source))
    assert brought(source).storage_name


def test_a_file_that_is_missing_is_fetched_anew(there: Server) -> None:
    source = shown(there, picture().read())
    default_storage.delete(brought(source).storage_name)
    assert is_placeholder(look(source))
    assert brought(source).storage_name


def test_what_nothing_names_and_nobody_looks_at_is_forgotten(there: Server) -> None:
    named, loose = shown(there, b"", "ada.png"), shown(there, b"", "loose.png")
    host = Host.objects.create(name=HOST)
    RemoteActor.objects.create(uri="https://there.example/a", host=host, icon=named, inbox="x")
    RemotePicture.objects.update(asked=timezone.now() - timedelta(days=31))
    pictures.sweep()
    assert [row.source for row in RemotePicture.objects.all()] == [named]
    assert loose != named


def test_without_a_budget_no_picture_of_others_is_shown(there: Server, settings: Settings) -> None:
    source = shown(there, picture().read())
    here = pictures.address(source)
    settings.REMOTE_MEDIA = 0
    assert pictures.address(source) == ""
    assert Client().get(here).status_code == 404
