"""What is made when, who makes it, and what goes again."""

import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import psutil
import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.utils import timezone

from gemeengoed.capabilities.publications import services as publications
from gemeengoed.capabilities.publications.models import Publication
from gemeengoed.core.activity.services import distribute
from gemeengoed.core.documents.services import Words
from gemeengoed.core.people.models import Person
from gemeengoed.core.renditions import checks, queries, services, sweeping
from gemeengoed.core.renditions.models import Rendition, State
from gemeengoed.core.renditions.typesetting import setting

from .conftest import document, write

pytestmark = pytest.mark.django_db


def forms(publication: Publication) -> set[tuple[str, str]]:
    rows = Rendition.objects.filter(revision__document__work=publication.work)
    return set(rows.values_list("form", "state"))


def test_a_draft_gets_its_pages_counted(draft: Publication) -> None:
    services.make_due()
    count = queries.page_count(document(draft))
    assert count is not None
    assert (count.state, count.pages, count.version) == (State.READY, 1, None)


def test_only_the_newest_draft_is_counted(draft: Publication, ada: Person) -> None:
    write(draft, ada, "Anders", 1)
    write(draft, ada, "Weer anders", 2)
    assert [row.revision.number for row in Rendition.objects.all()] == [3]


def test_publishing_wants_the_pdf_anew_and_the_epub(out: Publication) -> None:
    services.make_due()
    distribute()
    assert forms(out) == {("pdf", "waiting"), ("epub", "waiting")}


def test_what_was_made_as_a_draft_does_not_hold_after_publishing(
    draft: Publication, ada: Person
) -> None:
    services.make_due()
    publications.publish(draft, document(draft), ada.actor)
    revision = document(draft).published
    assert revision is not None
    assert queries.find(revision, "pdf", "a4") is None


def test_a_crash_while_making_is_found_by_the_sweep(draft: Publication) -> None:
    Rendition.objects.update(state=State.MAKING, lease_until=timezone.now() + timedelta(minutes=1))
    services.make_due()
    assert forms(draft) == {("pdf", "making")}
    Rendition.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    services.make_due()
    assert forms(draft) == {("pdf", "ready")}


def test_a_typesetter_that_is_killed_has_its_row_made_again(draft: Publication) -> None:
    killer = threading.Thread(target=kill_the_first_child)
    killer.start()
    services.make_due()
    killer.join()
    row = Rendition.objects.get()
    assert (row.state, row.lease_until) == (State.WAITING, None)
    assert "(-9)" in row.last_error
    Rendition.objects.update(next_try=timezone.now())
    services.make_due()
    assert forms(draft) == {("pdf", "ready")}


def kill_the_first_child() -> None:
    until = time.monotonic() + 10
    while time.monotonic() < until:
        for child in psutil.Process().children():
            if str(setting.CHILD) in child.cmdline():
                child.kill()
                return


def test_what_cannot_be_made_is_tried_again_and_then_shown(draft: Publication) -> None:
    Rendition.objects.update(form="pdx")
    for _attempt in range(services.MOST_ATTEMPTS):
        Rendition.objects.update(next_try=timezone.now())
        services.make_due()
    row = Rendition.objects.get()
    assert row.state == State.FAILED
    assert row.last_error
    assert any(level == "warning" and row.last_error in said for level, said in checks.findings())
    assert queries.backlog().failed == 1


def test_what_waits_long_is_an_error_for_check(draft: Publication) -> None:
    Rendition.objects.update(next_try=timezone.now() - timedelta(hours=1))
    assert [level for level, _said in checks.findings()] == ["error"]


def test_withdrawing_lets_all_forms_go(out: Publication, ada: Person) -> None:
    distribute()
    services.make_due()
    publications.withdraw(out, document(out), ada.actor, "Het klopte niet.")
    distribute()
    assert not Rendition.objects.exists()


def test_loose_files_go_after_a_day_and_used_ones_stay(
    draft: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.make_due()
    name = Rendition.objects.get().name
    assert sweeping.remove_loose() == 0
    Rendition.objects.all().delete()
    assert sweeping.remove_loose() == 0
    monkeypatch.setattr(sweeping, "PATIENCE", timedelta(seconds=-1))
    assert sweeping.remove_loose() == 1
    assert not default_storage.exists(name)


def test_old_forms_of_versions_that_nobody_sees_go(out: Publication, ada: Person) -> None:
    services.make_due()
    write(out, ada, "Nieuw", 1)
    publications.publish(out, document(out), ada.actor)
    Rendition.objects.update(made_at=timezone.now() - timedelta(days=31))
    sweeping.drop_old()
    assert [row.revision.number for row in Rendition.objects.all()] == [2]


@pytest.mark.django_db(transaction=True)
def test_two_workers_make_each_form_once(
    make_text: Callable[[], Publication], monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []
    real = services.make

    def counted(*args: object) -> object:
        made.append(1)
        return real(*args)  # type: ignore[arg-type]

    publication = make_text()
    Rendition.objects.update(state=State.WAITING, name="", lease_until=None)
    monkeypatch.setattr(services, "make", counted)

    def work() -> None:
        services.make_due()
        connection.close()

    threads = [threading.Thread(target=work) for _number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1
    assert forms(publication) == {("pdf", "ready")}


@pytest.fixture
def make_text(request: pytest.FixtureRequest) -> Callable[[], Publication]:
    return lambda: request.getfixturevalue("draft")


def test_what_an_older_program_made_is_made_again(out: Publication) -> None:
    services.make_due()
    revision = document(out).published
    assert revision is not None
    assert queries.find(revision, "pdf", "a4") is not None
    Rendition.objects.update(renderer="0")
    assert queries.find(revision, "pdf", "a4") is None
    again = services.make_now(services.want(revision, "pdf", "a4"))
    assert again is not None
    assert queries.find(revision, "pdf", "a4") == again


Gone = Callable[[object], AbstractContextManager[None]]


def test_a_form_that_goes_once_it_is_claimed_holds_up_no_other(
    out: Publication, ada: Person, gone_once_claimed: Gone
) -> None:
    publications.write(out, "en", Words("What is it?", "", "A text."), ada.actor, 0)
    first, second = Rendition.objects.order_by("wanted_at", "pk")
    with gone_once_claimed(Rendition.objects.filter(pk=first.pk)):
        services.make_due()
    assert list(Rendition.objects.values_list("pk", "state")) == [(second.pk, State.READY)]


def test_a_form_that_goes_while_it_is_made_leaves_no_row_and_holds_up_no_other(
    out: Publication, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    publications.write(out, "en", Words("What is it?", "", "A text."), ada.actor, 0)
    first, second = Rendition.objects.order_by("wanted_at", "pk")
    real = services.make

    def superseded(*args: object) -> object:
        Rendition.objects.filter(pk=first.pk).delete()
        return real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(services, "make", superseded)
    services.make_due()
    assert list(Rendition.objects.values_list("pk", "state")) == [(second.pk, State.READY)]


def test_a_reader_waits_for_a_form_that_goes_once_it_is_claimed(
    draft: Publication, ada: Person, client_for: Callable[[Person], Client], gone_once_claimed: Gone
) -> None:
    client = client_for(ada)
    address = f"/@werf/texts/{document(draft).pk}/draft.pdf"
    with gone_once_claimed(Rendition.objects.all()):
        assert client.get(address).status_code == 202
    assert client.get(address).status_code == 200
