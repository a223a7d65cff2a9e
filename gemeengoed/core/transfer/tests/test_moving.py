"""A commons leaves with everything and arrives whole, or not at all."""

import io
import json
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from gemeengoed.capabilities.publications import services as publications
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.commons.services.charter import save_charter
from gemeengoed.core.commons.services.programme import save_question
from gemeengoed.core.documents.contents import text_of
from gemeengoed.core.documents.figures import add_figure
from gemeengoed.core.documents.models import Document
from gemeengoed.core.documents.services import Words
from gemeengoed.core.log.services import verify
from gemeengoed.core.media.services import store_image
from gemeengoed.core.media.tests.making import picture
from gemeengoed.core.people.models import Person
from gemeengoed.core.portable import BadRow
from gemeengoed.core.search.queries import search
from gemeengoed.core.sources.models import Source
from gemeengoed.core.transfer import arriving, leaving
from gemeengoed.core.transfer.archive import BadArchive
from gemeengoed.core.transfer.models import Arrived

pytestmark = pytest.mark.django_db
EDITS = 7


@pytest.fixture
def ada(make_person: Callable[..., Person]) -> Person:
    person = make_person("ada")
    Person.objects.filter(pk=person.pk).update(name_travels=True)
    return person


@pytest.fixture
def bea(make_person: Callable[..., Person]) -> Person:
    return make_person("bea", is_steward=True)


@pytest.fixture
def werf(make_commons: Callable[..., Commons], ada: Person, bea: Person) -> Commons:
    """With a charter, a question, and a text of eight revisions by two, with picture and source."""
    werf = make_commons("werf", steward=ada)
    save_charter(werf, {"fit": {"nl": "Samen."}}, ada, reason="Begin.", based_on=0)
    question = save_question(werf, ada, text={"nl": "Waarom?"})
    text = publications.begin(werf, "explainer", "nl", "De sluis", bea.actor)
    text.work.questions.set([question])
    file = store_image(picture(), werf.actor, ada.actor)
    name = add_figure(text.work, file).name
    for number in range(EDITS):
        words = f"## Sluis\n\nVersie {number}.\n\n![Een sluis](figure:{name})\n"
        author = ada.actor if number % 2 else bea.actor
        publications.write(text, "nl", Words("De sluis", "", words), author, number + 1)
    document = Document.objects.get(work=text.work)
    publications.publish(text, document, ada.actor)
    publications.set_sources(text, [Source(title="Boek", author="Ostrom")], ada.actor)
    return werf


def written(commons: Commons) -> bytes:
    file = io.BytesIO()
    leaving.write(commons, file)
    return file.getvalue()


@pytest.fixture
def archive(werf: Commons, tmp_path: Path) -> Path:
    path = tmp_path / "werf.zip"
    path.write_bytes(written(werf))
    return path


