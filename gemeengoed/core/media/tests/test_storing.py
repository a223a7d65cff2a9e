"""Room, sharing, sweeping, serving."""

import os
import subprocess
import sys
import textwrap
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.template import Context, Template
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from gemeengoed.core.actors.models import Actor, ActorKind
from gemeengoed.core.actors.services import create_actor
from gemeengoed.core.instance.models import Instance
from gemeengoed.core.media import checks, queries, sweep
from gemeengoed.core.media.models import LooseFile, MediaFile
from gemeengoed.core.media.services import forget_uploader, store_image

from .making import picture

pytestmark = pytest.mark.django_db


def a_day_later() -> None:
    LooseFile.objects.update(since=timezone.now() - timedelta(days=1, minutes=1))


def names(file: MediaFile) -> list[str]:
    return [file.storage_name, *file.variants.values()]


def test_the_same_bytes_are_stored_once_per_owner(owner: Actor) -> None:
    first, second = (store_image(picture(500), owner, None) for _ in range(2))
    assert first.pk == second.pk
    other = store_image(picture(500), create_actor("akker", ActorKind.COMMONS, "Akker"), None)
    assert other.pk != first.pk
    assert other.storage_name == first.storage_name
    assert queries.usage(owner).files == 1


def test_a_full_quota_is_told_in_figures(owner: Actor, settings: Settings) -> None:
    held = store_image(picture(seed=1), owner, None)
    settings.MEDIA_QUOTA = held.size + 10
    with pytest.raises(ValidationError, match=r"There is no room for this file: it takes 0\.0 MB"):
        store_image(picture(seed=2), owner, None)
    assert MediaFile.objects.count() == 1
    assert store_image(picture(seed=1), owner, None) == held
    assert ("warning", "@tuin uses 0.0 MB of 0.0 MB for files.") in checks.findings()


def test_a_nearly_full_disk_is_told_in_figures(owner: Actor, settings: Settings) -> None:
    settings.DISK_RESERVE = 10**18
    with pytest.raises(
        ValidationError, match=r"nearly full: [\d.,]+ MB is free and 1000000000000.0 MB"
    ):
        store_image(picture(), owner, None)
    assert not MediaFile.objects.exists()
    assert checks.disk()[0] == "error"
    settings.DISK_RESERVE = 1
    assert checks.disk()[0] == "good"


def test_a_file_without_a_row_goes_after_a_day(owner: Actor) -> None:
    with transaction.atomic():
        file = store_image(picture(500), owner, None)
        transaction.set_rollback(True)
    assert not MediaFile.objects.exists()
    assert all(default_storage.exists(name) for name in names(file))
    sweep.sweep()
    assert all(default_storage.exists(name) for name in names(file))
    a_day_later()
    sweep.sweep()
    assert not any(default_storage.exists(name) for name in names(file))
    assert not LooseFile.objects.exists()


def test_a_loose_file_that_is_wanted_again_stays(owner: Actor) -> None:
    store_image(picture(500), owner, None).delete()
    sweep.note_loose()
    assert LooseFile.objects.exists()
    a_day_later()
    file = store_image(picture(500), owner, None)
    sweep.sweep()
    assert all(default_storage.exists(name) for name in names(file))


def test_shared_bytes_stay_as_long_as_one_row_refers_to_them(owner: Actor) -> None:
    other = store_image(picture(500), create_actor("akker", ActorKind.COMMONS, "Akker"), None)
    store_image(picture(500), owner, None).delete()
    sweep.sweep()
    assert not LooseFile.objects.exists()
    assert default_storage.exists(other.storage_name)


def test_half_a_file_left_by_a_crash_is_written_anew(owner: Actor) -> None:
    file = store_image(picture(500), owner, None)
    path = Path(default_storage.path(file.storage_name))
    whole = path.read_bytes()
    file.delete()
    path.write_bytes(whole[:10])
    store_image(picture(500), owner, None)
    assert path.read_bytes() == whole


