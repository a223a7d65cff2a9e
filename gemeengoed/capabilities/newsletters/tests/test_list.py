"""The list in the hands of a steward: brought in from a file, taken out as one, kept to its reason."""

import csv
import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gemeengoed.capabilities.newsletters.models import (
    ImportState,
    Proof,
    Settings,
    Subscriber,
    SubscriberState,
)
from gemeengoed.capabilities.newsletters.queries.imports import Report, report
from gemeengoed.capabilities.newsletters.services import (
    import_batches,
    import_work,
    importing,
    subscribing,
)
from gemeengoed.core.log.models import LogEntry

from .conftest import Scene, mails

pytestmark = pytest.mark.django_db
GROUND = "Ingeschreven op papier"
ROWS = "E-mail;Naam;Taal\nnoor@voorbeeld.nl;Noor Zoë;nl\nola@voorbeeld.nl;Ola;en\n"


def bring(scene: Scene, data: bytes | str, *, confirm: bool = False) -> Report:
    """What came of it, also where that is left to the work process."""
    file = ContentFile(data.encode() if isinstance(data, str) else data)
    one = importing.bring(
        scene.werf, file, ground=GROUND, language="nl", confirm=confirm, by=scene.bea.actor
    )
    if one.state == ImportState.GOING:
        import_work.bring_in()
        one.refresh_from_db()
    return report(one, import_batches.MOST_NAMED)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_file_comes_in_whatever_its_encoding(scene: Scene, encoding: str) -> None:
    report = bring(scene, ROWS.encode(encoding))
    assert (report.added, report.broken) == (2, [])
    assert Subscriber.objects.get(folded="noor@voorbeeld.nl").name == "Noor Zoë"
    assert Subscriber.objects.get(folded="ola@voorbeeld.nl").language == "en"


@pytest.mark.parametrize("text", [
    "naam,adres\nNoor,noor@voorbeeld.nl\n",
    "name\temail\nNoor\tnoor@voorbeeld.nl\n",
    "noor@voorbeeld.nl\n",
    "\ufeffE-mail\r\nnoor@voorbeeld.nl\r\n\r\n",
])  # fmt: skip
def test_columns_are_found_by_their_names(scene: Scene, text: str) -> None:
    assert bring(scene, text).added == 1


def test_broken_rows_are_named_by_line_and_the_rest_comes_in_once(scene: Scene) -> None:
    text = ROWS + "geen adres;X;nl\nNOOR@voorbeeld.nl;Dubbel;nl\n;;\nola@@voorbeeld.nl;Y;nl\n"
    report = bring(scene, text)
    assert (report.added, report.known) == (2, 1)
    assert [line for line, _why in report.broken] == [4, 7]
    assert "geen adres" in report.broken[0][1]
    assert bring(scene, text).added == 0


def test_the_ground_is_kept_with_each_and_stands_in_the_public_log(scene: Scene) -> None:
    bring(scene, ROWS)
    assert set(Proof.objects.values_list("what", "how", "words")) == {
        ("imported", "import", GROUND)
    }
    assert LogEntry.objects.filter(act="list.imported").count() == 1


def test_who_is_brought_in_can_be_asked_first(scene: Scene) -> None:
    bring(scene, ROWS, confirm=True)
    assert set(Subscriber.objects.values_list("state", flat=True)) == {SubscriberState.ASKED}
    assert len(mails()) == 2


def test_who_left_is_not_put_on_the_list_again(scene: Scene) -> None:
    subscribing.leave(scene.on_the_list(), "link")
    assert bring(scene, ROWS).added == 1
    assert Subscriber.objects.get(folded="noor@voorbeeld.nl").state == SubscriberState.LEFT


@pytest.mark.parametrize(
    "data", [b"", b"voornaam;achternaam\nA;B\n", b"\x00\x01\x02", b"a" * 21_000_000]
)
def test_a_file_without_addresses_is_explained(scene: Scene, data: bytes) -> None:
    form = {
        "file": SimpleUploadedFile("lijst.csv", data or b" "),
        "ground": GROUND,
        "language": "nl",
    }
    answer = scene.clients["bea"].post("/@werf/newsletters/list/import/", form)
    assert answer.status_code == 422
    assert GROUND in answer.text
    assert not Subscriber.objects.exists()