def rows(content: bytes) -> dict[str, list[dict[str, Any]]]:
    """All rows by part, without what differs by nature: references and names of the database."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        found = {
            name: [json.loads(line) for line in file.read(name).splitlines()]
            for name in file.namelist()
            if name.startswith("data/")
        }
    found.pop("data/log.jsonl")
    found.pop("data/members.jsonl")
    return found


def changed(path: Path, change: Callable[[str, bytes], bytes], *, honest: bool = False) -> None:
    """The archive with members changed; `honest`: with a manifest that says so."""
    with zipfile.ZipFile(path) as file:
        members = {name: change(name, file.read(name)) for name in file.namelist()}
    if honest:
        manifest = json.loads(members["manifest.json"])
        for name in manifest["members"]:
            data = members[name]
            manifest["members"][name] = {"size": len(data), "sha256": sha256(data).hexdigest()}
        members["manifest.json"] = json.dumps(manifest).encode()
    with zipfile.ZipFile(path, "w") as file:
        for name, data in members.items():
            file.writestr(name, data)


def test_what_arrives_is_what_left(werf: Commons, archive: Path, bea: Person) -> None:
    arrived = arriving.arrive(archive, bea, into="nieuw")
    left, came = rows(archive.read_bytes()), rows(written(arrived))
    for part in ("charter", "questions", "series", "publications", "documents"):
        assert came[f"data/{part}.jsonl"] == left[f"data/{part}.jsonl"], part
    texts = [
        [(one["number"], one["text"], one["version"], one["reason"]) for one in found]
        for found in (came["data/revisions.jsonl"], left["data/revisions.jsonl"])
    ]
    assert texts[0] == texts[1]
    assert len(texts[0]) == EDITS + 1


def test_readers_see_the_same_page_over_there(werf: Commons, archive: Path, bea: Person) -> None:
    here = Client().get("/@werf/publications/de-sluis/nl/").content.decode()
    arriving.arrive(archive, bea, into="nieuw")
    there = Client().get("/@nieuw/publications/de-sluis/nl/").content.decode()
    body = [page.split('<div class="prose"')[1].split("</div>")[0] for page in (here, there)]
    assert body[0] == body[1]
    assert "Ostrom" in there
    assert Client().get("/@nieuw/publications/de-sluis/nl/1/").status_code == 200
    assert [hit.uri for hit in search("sluis", person=None).items if "nieuw" in hit.uri]


def test_only_names_of_who_agreed_go_along(werf: Commons, archive: Path, bea: Person) -> None:
    text = archive.read_bytes()
    with zipfile.ZipFile(io.BytesIO(text)) as file:
        said = b"".join(file.read(name) for name in file.namelist() if "data/" in name).decode()
    assert "Ada" in said
    assert "Bea" not in said
    assert "bea@example.org" not in said
    assert "ada@example.org" not in said


def test_the_log_goes_along_and_verifies_under_another_handle(
    werf: Commons, archive: Path, bea: Person
) -> None:
    before = werf.actor.log_entries.count()
    arrived = arriving.arrive(archive, bea, into="nieuw")
    assert verify() == []
    entries = list(arrived.actor.log_entries.order_by("number"))
    assert len(entries) == before + 1
    assert entries[-1].act == "commons.arrived"
    assert entries[0].link == werf.actor.log_entries.get(number=1).link


def test_whoever_wrote_it_here_is_meant_when_it_comes_back(
    werf: Commons, archive: Path, ada: Person, bea: Person
) -> None:
    arrived = arriving.arrive(archive, bea, into="nieuw")
    revisions = Document.objects.get(work__commons=arrived).revisions.order_by("number")
    assert ada.actor in {revision.author for revision in revisions}
    assert all(text_of(revision) for revision in revisions if revision.number > 1)


def test_a_changed_byte_is_found(werf: Commons, archive: Path, bea: Person) -> None:
    changed(archive, lambda name, data: data.replace(b"Versie 3", b"Versie 9"))
    with pytest.raises(BadArchive, match="revisions"):
        arriving.arrive(archive, bea, into="nieuw")
    assert not Commons.objects.filter(actor__handle="nieuw").exists()


def test_a_file_that_was_cut_off_is_refused(werf: Commons, archive: Path, bea: Person) -> None:
    archive.write_bytes(archive.read_bytes()[:-300])
    with pytest.raises(BadArchive):
        arriving.arrive(archive, bea)


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("log", b'"act": "commons.created"', b'"act": "commons.stolen"'),
        ("works", b'"publications/de-sluis/"', b'"../../etc/"'),
        ("commons", b'"CC-BY-SA-4.0"', b'"Mine-1.0"'),
        ("revisions", b'"author": "p', b'"author": "x'),
        ("questions", b'"slug": "waarom"', b'"slug": "a b c"'),
        ("documents", b'"state": "published"', b'"state": "stolen"'),
    ],
)
def test_rows_that_do_not_fit_take_nothing_in(
    werf: Commons, archive: Path, bea: Person, part: str, old: bytes, new: bytes
) -> None:
    def change(name: str, data: bytes) -> bytes:
        if name != f"data/{part}.jsonl":
            return data
        assert old in data
        return data.replace(old, new)

    changed(archive, change, honest=True)
    with pytest.raises(BadRow):
        arriving.arrive(archive, bea, into="nieuw")
    assert not Commons.objects.filter(actor__handle="nieuw").exists()


def test_a_picture_that_is_something_else_is_refused(
    werf: Commons, archive: Path, bea: Person
) -> None:
    changed(
        archive,
        lambda name, data: b"<html>" if name.startswith("files/") else data,
        honest=True,
    )
    with pytest.raises(BadRow):
        arriving.arrive(archive, bea, into="nieuw")


def test_a_script_in_a_text_is_text_over_there(werf: Commons, archive: Path, bea: Person) -> None:
    def change(name: str, data: bytes) -> bytes:
        return data.replace(b"Versie 6", b"<script>alert(1)</script>")

    changed(archive, change, honest=True)
    arriving.arrive(archive, bea, into="nieuw")
    page = Client().get("/@nieuw/publications/de-sluis/nl/").content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_handle_that_is_taken_is_refused(werf: Commons, archive: Path, bea: Person) -> None:
    with pytest.raises(ValidationError):
        arriving.arrive(archive, bea)


def test_what_was_interrupted_is_unseen_and_goes_on_later(
    werf: Commons, archive: Path, bea: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = arriving._show
    monkeypatch.setattr(arriving, "_show", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        arriving.arrive(archive, bea, into="nieuw")
    assert Client().get("/@nieuw/").status_code == 404
    assert Arrived.objects.get().finished is None
    monkeypatch.setattr(arriving, "_show", whole)
    arriving.arrive(archive, bea, into="nieuw")
    assert Client().get("/@nieuw/").status_code == 200
    assert Commons.objects.filter(actor__handle="nieuw").count() == 1


def test_stewards_take_everything_along_from_the_browser(
    werf: Commons, client_for: Callable[..., Client], ada: Person, bea: Person
) -> None:
    place = "/@werf/settings/take-along/"
    assert client_for(bea).get(place).status_code == 403
    assert client_for(ada).get(place).status_code == 200
    answer = client_for(ada).post(place)
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert json.loads(file.read("manifest.json"))["handle"] == "werf"
    assert werf.actor.log_entries.filter(act="commons.taken_along").exists()


def test_queries_do_not_grow_with_the_revisions(
    werf: Commons, ada: Person, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(60):
        written(werf)
