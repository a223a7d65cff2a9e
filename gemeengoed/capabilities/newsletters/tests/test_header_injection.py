"""Line ends in what becomes a header or stands in a mail: by the form, the pages, the API and a file."""

import json
from email.message import EmailMessage

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gemeengoed.capabilities.newsletters.models import LetterText, Subscriber
from gemeengoed.capabilities.newsletters.services import sending, subscribing
from gemeengoed.core.people.models import Person
from gemeengoed.core.people.services import make_token

from .conftest import Scene, mails, text_of
from .test_sending import letter
from .test_writing import begin, write

pytestmark = pytest.mark.django_db
API = "/api/commons/v1/commons/werf"
ENDS = ["\r\n", "\n", "\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"]
SOME = ["\r\n", "\r", "\x85", "\u2028"]
INJECTED = "Bcc: ander@voorbeeld.nl"


def call(person: Person, method: str, path: str, body: object) -> int:
    headers = {"authorization": f"Bearer {make_token(person)[1]}"}
    given = {"content_type": "application/json", "headers": headers}
    return Client().generic(method, API + path, json.dumps(body), **given).status_code  # type: ignore[arg-type]


def clean(mail: EmailMessage) -> bool:
    """No header was added, and each that there is stands on one line."""
    return mail["Bcc"] is None and not any(
        end in str(value) for _name, value in mail.items() for end in ENDS
    )


@pytest.mark.parametrize("end", SOME)
def test_a_name_in_the_form_or_chosen_later_stays_on_one_line(scene: Scene, end: str) -> None:
    scene.join(name=f"Noor{end}{end}{INJECTED}")
    subscriber = Subscriber.objects.get()
    subscribing.confirm(subscriber, "link", "ja")
    Client().post(
        f"/@werf/newsletters/mine/{subscriber.token}/",
        {"name": f"Noor{end}{INJECTED}", "language": "nl"},
    )
    scene.join()
    assert all(clean(mail) for mail in mails())
    assert not any(
        line.startswith("Bcc") for mail in mails() for line in text_of(mail).splitlines()
    )


def test_an_address_with_a_line_end_is_refused_in_words(scene: Scene) -> None:
    for end in ENDS:
        answer = scene.join(address=f"noor@voorbeeld.nl{end}{INJECTED}")
        assert answer.status_code == 422  # type: ignore[attr-defined]
    assert not Subscriber.objects.exists()


def test_a_file_with_line_ends_inside_its_fields_adds_no_header(scene: Scene) -> None:
    rows = (
        f'e-mail;naam\n"noor@voorbeeld.nl\r\n{INJECTED}";X\n"piet@voorbeeld.nl";"Piet\n{INJECTED}"\n'
        '"ola@voorbeeld.nl";"Ola\nBcc: iedereen"\n'
    )
    form = {"file": SimpleUploadedFile("lijst.csv", rows.encode()), "ground": "Op papier",
            "language": "nl", "confirm": "on"}  # fmt: skip
    assert scene.clients["bea"].post("/@werf/newsletters/list/import/", form).status_code == 200
    one = Subscriber.objects.get()
    assert one.folded == "ola@voorbeeld.nl"
    subscribing.confirm(one, "link", "ja")
    assert all(clean(mail) for mail in mails())
    assert not any(
        line.startswith("Bcc") for mail in mails() for line in text_of(mail).splitlines()
    )


@pytest.mark.parametrize("end", SOME)
def test_the_subject_of_a_letter_stays_on_one_line_by_the_page_and_the_api(
    scene: Scene, end: str
) -> None:
    subject = f"Brief{end}{INJECTED}"
    write(scene, begin(scene), subject=subject)
    status = call(scene.eva, "POST", "/letters", {"language": "nl", "subject": subject})
    assert status in (201, 422)
    for text in LetterText.objects.all():
        sending.test(text, scene.eva)
        assert clean(mails()[-1])


@pytest.mark.parametrize("end", SOME)
def test_the_name_of_a_commons_stays_on_one_line_where_it_is_the_sender(
    scene: Scene, end: str
) -> None:
    status = call(scene.bea, "PATCH", "", {"names": {"nl": f"Werf{end}{INJECTED}"}})
    assert status in (200, 422)
    text = letter(scene)
    sending.test(text, scene.eva)
    scene.join()
    assert len(mails()) == 2
    assert all(clean(mail) for mail in mails())
