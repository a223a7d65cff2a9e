"""The pages, the feed, the export with its verifier, the API."""

import json
import re
import subprocess
import sys
from base64 import b64decode
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gemeengoed.core import registry
from gemeengoed.core.actors.models import Actor
from gemeengoed.core.actors.services import instance_actor
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.log import chain, checks, queries, sentences, triggers
from gemeengoed.core.log.models import LogEntry
from gemeengoed.core.log.services import append, forget
from gemeengoed.core.people.models import Person

pytestmark = pytest.mark.django_db

HOME = "/@werf/log/"


@pytest.fixture
def werf(make_person: Callable[..., Person], make_commons: Callable[..., Commons]) -> Actor:
    return make_commons("werf", steward=make_person("ada")).actor


@pytest.fixture
def ada(werf: Actor) -> Actor:
    return Actor.objects.get(handle="ada")


@pytest.fixture
def _sentence() -> None:
    known = registry.get("log")
    assert known is not None
    words = "%(actor)s withdrew %(object)s as %(role)s: %(reason)s"
    registry._capabilities["log"] = replace(known, log_sentences={"test.withdrawn": words})
    yield
    registry._capabilities["log"] = known


@pytest.mark.usefixtures("_sentence")
def test_the_page_tells_in_sentences(werf: Actor, ada: Actor, client: Client) -> None:
    entry = append(
        werf,
        "test.withdrawn",
        ada,
        object="/@werf/publications/one/",
        reason="It was <b>wrong</b>.",
        details={"title": "One & only", "role": "editor"},
    )
    answer = client.get(HOME, headers={"Accept-Language": "en"})
    html = answer.content.decode()
    assert (
        '<a href="/@ada/">Ada</a> withdrew <a href="/@werf/publications/one/">One &amp; only</a> '
        "as editor: It was &lt;b&gt;wrong&lt;/b&gt;." in html
    )
    assert html.count("wrong") == 1
    assert f'id="entry-{entry.number}"' in html
    assert queries.head(werf).link in html
    assert answer.context["access"].commons.actor == werf


def test_an_unknown_act_is_readable_with_all_it_holds(werf: Actor, ada: Actor) -> None:
    details = {"from_now": True, "change": {"from": "member", "to": "editor"}, "list": ["a", "b"]}
    entry = append(werf, "strange_thing.was_done", ada, reason="Because", details=details)
    assert sentences.plain(entry).startswith("Ada – strange thing: was done")
    assert sentences.reason(entry) == "Because"
    assert dict(sentences.leftovers(entry)) == {
        "from now": "yes",
        "change": "was: member – became: editor",
        "list": "a, b",
    }


def test_details_are_told_in_words(werf: Actor, ada: Actor, client: Client) -> None:
    details = {
        "joining": {"from": "application", "to": "open"},
        "names": {"from": {"en": "Yard"}, "to": {"en": "Yard", "nl": "Werf"}},
    }
    append(werf, "commons.changed", ada, object="/@werf/", details=details)
    html = client.get(HOME, headers={"Accept-Language": "nl"}).content.decode()
    assert "<dt>Hoe je lid wordt</dt>" in html
    assert "werd: Iedereen kan lid worden" in html
    assert "werd: Engels: Yard; Nederlands: Werf" in html


def test_the_filter_names_acts_by_their_sentence(werf: Actor, client: Client) -> None:
    append(werf, "question.changed", None, details={"text": "Why?"})
    acts = client.get(HOME, headers={"Accept-Language": "nl"}).context["acts"]
    assert ("question.changed", "wijzigde de vraag ‘…’") in acts


def test_words_in_the_middle_can_be_the_link(werf: Actor, ada: Actor) -> None:
    address = "/@werf/charter/versions/2/"
    entry = append(werf, "charter.changed", ada, object=address, details={"version": 2})
    assert f'made <a href="{address}">version 2 of the charter</a>' in sentences.html(entry)
    assert sentences.plain(entry) == "Ada made version 2 of the charter"
    elsewhere = append(werf, "charter.changed", ada, object="https://a.example/", details={})
    assert "a.example" not in sentences.html(elsewhere)


