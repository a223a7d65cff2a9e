"""A long list is brought in by the work process: seen, stopped, killed, failing; each line once."""

import io
import os
import signal
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from gemeengoed.capabilities.newsletters.models import (
    ImportState,
    ListImport,
    Proof,
    RefusedLine,
    Subscriber,
)
from gemeengoed.capabilities.newsletters.services import (
    import_batches,
    import_work,
    importing,
    subscribing,
)
from gemeengoed.core.jobs import ending
from gemeengoed.core.log.models import LogEntry
from gemeengoed.core.mail.models import OutgoingMessage
from gemeengoed.core.people.services import make_token

from . import import_process
from .conftest import Scene
from .test_list import GROUND

pytestmark = pytest.mark.django_db
PAGE = "/@werf/newsletters/list/import/"
API = "/api/commons/v1/commons/werf/subscribers"
DUTCH = {"accept-language": "nl"}
ROWS = 700
PATIENCE = 120.0


@pytest.fixture(autouse=True)
def _a_batch_a_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_work, "SLICE", 0.0)


@pytest.fixture(autouse=True)
def _store_is_empty() -> Iterator[None]:
    """Other tests never commit, so that what they stored stays."""
    _empty()
    yield
    _empty()


def _empty() -> None:
    for name in stored():
        default_storage.delete(name)


def text(rows: int = ROWS, broken: int = 0) -> bytes:
    lines = [f"a{number}@voorbeeld.nl" for number in range(rows)]
    return "\n".join(["e-mail", *lines[:300], *["niets"] * broken, *lines[300:]]).encode()


def begun(scene: Scene, data: bytes, *, confirm: bool = False) -> ListImport:
    """Checked and stored by a process that is asked to end before it does any of it."""
    ending.set()
    try:
        return importing.bring(
            scene.werf,
            ContentFile(data),
            ground=GROUND,
            language="nl",
            confirm=confirm,
            by=scene.bea.actor,
        )
    finally:
        ending.clear()


def now(one: ListImport) -> ListImport:
    return ListImport.objects.get(pk=one.pk)


def stored() -> list[str]:
    return list(import_work._stored())


def sent(scene: Scene, data: bytes) -> Any:
    form = {"file": SimpleUploadedFile("lijst.csv", data), "ground": GROUND, "language": "nl"}
    return scene.clients["bea"].post(PAGE, form, headers=DUTCH)


def call(person: Any, method: str, path: str, **given: Any) -> Any:
    headers = {"authorization": f"Bearer {make_token(person)[1]}", "accept-language": "nl"}
    return getattr(Client(), method)(f"{API}{path}", headers=headers, **given)


def test_the_page_tells_how_far_it_is_and_at_the_end_what_came_of_it(scene: Scene) -> None:
    answer = sent(scene, text(broken=150))
    assert answer.status_code == 302
    assert Subscriber.objects.count() == 0
    import_work.bring_in()
    page = scene.clients["bea"].get(answer.url, headers=DUTCH)
    assert "501 van de 851 regels zijn klaar" in page.text
    assert 'max="851" value="501"' in page.text
    assert page["Refresh"]
    import_work.bring_in()
    page = scene.clients["bea"].get(answer.url, headers=DUTCH)
    assert "Refresh" not in page
    assert "700 adressen zijn nieuw" in page.text
    assert "150 regels waren niet te gebruiken" in page.text
    assert "En nog 50 regels" in page.text
    assert answer.url in scene.clients["bea"].get(PAGE).text


def test_all_refused_lines_can_be_downloaded_in_the_language_of_who_asks(scene: Scene) -> None:
    address = sent(scene, text(broken=150)).url
    import_work.bring_in()
    import_work.bring_in()
    steward = scene.clients["bea"]
    lines = b"".join(steward.get(f"{address}refused.csv", headers=DUTCH)).decode().splitlines()
    assert len(lines) == 151
    assert lines[1].startswith('302,niets,"Dit is geen e-mailadres')


def test_the_file_is_in_the_store_as_long_as_it_is_needed(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks
) -> None:
    monkeypatch.setattr(import_work, "SLICE", 60.0)
    one = begun(scene, text())
    assert stored() == [one.file]
    assert Client().get(f"/media/{one.file}").status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        import_work.bring_in()
    assert now(one).state == ImportState.DONE
    assert stored() == []


def test_a_short_file_leaves_nothing_in_the_store(scene: Scene) -> None:
    assert "200 adressen zijn nieuw" in sent(scene, text(200)).text
    assert stored() == []
    assert ListImport.objects.get().state == ImportState.DONE


