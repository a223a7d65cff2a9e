"""Kinds of text: those of the server and a commons' own; texts that are near to one another."""

from collections.abc import Callable

import pytest
from django.test import Client

from gemeengoed.capabilities.publications import kinds, queries, services
from gemeengoed.capabilities.publications.models import Kind, OwnKind, Publication
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.commons.services.programme import save_question
from gemeengoed.core.documents.models import Document, Source
from gemeengoed.core.people.models import Person
from gemeengoed.core.registry import Audience

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(make_person: Callable[..., Person]) -> Person:
    return make_person("ada")


@pytest.fixture
def werf(make_commons: Callable[..., Commons], ada: Person) -> Commons:
    return make_commons("werf", steward=ada)


@pytest.fixture
def steward(client_for: Callable[..., Client], ada: Person) -> Client:
    return client_for(ada)


def out(werf: Commons, ada: Person, title: str, kind: str = Kind.ARTICLE) -> Publication:
    """A published text."""
    publication = services.begin(werf, kind, "nl", title, ada.actor)
    document = Document.objects.get(work=publication.work)
    services.publish(publication, document, ada.actor)
    return publication


def test_a_commons_adds_a_kind_and_a_text_is_called_so(
    werf: Commons, steward: Client, ada: Person
) -> None:
    given = {"name_nl": "Manifest", "name_en": "Manifesto", "like": "report", "pages_advised": "2"}
    assert steward.post("/@werf/publications/kinds/", given).status_code == 302
    begun = {"title": "Onze tekst", "language": "nl", "kind": "manifest"}
    steward.post("/@werf/publications/new/", begun)
    made = Publication.objects.get()
    assert (made.kind_slug, kinds.pages_advised(made)) == ("manifest", 2)
    services.publish(made, Document.objects.get(), ada.actor)
    page = Client().get(made.get_absolute_url(), headers={"accept-language": "nl"})
    assert "Manifest" in page.content.decode()
    assert '"@type": "Report"' in page.content.decode()
    answer = Client().get("/api/commons/v1/commons/werf/publications").json()
    assert answer["items"][0]["kind"] == "manifest"


def test_a_kind_that_goes_leaves_the_texts(werf: Commons, steward: Client, ada: Person) -> None:
    kinds.add(werf, {"nl": "Manifest"}, Kind.REPORT)
    text = out(werf, ada, "Onze tekst", "manifest")
    steward.post("/@werf/publications/kinds/manifest/remove/")
    text.refresh_from_db()
    assert (text.kind_slug, OwnKind.objects.count()) == ("report", 0)


@pytest.mark.parametrize("name", ["Explainer", "", "Manifest"])
def test_a_name_that_is_taken_or_missing_is_refused(
    werf: Commons, steward: Client, name: str
) -> None:
    kinds.add(werf, {"nl": "Manifest"}, Kind.REPORT)
    answer = steward.post("/@werf/publications/kinds/", {"name_nl": name, "like": "report"})
    assert answer.context["form"].errors
    assert OwnKind.objects.count() == 1


def test_only_stewards_arrange_kinds(
    werf: Commons, client_for: Callable[..., Client], make_person: Callable[..., Person]
) -> None:
    stranger = client_for(make_person("bob"))
    assert stranger.get("/@werf/publications/kinds/").status_code == 403


def test_a_text_begins_in_any_language(werf: Commons, steward: Client) -> None:
    given = {"title": "Wetter", "language": "other", "other_language": "fy", "kind": "article"}
    answer = steward.post("/@werf/publications/new/", given)
    assert answer["Location"] == "/@werf/publications/wetter/fy/write/"
    refused = steward.post("/@werf/publications/new/", {**given, "other_language": "?"})
    assert refused.context["form"].errors["other_language"]


def test_texts_that_share_questions_or_sources_are_named_at_the_end(
    werf: Commons, ada: Person
) -> None:
    text, near, far = (out(werf, ada, title) for title in ("Sluis", "Dijk", "Maan"))
    question = save_question(werf, ada, text={"nl": "Waarom?"})
    source = Source(title="Boek")
    services.set_sources(text, [source], ada.actor)
    services.set_sources(near, [Source.objects.get()], ada.actor)
    for one in (text, near):
        one.work.questions.add(question)
    assert list(queries.related(text, [Audience.PUBLIC], 3)) == [near]
    assert list(queries.related(far, [Audience.PUBLIC], 3)) == []
    page = Client().get(text.get_absolute_url()).content.decode()
    assert page.index("Dijk") > page.index("Sluis")
    assert "Maan" not in page
