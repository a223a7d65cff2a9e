"""Definitions: competing, linked from texts, found, told."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from gemeengoed.core.activity.models import Activity
from gemeengoed.core.actors.services import touch
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.documents import services as documents
from gemeengoed.core.documents.models import Work
from gemeengoed.core.documents.services import Words
from gemeengoed.core.people.models import Person
from gemeengoed.core.search import services as search
from gemeengoed.core.sources import demonstration
from gemeengoed.core.sources.models import Definition, Source
from gemeengoed.core.sources.search import entries
from gemeengoed.core.sources.services.definitions import remove_definition, save_definition
from gemeengoed.core.text import markdown

pytestmark = pytest.mark.django_db
ENGLISH = {"query_params": {"lang": "en"}}
TYPED = {"term_nl": "meent", "text_nl": "Grond van **ons**.", "used_by_nl": "de werf"}


@pytest.fixture
def meent(werf: Commons, ada: Person) -> Definition:
    said = {"term": {"nl": "meent", "en": "common"}, "text": {"nl": "Grond van **ons**."}}
    return save_definition(werf, ada.actor, **said)  # type: ignore[arg-type]


@pytest.fixture
def work(werf: Commons) -> Work:
    return documents.create_work(werf, "/@werf/teksten/een/", "publication")


def test_an_editor_defines_a_term_and_others_beside_it(
    editor: Client, werf: Commons, make_source: Callable[..., Source]
) -> None:
    saved = editor.post("/@werf/definitions/new/", TYPED)
    assert saved["Location"] == "/@werf/definitions/meent/"
    other = {"term_nl": "meent", "text_nl": "Een markt.", "source": make_source().pk}
    editor.post("/@werf/definitions/meent/new/", other)
    page = Client().get("/@werf/definitions/meent/").content.decode()
    for said in ("Grond van <strong>ons</strong>.", "Een markt.", "de werf", "Over de meent"):
        assert said in page
    assert "Een markt" not in Client().get("/@werf/definitions/").content.decode()
    assert list(Definition.objects.values_list("slug", "position")) == [("meent", 1), ("meent", 2)]
    assert Activity.objects.filter(object_type="definition", verb="define").count() == 2


def test_the_same_term_made_anew_stands_beside_the_first(editor: Client, werf: Commons) -> None:
    for _twice in range(2):
        editor.post("/@werf/definitions/new/", TYPED)
    assert Definition.objects.filter(slug="meent").count() == 2


def test_what_is_missing_is_told_and_nothing_is_lost(editor: Client, werf: Commons) -> None:
    page = editor.post("/@werf/definitions/new/", {"used_by_nl": "wie dan ook"}, **ENGLISH)
    said = page.content.decode()
    assert page.status_code == 422
    assert "Give the term in at least one language" in said
    assert "wie dan ook" in said


@pytest.mark.parametrize(
    ("name", "value"), [("term", "t" * 121), ("text", "t" * 3001), ("used_by", "u" * 301)]
)
def test_what_is_too_long_is_told_by_its_field(
    werf: Commons, ada: Person, name: str, value: str
) -> None:
    said = {"term": {"nl": "x"}, "text": {"nl": "y"}, name: {"nl": value}}
    with pytest.raises(ValidationError) as refused:
        save_definition(werf, ada.actor, **said)  # type: ignore[arg-type]
    assert set(refused.value.message_dict) == {name}


def test_a_text_links_to_a_term_and_shows_what_it_means(
    meent: Definition, work: Work, ada: Person
) -> None:
    text = "Een [meent](definition:meent) is van ons."
    revision = documents.save_revision(work, "nl", Words("Tekst", text=text), ada.actor, 0)
    assert (
        '<a href="/@werf/definitions/meent/" class="term" aria-describedby="term-meent">meent</a>'
        in revision.html
    )
    documents.publish(work.documents.get(), lambda document, first: None)
    page = Client().get("/@werf/definitions/meent/").content.decode()
    assert "Tekst" in page


def test_a_term_forgets_a_text_that_no_longer_uses_it(
    meent: Definition, work: Work, ada: Person
) -> None:
    def publish(text: str, base: int) -> str:
        documents.save_revision(work, "nl", Words("Over gras", text=text), ada.actor, base)
        documents.publish(work.documents.get(), lambda document, first: None)
        touch(work.commons.actor)
        return Client().get("/@werf/definitions/meent/").text

    assert "Over gras" in publish("Een [meent](definition:meent) is van ons.", 0)
    assert "Over gras" not in publish("Een weide is van ons.", 1)


def test_an_unknown_term_is_refused_with_its_line(work: Work, ada: Person) -> None:
    text = "Een\ntwee [x](definition:onbekend)"
    with pytest.raises(ValidationError) as refused:
        documents.save_revision(work, "nl", Words("Tekst", text=text), ada.actor, 0)
    (message,) = refused.value.message_dict["text"]
    assert "2" in message
    assert "onbekend" in message


def test_a_term_that_is_gone_leaves_its_words(meent: Definition) -> None:
    rendered = markdown.render("[de *meent*](definition:weg) en [x](/y)", term=lambda slug: None)
    assert rendered.html == '<p>de <em>meent</em> en <a href="/y">x</a></p>\n'
    assert len(rendered.problems) == 1


@pytest.mark.parametrize("slug", ['x"onclick=alert(1)', "../../x", ""])
def test_a_slug_cannot_break_out(slug: str) -> None:
    with pytest.raises(ValidationError):
        markdown.check(f"[x](<definition:{slug}>)", term={"a": "/a/"}.get)


def test_a_term_is_found_in_each_of_its_languages(meent: Definition, werf: Commons) -> None:
    uri = meent.get_absolute_url()
    found = {entry.language: entry.title for entry in entries(uri)}
    assert found == {"nl": "meent", "en": "common"}
    search.index(uri, "definition")
    assert uri in Client().get("/search/", {"q": "grond"}).content.decode()
    meent.delete()
    assert entries(uri) == []


def test_removing_the_last_says_what_uses_it(
    meent: Definition, work: Work, ada: Person, editor: Client
) -> None:
    text = "Een [meent](definition:meent)."
    documents.save_revision(work, "nl", Words("Mijn tekst", text=text), ada.actor, 0)
    documents.publish(work.documents.get(), lambda document, first: None)
    address = f"/@werf/definitions/meent/{meent.pk}/remove/"
    assert "Mijn tekst" in editor.get(address).content.decode()
    editor.post(address)
    assert not Definition.objects.exists()


@pytest.mark.parametrize("act", ["new/", "meent/new/", "meent/{pk}/edit/", "meent/{pk}/remove/"])
@pytest.mark.parametrize(("role", "allowed"), [("member", False), ("editor", True)])
def test_only_editors_define(
    meent: Definition, werf: Commons, make_person: Callable[..., Person],
    client_for: Callable[..., Client], act: str, role: str, allowed: bool,
) -> None:  # fmt: skip
    bea = make_person("bea")
    werf.memberships.create(person=bea, role=role)
    address = f"/@werf/definitions/{act}".format(pk=meent.pk)
    assert client_for(bea).get(address).status_code == (200 if allowed else 403)


def test_a_source_of_another_commons_cannot_be_taken(
    werf: Commons, ada: Person, make_commons: Callable[..., Commons]
) -> None:
    theirs = Source.objects.create(commons=make_commons("akker"), title="x")
    with pytest.raises(ValidationError):
        save_definition(werf, ada.actor, term={"nl": "a"}, text={"nl": "b"}, source=theirs)


def test_the_demonstration_is_made_once_and_leaves_changes_alone(
    werf: Commons, ada: Person
) -> None:
    for _twice in range(2):
        demonstration.build("werf", {"editor": ada})
    made = Definition.objects.count()
    assert made >= 2
    first = Definition.objects.earliest("pk")
    remove_definition(first, ada.actor)
    demonstration.build("werf", {"editor": ada})
    assert Definition.objects.count() == made