def test_every_act_of_operators_has_a_sentence() -> None:
    core = Path(registry.__file__).parent.parent
    services = [*core.glob("people/services/*.py"), core / "instance" / "services.py"]
    written = "".join(path.read_text() for path in services)
    acts = set(re.findall(r'"((?:person|organisation|instance)\.[a-z_]+)"', written))
    assert "instance.changed" in acts
    assert [act for act in acts if registry.log_sentence(act) is None] == []


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "//elsewhere.example/", "https://a.example/"]
)
def test_only_our_own_addresses_become_links(werf: Actor, address: str) -> None:
    entry = append(werf, "test.done", None, object=address)
    assert "<a" not in sentences.html(entry)


def test_it_speaks_dutch(werf: Actor, client: Client) -> None:
    append(werf, "test.done", None)
    html = client.get(HOME, headers={"Accept-Language": "nl"}).content.decode()
    assert "Openbaar logboek" in html
    assert "De server" in html


def test_a_filter_by_act_and_pages(werf: Actor, client: Client) -> None:
    for number in range(60):
        append(werf, "test.even" if number % 2 == 0 else "test.odd", None)
    shown = client.get(HOME, {"act": "test.odd"}).context["rows"]
    assert {row["entry"].act for row in shown} == {"test.odd"}
    assert len(shown) == 30
    assert len(client.get(HOME).context["rows"]) == 50
    assert len(client.get(HOME, {"page": "2"}).context["rows"]) >= 10
    assert client.get(HOME, {"act": "no.such", "page": "x"}).status_code == 200


def test_every_entry_stands_on_one_page(werf: Actor, client: Client) -> None:
    last = [append(werf, "test.done", None).number for _entry in range(105)][-1]
    pages = [client.get(HOME, {"page": page}).context["rows"] for page in (1, 2, 3)]
    assert [row["entry"].number for page in pages for row in page] == list(range(last, 0, -1))


def test_queries_do_not_grow_with_entries(werf: Actor, ada: Actor, client: Client) -> None:
    append(werf, "test.done", ada)
    with CaptureQueriesContext(connection) as few:
        client.get(HOME)
    for _number in range(30):
        append(werf, "test.done", ada)
    with CaptureQueriesContext(connection) as many:
        client.get(HOME)
    assert len(many) <= len(few)


def test_an_entry_has_its_own_address(werf: Actor, client: Client) -> None:
    entry = append(werf, "test.done", None, reason="Because")
    html = client.get(f"{HOME}{entry.number}/").content.decode()
    assert entry.link in html
    assert "Because" in html
    assert client.get(f"{HOME}99999/").status_code == 404


def test_erased_entries_say_so(werf: Actor, ada: Actor, client: Client) -> None:
    entry = append(werf, "test.done", ada, reason="The secret reason")
    forget(ada)
    for address in (HOME, f"{HOME}{entry.number}/"):
        html = client.get(address, headers={"Accept-Language": "en"}).content.decode()
        assert "have been erased" in html
        assert "The secret reason" not in html


def test_the_log_of_the_server(werf: Actor, client: Client) -> None:
    append(instance_actor(), "test.done", None, reason="About the server")
    assert "About the server" in client.get("/log/").content.decode()
    assert client.get("/log/1/").status_code == 200
    assert client.get("/log/log.json").status_code == 200


@pytest.mark.parametrize("handle", ["ada", "instance", "nobody"])
def test_only_commons_have_a_log_at_their_handle(werf: Actor, client: Client, handle: str) -> None:
    assert client.get(f"/@{handle}/log/").status_code == 404
    assert client.get(f"/@{handle}/log/log.json").status_code == 404


def test_the_feed_is_atom(werf: Actor, ada: Actor, client: Client) -> None:
    entry = append(werf, "test.done", ada, reason="Because")
    answer = client.get(f"{HOME}feed.atom")
    root = ET.fromstring(answer.content)
    newest = root.find("{http://www.w3.org/2005/Atom}entry")
    assert newest is not None
    assert newest.findtext("{http://www.w3.org/2005/Atom}id", "").endswith(f"{HOME}{entry.number}/")
    assert answer["Content-Type"].startswith("application/atom+xml")


