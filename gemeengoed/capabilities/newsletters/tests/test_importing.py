"""A list as people make it: in any encoding, with rows that are broken; what can be read is on it once."""

import io
import tracemalloc

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gemeengoed.capabilities.newsletters import joining_rows
from gemeengoed.capabilities.newsletters.models import Proof, Subscriber, SubscriberState
from gemeengoed.capabilities.newsletters.services import import_batches, importing
from gemeengoed.core.mail.models import OutgoingMessage

from .conftest import Scene, mails
from .test_list import GROUND, bring

pytestmark = pytest.mark.django_db
BROKEN = (
    '\n;;\nNaam;E-mail;Taal\nZoë €;zoe@voorbeeld.nl;nl\n"Open;open@voorbeeld.nl;nl\nÉén;EEN@voorbeeld.nl;EN\n'
    f"Lang;{'x' * 250}@voorbeeld.nl;nl\nNul\0;nul@voorbeeld.nl;nl\nVoor de @;{'x' * 65}@voorbeeld.nl;nl\n"
    'Kort\nDubbel;een@Voorbeeld.NL;nl\n"Piet ""de"" Vries";piet@voorbeeld.nl;nl-BE\n'
    '"Over\ntwee";twee@voorbeeld.nl;nl\nLaatste "stuk;laatste@voorbeeld.nl;xx\n"Nog;open@voorbeeld.nl;nl'
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_broken_rows_are_named_by_line_and_all_others_come_in(
    scene: Scene, encoding: str, end: str
) -> None:
    data = BROKEN.replace("\n", end).encode(encoding)
    report = bring(scene, data)
    assert [line for line, _why in report.broken] == [5, 7, 9, 10, 16]
    assert (report.added, report.known) == (6, 1)
    found = dict(Subscriber.objects.order_by("pk").values_list("address", "name"))
    assert found == {
        "zoe@voorbeeld.nl": "Zoë €",
        "EEN@voorbeeld.nl": "Één",
        "nul@voorbeeld.nl": "Nul",
        "piet@voorbeeld.nl": 'Piet "de" Vries',
        "twee@voorbeeld.nl": "Over twee",
        "laatste@voorbeeld.nl": 'Laatste "stuk',
    }
    languages = Subscriber.objects.filter(language="en").values_list("folded", flat=True)
    assert list(languages) == ["een@voorbeeld.nl"]
    assert bring(scene, data).added == 0


def test_an_open_quote_in_a_large_file_costs_its_own_row(scene: Scene) -> None:
    rows = [f'"{n};a{n}@voorbeeld.nl' if n == 3 else f"{n};a{n}@voorbeeld.nl" for n in range(8000)]
    found = list(joining_rows.rows(io.BytesIO("\n".join(["naam;e-mail", *rows]).encode())))
    assert len(found) == 8000
    assert [row.line for row in found if row.is_open] == [5]


@pytest.mark.parametrize(
    "data",
    [b"", b"\n\n\r\n", b";;;\n", b"\0\0", b'"', b'"e-mail\nnoor', b"\xff\xfe", b"\xff\xfe\0", b"naam\nNoor",
     b"x" * 200_000, b'"' * 5000],
)  # fmt: skip
def test_a_file_in_which_nothing_can_be_read_is_explained(scene: Scene, data: bytes) -> None:
    with pytest.raises(ValidationError) as error:
        bring(scene, data)
    assert list(error.value.message_dict) == ["file"]


def test_a_list_without_names_of_columns_may_hold_more_than_addresses(scene: Scene) -> None:
    assert bring(scene, "Noor;noor@voorbeeld.nl\nOla;ola@voorbeeld.nl\n").added == 2


def test_the_page_takes_such_a_file_and_names_the_rows(scene: Scene) -> None:
    form = {
        "file": SimpleUploadedFile("lijst.csv", BROKEN.encode()),
        "ground": GROUND,
        "language": "nl",
    }
    answer = scene.clients["bea"].post(
        "/@werf/newsletters/list/import/", form, headers={"accept-language": "nl"}
    )
    assert answer.status_code == 200
    assert "In deze regel staat een aanhalingsteken dat niet wordt gesloten." in answer.text


def test_of_very_many_broken_rows_the_first_are_named_and_the_rest_counted(scene: Scene) -> None:
    report = bring(scene, "e-mail\n" + "x\n" * (import_batches.MOST_NAMED + 5))
    assert (len(report.broken), report.unnamed) == (import_batches.MOST_NAMED, 5)


@pytest.mark.parametrize("given", [{"ground": " \0"}, {"ground": "x" * 2001}, {"language": "n/l"}])
def test_a_ground_and_a_language_are_needed(scene: Scene, given: dict[str, str]) -> None:
    values = {"ground": GROUND, "language": "nl", **given}
    with pytest.raises(ValidationError) as error:
        importing.bring(
            scene.werf,
            ContentFile(b"noor@voorbeeld.nl"),
            confirm=False,
            by=scene.bea.actor,
            **values,
        )
    assert list(error.value.message_dict) == list(given)
    assert not Subscriber.objects.exists()


def test_who_is_asked_first_gets_one_mail_by_which_it_is_known(scene: Scene) -> None:
    bring(scene, "noor@voorbeeld.nl\nola@voorbeeld.nl\nNOOR@voorbeeld.nl\n", confirm=True)
    for subscriber in Subscriber.objects.all():
        message = OutgoingMessage.objects.get(recipient=subscriber.address)
        assert message.reference == f"newsletters:subscriber:{subscriber.pk}"
        assert subscriber.token in bytes(message.raw).decode().replace("=\r\n", "")
        assert subscriber.state == SubscriberState.ASKED
    assert {mail["Auto-Submitted"] for mail in mails()} == {"auto-generated"}


def test_a_batch_takes_as_many_queries_as_one_row(scene: Scene) -> None:
    bring(scene, "ola@voorbeeld.nl", confirm=True)
    counted = []
    for addresses in (["a@voorbeeld.nl"], [f"b{number}@voorbeeld.nl" for number in range(40)]):
        with CaptureQueriesContext(connection) as queries:
            assert bring(scene, "\n".join(addresses), confirm=True).added == len(addresses)
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_nothing_of_a_batch_stays_when_it_fails(scene: Scene, monkeypatch) -> None:
    """The machine fails in the middle: what was asked and the mail that asks go together."""

    def fails(*_given: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(import_batches.letters_to_one, "post", fails)
    with pytest.raises(OSError, match="no space"):
        bring(scene, "noor@voorbeeld.nl", confirm=True)
    assert not Subscriber.objects.exists()
    assert not Proof.objects.exists()


def test_a_long_list_is_read_with_flat_memory() -> None:
    data = b"e-mail;naam\n" + b"".join(
        b"a%d@voorbeeld.nl;Z\xc3\xb6e \xe2\x82\xac\n" % n for n in range(30_000)
    )
    tracemalloc.start()
    try:
        assert sum(1 for _row in joining_rows.rows(io.BytesIO(data))) == 30_000
        assert tracemalloc.get_traced_memory()[1] < 500_000
    finally:
        tracemalloc.stop()