@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_it_goes_on_and_nobody_is_asked_twice(scene: Scene) -> None:
    rows = 400
    one = begun(scene, text(rows, broken=30), confirm=True)
    for part in (1, 2):
        _kill_after(part * rows // 3)
        assert 0 < now(one).line < one.lines
        # The time of the lease passes.
        ListImport.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    import_work.bring_in()
    done = now(one)
    assert (done.state, done.added, done.known, done.refused) == (ImportState.DONE, rows, 0, 30)
    asked = list(OutgoingMessage.objects.values_list("recipient", flat=True))
    assert (len(asked), len(set(asked))) == (rows, rows)
    assert (Subscriber.objects.count(), Proof.objects.count()) == (rows, rows)
    assert RefusedLine.objects.count() == 30
    assert LogEntry.objects.filter(act="list.imported").count() == 1
    assert stored() == []


def _kill_after(subscribers: int) -> None:
    child = import_process.started(batch=20)
    latest = time.monotonic() + PATIENCE
    while Subscriber.objects.count() < subscribers and time.monotonic() < latest:
        assert child.poll() is None
        time.sleep(0.005)
    child.kill()
    assert child.wait() == -signal.SIGKILL


def test_a_process_that_was_overtaken_adds_nothing(scene: Scene) -> None:
    one = begun(scene, text(), confirm=True)
    overtaken = now(one)
    import_work.bring_in()
    import_work._go_on(overtaken)
    assert (now(one).line, now(one).added) == (501, 500)
    assert OutgoingMessage.objects.count() == Subscriber.objects.count() == 500


def test_who_is_on_the_list_or_left_is_not_asked(scene: Scene) -> None:
    subscribing.leave(scene.on_the_list("a650@voorbeeld.nl"), "link")
    posted = OutgoingMessage.objects.count()
    one = begun(scene, text(), confirm=True)
    import_work.bring_in()
    import_work.bring_in()
    assert (now(one).added, now(one).known) == (ROWS - 1, 1)
    assert OutgoingMessage.objects.count() == posted + ROWS - 1


def test_a_steward_stops_it_and_who_is_on_the_list_stays(
    scene: Scene, django_capture_on_commit_callbacks
) -> None:
    one = begun(scene, text())
    import_work.bring_in()
    with django_capture_on_commit_callbacks(execute=True):
        answer = scene.clients["bea"].post(f"{PAGE}{one.pk}/cancel/", headers=DUTCH, follow=True)
    assert "Het is gestopt na 501 van de 701 regels" in answer.text
    import_work.bring_in()
    assert (now(one).state, Subscriber.objects.count()) == (ImportState.CANCELLED, 500)
    assert stored() == []
    acts = set(LogEntry.objects.values_list("act", flat=True))
    assert {"list.imported", "list.import_cancelled"} <= acts
    again = scene.clients["bea"].post(f"{PAGE}{one.pk}/cancel/", headers=DUTCH, follow=True)
    assert "Deze lijst wordt niet meer ingebracht" in again.text


def test_stopped_while_a_batch_is_on_its_way_that_batch_does_not_come_in(scene: Scene) -> None:
    one = begun(scene, text())
    batch = next(import_batches.read(io.BytesIO(text()), "nl"))
    ready = import_batches.composed(one, batch)
    importing.cancel(now(one), scene.bea.actor)
    assert not import_work._kept(one, ready)
    assert not Subscriber.objects.exists()


def test_one_list_at_a_time_and_the_second_is_told_so(scene: Scene) -> None:
    begun(scene, text())
    answer = sent(scene, text())
    assert answer.status_code == 422
    assert "Er wordt al een lijst ingebracht" in answer.text
    assert GROUND in answer.text
    assert len(stored()) == 1
    importing.cancel(ListImport.objects.get(), scene.bea.actor)
    assert sent(scene, text()).status_code == 302


def test_programs_follow_and_stop_it(scene: Scene) -> None:
    fields = {"ground": GROUND, "confirm": "false"}
    file = SimpleUploadedFile("lijst.csv", text(broken=5))
    answer = call(scene.bea, "post", "/list", data={**fields, "file": file})
    assert (answer.status_code, answer.json()["state"]) == (202, "going")
    import_work.bring_in()
    path = f"/imports/{answer.json()['id']}"
    found = call(scene.bea, "get", path).json()
    assert (found["line"], found["lines"], found["added"], found["refused"]) == (501, 706, 495, 5)
    assert found["broken"][0] == [302, "niets: " + str(found["broken"][0][1]).partition(": ")[2]]
    refused = call(scene.bea, "get", f"{path}/refused?per_page=2").json()
    assert (refused["total"], len(refused["items"])) == (5, 2)
    assert [row["id"] for row in call(scene.bea, "get", "/imports").json()] == [found["id"]]
    assert call(scene.bea, "post", f"{path}/cancel").json()["state"] == "cancelled"
    assert call(scene.bea, "post", f"{path}/cancel").status_code == 422


@pytest.mark.parametrize("who", ["eva", "outsider", "visitor"])
def test_only_stewards_of_this_commons_bring_lists_in_see_and_stop_them(
    scene: Scene, who: str, make_person, make_commons, client_for
) -> None:
    """Who is a steward somewhere else is an outsider here."""
    begun_one = begun(scene, text(broken=1))
    import_work.bring_in()
    outsider = make_person("otto")
    make_commons("elders", outsider)
    people = {"eva": scene.eva, "outsider": outsider}
    client = client_for(people[who]) if who in people else Client()
    one = f"{PAGE}{begun_one.pk}/"
    for method, path in (("get", PAGE), ("get", one), ("get", f"{one}refused.csv"),
                         ("post", PAGE), ("post", f"{one}cancel/")):  # fmt: skip
        answer = getattr(client, method)(path)
        assert answer.status_code in (302, 403), path
        assert "/import/" not in answer.get("Location", "").partition("?")[0], path
    for method, path in (("get", "/imports"), ("get", f"/imports/{begun_one.pk}"), ("post", "/list"),
                         ("get", f"/imports/{begun_one.pk}/refused"),
                         ("post", f"/imports/{begun_one.pk}/cancel")):  # fmt: skip
        answer = _by_api(people.get(who), method, path)
        assert answer.status_code in (401, 403), path
    assert now(begun_one).state == ImportState.GOING
    assert outsider_sees_nothing_at_home(client_for(outsider), begun_one.pk)


def _by_api(person: Any, method: str, path: str) -> Any:
    given = {"ground": GROUND, "file": SimpleUploadedFile("lijst.csv", b"a@voorbeeld.nl")}
    data = {"data": given} if path == "/list" else {}
    if person is None:
        return getattr(Client(), method)(f"{API}{path}", **data)
    return call(person, method, path, **data)


def outsider_sees_nothing_at_home(client: Client, pk: int) -> bool:
    home = f"/@elders/newsletters/list/import/{pk}/"
    return {client.get(home).status_code, client.post(f"{home}cancel/").status_code} == {404}


def test_what_fails_is_tried_again_told_to_all_and_given_up(scene: Scene) -> None:
    one = begun(scene, text())
    default_storage.delete(one.file)
    with pytest.raises(RuntimeError, match="1 lists cannot be brought in: FileNotFoundError"):
        import_work.by_the_clock()
    assert now(one).next_try > timezone.now()
    page = scene.clients["bea"].get(f"{PAGE}{one.pk}/", headers=DUTCH)
    assert "Het gaat nu niet verder: FileNotFoundError" in page.text
    ListImport.objects.update(attempts=import_work.MOST_ATTEMPTS, next_try=timezone.now())
    import_work.by_the_clock()
    assert now(one).state == ImportState.FAILED
    page = scene.clients["bea"].get(f"{PAGE}{one.pk}/", headers=DUTCH)
    assert "Het is mislukt na 0 van de 701 regels" in page.text


def test_a_commons_that_sends_no_letters_any_more_gets_no_list(scene: Scene) -> None:
    one = begun(scene, text())
    scene.werf.capabilities = [name for name in scene.werf.capabilities if name != "newsletters"]
    scene.werf.save()
    import_work.bring_in()
    assert now(one).state == ImportState.CANCELLED
    assert not Subscriber.objects.exists()


def test_a_report_goes_after_a_month_and_a_file_without_one_after_a_day(scene: Scene) -> None:
    sent(scene, text(10, broken=3))
    one = begun(scene, text())
    names = [default_storage.save(import_work.name_of(name), ContentFile(b"x")) for name in "ab"]
    for name in (names[0], one.file):
        day_before = time.time() - 2 * 24 * 3600
        os.utime(Path(default_storage.path(name)), (day_before, day_before))
    import_work.sweep()
    assert sorted(stored()) == sorted([names[1], one.file])
    assert ListImport.objects.count() == 2
    ListImport.objects.filter(ended__isnull=False).update(ended=timezone.now() - timedelta(days=31))
    import_work.sweep()
    assert ListImport.objects.get() == one
    assert not RefusedLine.objects.exists()
    default_storage.delete(names[1])


def test_a_file_without_addresses_is_not_kept(scene: Scene) -> None:
    with pytest.raises(ValidationError):
        begun(scene, b"naam\n" + b"Noor\n" * 1000)
    assert stored() == []