def exported(client: Client) -> dict:
    answer = client.get(f"{HOME}log.json")
    assert answer.streaming
    return json.loads(b"".join(answer.streaming_content))


def test_the_checkpoint_is_signed(werf: Actor, client: Client) -> None:
    append(werf, "test.done", None)
    checkpoint = exported(client)["checkpoint"]
    signature = b64decode(checkpoint.pop("signature"))
    key = Ed25519PublicKey.from_public_bytes(b64decode(checkpoint["public_key"]))
    key.verify(signature, chain.canonical(checkpoint).encode())
    assert checkpoint["link"] == queries.head(werf).link
    with pytest.raises(InvalidSignature):
        key.verify(signature, chain.canonical(checkpoint | {"number": 1000}).encode())


@pytest.fixture
def verifier(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess]:
    """The snippet of README.md, as a reader would run it."""
    readme = (Path(__file__).parents[1] / "README.md").read_text("utf-8")
    code = re.search(r"```python\n(.*?)```", readme, re.DOTALL)
    assert code is not None
    script = tmp_path / "verify.py"
    script.write_text(code[1], "utf-8")

    def run(export: dict, *noted: object) -> subprocess.CompletedProcess:
        file = tmp_path / "log.json"
        file.write_text(json.dumps(export), "utf-8")
        command = [sys.executable, "-I", str(script), str(file), *map(str, noted)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    return run


def test_the_verifier_of_the_readme_accepts_what_is_whole(
    werf: Actor, ada: Actor, client: Client, verifier: Callable
) -> None:
    append(werf, "test.done", None, reason='é, 漢, 🌱 \u2028 \x1f "quoted" \\')
    noted = append(werf, "test.done", ada)
    forget(ada)
    append(werf, "test.done", None)
    export = exported(client)
    assert verifier(export).stdout == f"{len(export['entries'])} entries, all in order\n"
    assert verifier(export, noted.number, noted.link).returncode == 0


def test_the_verifier_of_the_readme_finds_tampering(
    werf: Actor, client: Client, verifier: Callable
) -> None:
    for number in range(6):
        append(werf, "test.done", None, reason=f"number {number}")
    whole = exported(client)
    count, head = len(whole["entries"]), whole["entries"][-1]["link"]

    def tampered(change: Callable[[list], object]) -> str:
        copy = json.loads(json.dumps(whole))
        change(copy["entries"])
        return verifier(copy).stderr

    assert f"entry {count}: the words" in tampered(lambda e: e[-1]["words"].update(reason="x"))
    assert f"entry {count}: the link" in tampered(lambda e: e[-1].update(act="x"))
    assert f"entry {count - 1} is missing" in tampered(lambda e: e.pop(-2))
    assert "not the one that was noted" in tampered(lambda e: e.pop())
    cut = {**whole, "entries": whole["entries"][:-1]}
    cut["checkpoint"] = {"number": count - 1, "link": cut["entries"][-1]["link"]}
    assert verifier(cut).returncode == 0
    assert "not the one that was noted" in verifier(cut, count, head).stderr


def test_the_api(werf: Actor, client: Client) -> None:
    append(werf, "test.done", None, reason="Because")
    answer = client.get("/api/commons/v1/commons/werf/log", {"act": "test.done"}).json()
    assert answer["entries"][0]["words"]["reason"] == "Because"
    assert answer["head_link"] == queries.head(werf).link
    assert client.get("/api/commons/v1/commons/ada/log").status_code == 404
    assert client.get("/api/commons/v1/commons/werf/log", {"per_page": 101}).status_code == 422


def test_what_the_check_says(werf: Actor) -> None:
    append(werf, "test.done", None)
    assert [level for level, _message in checks.findings()] == ["good", "good"]
    triggers.remove(connection)
    LogEntry.objects.filter(number=1).update(act="other")
    assert [level for level, _message in checks.findings()] == ["error", "error"]
    assert "@werf" in checks.chains()[0][1]