def test_a_steward_brings_a_list_in_by_the_page(scene: Scene) -> None:
    form = {
        "file": SimpleUploadedFile("lijst.csv", ROWS.encode()),
        "ground": GROUND,
        "language": "nl",
    }
    answer = scene.clients["bea"].post("/@werf/newsletters/list/import/", form)
    assert answer.status_code == 200
    assert "2 " in answer.text
    assert "noor@voorbeeld.nl" in scene.clients["bea"].get("/@werf/newsletters/list/").text


def test_the_list_goes_out_as_csv_that_no_spreadsheet_runs(scene: Scene) -> None:
    subscriber = scene.on_the_list()
    Subscriber.objects.filter(pk=subscriber.pk).update(name="=cmd|' /C calc'!A0")
    content = b"".join(scene.clients["bea"].get("/@werf/newsletters/list/export/"))
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[0]["address"] == "noor@voorbeeld.nl"
    assert rows[0]["name"].startswith("'=")


def test_a_steward_takes_somebody_off_or_erases_them_as_they_asked(scene: Scene) -> None:
    pk = scene.on_the_list().pk
    page = f"/@werf/newsletters/list/{pk}/"
    assert "bevestigde" in scene.clients["bea"].get(page, headers={"accept-language": "nl"}).text
    scene.clients["bea"].post(f"{page}remove/")
    assert Subscriber.objects.get().state == SubscriberState.LEFT
    asked = scene.clients["bea"].get(f"{page}erase/", headers={"accept-language": "nl"}).text
    assert "noor@voorbeeld.nl wissen?" in asked
    assert Subscriber.objects.exists()
    scene.clients["bea"].post(f"{page}erase/")
    assert not Subscriber.objects.exists()


def test_editors_and_visitors_do_not_see_the_list(scene: Scene) -> None:
    scene.on_the_list()
    for path in ("list/", "list/export/", "list/import/", "settings/"):
        for who in ("eva", "visitor"):
            answer = scene.clients[who].get(f"/@werf/newsletters/{path}")
            assert answer.status_code in (302, 403), (who, path)
            assert "noor@" not in answer.content.decode()


def test_settings_and_topics(scene: Scene) -> None:
    steward = scene.clients["bea"]
    form = {"postal_address": "Kade 1, Delft", "footer_nl": "Tot ziens", "needs_approval": "on"}
    assert steward.post("/@werf/newsletters/settings/", form).status_code == 302
    kept = Settings.objects.get()
    assert (kept.postal_address, kept.footer, kept.needs_approval) == (
        "Kade 1, Delft", {"nl": "Tot ziens"}, True,
    )  # fmt: skip
    add = "/@werf/newsletters/settings/topics/"
    assert steward.post(add, {"name_nl": "Bouwen"}).status_code == 302
    assert steward.post(add, {"name_nl": "Bouwen"}).status_code == 422
    assert steward.post(add, {}).status_code == 422
    topic = scene.werf.topics.get()
    assert "Bouwen" in Client().get("/@werf/newsletters/join/").text
    steward.post(f"{add}{topic.pk}/remove/")
    assert not scene.werf.topics.exists()


def test_the_list_is_paged_and_searched(scene: Scene) -> None:
    bring(scene, "e-mail\n" + "".join(f"a{number:03}@voorbeeld.nl\n" for number in range(60)))
    steward = scene.clients["bea"]
    assert "a059@" not in steward.get("/@werf/newsletters/list/").text
    assert "a059@" in steward.get("/@werf/newsletters/list/?page=2").text
    assert "a059@" in steward.get("/@werf/newsletters/list/?find=A059").text
    assert steward.get("/@werf/newsletters/list/?state=nonsense").status_code == 404
