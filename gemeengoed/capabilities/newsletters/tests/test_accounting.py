"""Who got a letter, who did not and why: it adds up to those who were on the list, each with a name."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from gemeengoed.capabilities.newsletters.models import Subscriber
from gemeengoed.capabilities.newsletters.queries import letters as queries
from gemeengoed.capabilities.newsletters.services import sending, subscribing
from gemeengoed.core.mail import delivery
from gemeengoed.core.mail.incoming.processing import process
from gemeengoed.core.mail.incoming.receiving import receive
from gemeengoed.core.mail.incoming.tests.messages import bounce, complaint
from gemeengoed.core.mail.models import Copy
from gemeengoed.core.mail.tests.smtp_server import Received

from .conftest import Scene
from .test_api import call
from .test_sending import letter

pytestmark = pytest.mark.django_db(transaction=True)
NL = {"accept-language": "nl"}
NAMES = ("good", "refused", "later", "twice", "bounces", "complains", "leaves", "erased")


def address(name: str) -> str:
    return f"{name}@voorbeeld.nl"


@pytest.fixture
def sent(scene: Scene, server: Received, settings) -> str:
    """Where the account of a letter stands that met everything that can happen."""
    url, settings.EMAIL_URL = settings.EMAIL_URL, ""
    readers = {name: scene.on_the_list(address(name)) for name in NAMES}
    text = letter(scene)
    sending.schedule(text.letter, scene.eva.actor)
    subscribing.leave(readers["leaves"], "link")
    subscribing.erase(readers["erased"])
    settings.EMAIL_URL = url + "?connections=1"
    server.at = {
        address("refused"): ["550 5.1.1 no such user"],
        address("later"): ["451 4.7.1 greylisted", "250 ok"],
    }
    server.answers = ["250 ok", "vanish"]
    delivery.deliver()
    Copy.objects.filter(state="waiting").update(next_try=timezone.now() - timedelta(seconds=1))
    delivery.deliver()
    for name, report in (("bounces", bounce(final=address("bounces"))), ("complains", b"")):
        key = Copy.objects.get(recipient=address(name)).key
        raw = report or complaint(key).replace(b"commons.example", b"example.org")
        receive("<>", f"bounce+{key}@example.org", raw)
    process()
    return f"/@werf/newsletters/{text.letter.slug}/send/"


def test_it_adds_up_with_a_reason_for_each_who_did_not_get_it(scene: Scene, sent: str) -> None:
    rows = {copy.recipient: copy for copy in Copy.objects.all()}
    states = {(one.partition("@")[0]): rows[one].state for one in rows}
    assert states == {
        "good": "sent",
        "refused": "failed",
        "later": "sent",
        "twice": "sent",
        "bounces": "bounced",
        "complains": "complained",
        "leaves": "skipped",
        "": "skipped",
    }
    tally = queries.tally_of(scene.werf.letters.get())
    parts = {name: count for name, count in vars(tally).items() if name not in ("total", "doubled")}
    assert sum(parts.values()) == tally.total == len(NAMES)
    page = scene.clients["bea"].get(sent, headers=NL).text
    table = page.partition("<table")[2].partition("</table>")[0]
    shown = [int(one) for one in re.findall(r'class="number" data-label="[^"]*">(\d+)<', table)]
    assert sum(shown) == len(NAMES), "what the table shows is everybody, each once"
    names = scene.clients["bea"].get(f"{sent}copies/", headers=NL).text
    for said in ("no such user", "ging van de lijst", "adres is gewist", "iemand van wie"):
        assert said in names, said


def test_the_page_of_who_got_it_names_the_letter_by_its_subject(scene: Scene) -> None:
    slug = letter(scene).letter.slug
    page = scene.clients["bea"].get(f"/@werf/newsletters/{slug}/send/copies/", headers=NL).text
    assert ">Brief van november</a>" in page
    assert f">{slug}<" not in page


def test_who_may_have_got_it_twice_is_counted_and_named(scene: Scene, sent: str) -> None:
    [twice] = Copy.objects.filter(doubts__gt=0)
    page = scene.clients["bea"].get(sent, headers=NL).text
    assert "1 misschien twee keer" in page
    names = scene.clients["bea"].get(f"{sent}copies/?state=doubled", headers=NL).text
    assert re.findall(r"\w+@voorbeeld\.nl", names) == [twice.recipient]


def test_the_letter_is_sent_when_the_last_is_answered_for(scene: Scene, sent: str) -> None:
    assert scene.werf.letters.get().state == "sent"


def test_names_come_in_pages_and_are_found_by_address(
    scene: Scene, sent: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gemeengoed.capabilities.newsletters.views.sending.PER_PAGE", 3)
    steward = scene.clients["bea"]
    pages = [steward.get(f"{sent}copies/?page={one}").text for one in (1, 2, 3)]
    found = [re.findall(r"\w+@voorbeeld\.nl", page) for page in pages]
    assert [len(one) for one in found] == [3, 3, 1], "and one of whom the address was erased"
    assert len({one for page in found for one in page}) == 7
    page = steward.get(f"{sent}copies/?find=LATER").text
    assert re.findall(r"\w+@voorbeeld\.nl", page) == [address("later")]
    assert steward.get(f"{sent}copies/?state=nonsense").status_code == 404


def test_the_whole_account_is_a_file_that_runs_in_no_spreadsheet(scene: Scene, sent: str) -> None:
    Copy.objects.filter(recipient=address("good")).update(answer="=1+1")
    answer = scene.clients["bea"].get(f"{sent}copies.csv", headers=NL)
    assert answer["Content-Type"].startswith("text/csv")
    read = csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig")))
    rows = {row["address"]: row for row in read}
    assert len(rows) == len(NAMES)
    assert rows[address("good")]["answer"] == "'=1+1"
    assert rows[address("refused")]["answer"] == "550 5.1.1 no such user"
    assert sum(bool(row["perhaps_twice"]) for row in rows.values()) == 1
    failed = scene.clients["bea"].get(f"{sent}copies.csv?state=failed").getvalue().decode()
    assert re.findall(r"\w+@voorbeeld\.nl", failed) == [address("refused")]


def test_the_api_names_them_as_well(scene: Scene, sent: str) -> None:
    here = f"/letters/{scene.werf.letters.get().slug}/copies"
    _status, found = call(scene.bea, "GET", f"{here}?state=failed")
    assert (found["total"], found["items"][0]["address"]) == (1, address("refused"))
    assert found["items"][0]["answer"] == "550 5.1.1 no such user"
    assert call(scene.bea, "GET", f"{here}?state=doubled")[1]["total"] == 1
    assert call(scene.bea, "GET", f"{here}?find=LATER")[1]["total"] == 1
    assert call(scene.bea, "GET", f"{here}?state=nonsense")[0] == 404
    assert call(scene.eva, "GET", here)[0] == 403


def test_names_are_for_stewards_alone(scene: Scene, sent: str) -> None:
    for path in ("copies/", "copies.csv"):
        assert scene.clients["eva"].get(f"{sent}{path}").status_code == 403
        assert Client().get(f"{sent}{path}").status_code in (302, 403)
    assert address("good") not in scene.clients["eva"].get(sent).text
    assert Subscriber.objects.filter(state="on").count() == 3
    unreached = Subscriber.objects.filter(state="bounced").values_list("address", flat=True)
    assert set(unreached) == {address("refused"), address("bounces")}