CRASH = """
    import os, django
    django.setup()
    from django.db import connection
    from gemeengoed.core.actors.models import Actor
    from gemeengoed.core.media.services import store_image
    from gemeengoed.core.media.tests.making import picture

    def die(execute, sql, params, many, context):
        if sql.startswith("INSERT"):
            os._exit(9)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(die):
        store_image(picture(500), Actor.objects.get(handle="tuin"), None)
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_a_process_that_dies_between_file_and_row_leaves_a_loose_file(
    owner: Actor, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "gemeengoed.sqlite3").symlink_to(connection.settings_dict["NAME"])
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "gemeengoed.project.settings",
        "GEMEENGOED_DATA": str(tmp_path),
    }
    root = Path(__file__).parents[4]
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(CRASH)], env=environment, cwd=root, check=False
    )
    assert done.returncode == 9
    stored = [path for path in (tmp_path / "media").rglob("*") if path.is_file()]
    assert stored
    assert not MediaFile.objects.exists()
    sweep.sweep()
    a_day_later()
    sweep.sweep()
    assert not [path for path in stored if path.exists()]


def test_what_came_with_an_unfinished_form_goes_unless_used(owner: Actor) -> None:
    ended = timezone.now() - timedelta(minutes=1)
    unused = store_image(picture(seed=1), owner, None, kept_until=ended)
    used = store_image(picture(seed=2), owner, None, kept_until=ended)
    wanted = store_image(picture(seed=3), owner, None, kept_until=ended)
    store_image(picture(seed=3), owner, None)
    Instance.objects.update_or_create(pk=1, defaults={"logo": used})
    assert sweep.drop_unfinished() == 1
    assert set(MediaFile.objects.all()) == {used, wanted}
    assert unused not in MediaFile.objects.all()


def test_forgetting_who_brought_it(owner: Actor) -> None:
    ada = create_actor("ada", ActorKind.PERSON, "Ada")
    shared = store_image(picture(name="ada-at-home.png"), owner, ada)
    store_image(picture(seed=2), ada, ada)
    forget_uploader(ada)
    shared.refresh_from_db()
    assert (shared.uploader, shared.original_name) == (None, "")
    assert not MediaFile.objects.filter(owner=ada).exists()


def test_serving(owner: Actor, client: Client) -> None:
    file = store_image(picture(500, kind="JPEG"), owner, None)
    answer = client.get(queries.address(file))
    assert b"".join(answer.streaming_content)[:4] == b"RIFF"
    assert answer["Content-Type"] == "image/webp"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["X-Content-Type-Options"] == "nosniff"
    again = client.get(queries.address(file), headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
    assert client.head(queries.address(file))["Content-Length"] == str(
        default_storage.size(file.storage_name)
    )
    assert client.post(queries.address(file)).status_code == 405


@pytest.mark.parametrize(
    "path",
    ["../secret.key", "..%2fsecret.key", "ab/" + "a" * 64 + ".html", "ab/" + "a" * 64 + ".png", ""],
)
def test_nothing_else_is_served(owner: Actor, client: Client, path: str) -> None:
    assert client.get(f"/media/{path}").status_code == 404


def test_addresses_and_the_tag(owner: Actor) -> None:
    file = store_image(picture(1000, 500, "JPEG"), owner, None)
    assert queries.address(file, 300).endswith("-320.webp")
    assert queries.address(file, 321).endswith("-640.webp")
    assert queries.address(file, 2000) == queries.address(file) == f"/media/{file.storage_name}"
    template = Template('{% load media %}{% picture file alt sizes="50vw" %}')
    html = template.render(Context({"file": file, "alt": 'A "field" <b>'}))
    assert 'alt="A &quot;field&quot; &lt;b&gt;"' in html
    assert f"{queries.address(file)} 1000w" in html
    assert 'width="1000" height="500"' in html
    assert template.render(Context({"file": None, "alt": ""})) == ""
