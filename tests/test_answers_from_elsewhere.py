"""An answer from another server, from the inbox to below the publication: as editors and readers meet it."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from gemeengoed.capabilities.publications import services as publications
from gemeengoed.capabilities.publications.models import Kind, Publication
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.conversations.models import Message
from gemeengoed.core.conversations.tests.elsewhere import comes_in, somebody
from gemeengoed.core.documents.services import Words
from gemeengoed.core.federation.models import Reaction
from gemeengoed.core.federation.outgoing import consuming
from gemeengoed.core.people.models import Person
from tests.accessibility import here

# Playwright's synchronous interface keeps an event loop in this thread, which Django takes for ours.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
NL = {"accept-language": "nl"}


@pytest.fixture
def ada(make_person: Callable[..., Person]) -> Person:
    return make_person("ada", language="nl")


@pytest.fixture
def publication(make_commons: Callable[..., Commons], ada: Person) -> Publication:
    werf = make_commons("werf", steward=ada)
    made = publications.create_publication(werf, Kind.EXPLAINER, "delen")
    publications.write(made, "nl", Words("Wat delen we?", "Kort.", "Alles."), ada.actor, 0)
    publications.publish(made, made.work.documents.get(), ada.actor)
    consuming.tell(made.work.uri, "publication")
    return made


def replies(publication: Publication, words: str, answers: str = "", **more: Any) -> Message:
    about = publication.work.uri
    said: Message = comes_in(words, answers or f"http://localhost{about}", about=about, **more)
    return said


@pytest.mark.django_db
def test_a_kept_page_shows_it_once_it_is_shown_and_no_longer_than_that(
    publication: Publication, client_for: Callable[..., Client], ada: Person
) -> None:
    address = publication.get_absolute_url()
    assert "Antwoord vanaf je eigen server" in Client().get(address, headers=NL).text
    said = replies(publication, "Mooi stuk!")
    assert said.conversation.subject == "Wat delen we?"
    assert "Mooi stuk!" not in Client().get(address, headers=NL).text
    editor = client_for(ada)
    where = f"{said.conversation.get_absolute_url()}messages/{said.pk}/"
    editor.post(f"{where}show/")
    assert "<p>Mooi stuk!</p>" in Client().get(address, headers=NL).text
    editor.post(f"{where}withhold/")
    assert "Mooi stuk!" not in Client().get(address, headers=NL).text


@pytest.mark.django_db
def test_everybody_reads_it_by_api_where_they_may_read_the_publication(
    publication: Publication, client_for: Callable[..., Client], ada: Person
) -> None:
    said = replies(publication, "Mooi stuk!")
    editor = client_for(ada)
    inbox = said.conversation.get_absolute_url()
    editor.post(f"{inbox}messages/{said.pk}/show/")
    editor.post(f"{inbox}answer/", {"words": "Dank je!"})
    mine = Message.objects.latest("pk")
    listed = "/api/commons/v1/commons/werf/replies"
    (answer, reply) = Client().get(listed).json()["items"]
    assert reply["address"] == f"{publication.work.uri}#m{said.pk}"
    assert (reply["author"], reply["html"]) == ("@ada@there.example", "<p>Mooi stuk!</p>")
    assert (answer["answers"], answer["author"]) == (said.pk, "ada")
    assert answer["url"] == f"http://localhost/@werf/answers/{mine.pk}/"
    leads = Client().get(f"/@werf/answers/{mine.pk}/")
    assert leads["Location"] == f"{publication.work.uri}#m{mine.pk}"
    publication.work.audience = "members"
    publication.work.save()
    assert Client().get(listed).json()["items"] == []


@pytest.fixture
def editing(
    browser: Browser,
    live_server: object,
    publication: Publication,
    client_for: Callable[..., Client],
    ada: Person,
) -> Iterator[Page]:
    """A page of Ada's, who is an editor."""
    base = str(live_server.url)  # type: ignore[attr-defined]
    session = client_for(ada).cookies["session"].value
    context = browser.new_context(
        base_url=base,
        locale="nl-NL",
        reduced_motion="reduce",
        viewport={"width": 390, "height": 844},
    )
    context.add_cookies([{"name": "session", "value": session, "url": base}])
    yield context.new_page()
    context.close()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_an_editor_shows_it_with_one_click_and_answers(
    editing: Page, publication: Publication
) -> None:
    first = replies(publication, "Mooi stuk! Wie onderhoudt dit?")
    replies(
        publication, "Vraag ik me ook af", first.remote.uri, author=somebody("bo", "elders.example")
    )
    files = [{"type": "Image", "url": "https://there.example/kat.png", "alt": "Een kat"}]
    replies(publication, "Au", summary="Over pijn", sensitive=True, attachments=files)
    Reaction.objects.create(
        uri="https://there.example/r", remote=somebody(), object=publication.work.uri, kind="like"
    )
    editing.goto("/@werf/inbox/")
    assert here(editing) == []
    editing.get_by_role("link", name="Wat delen we?").first.click()
    assert here(editing) == []
    waiting = editing.locator(f"#m{first.pk}")
    waiting.get_by_label("en wat er in dit gesprek nog volgt, meteen").check()
    waiting.get_by_role("button", name="Onder de publicatie laten zien").click()
    expect(editing.locator(f"#m{first.pk}").get_by_text("getoond", exact=True)).to_be_visible()
    editing.get_by_label("In antwoord op").select_option(str(first.pk))
    editing.get_by_label("Je antwoord").fill("De gemeenschap zelf.")
    editing.get_by_role("button", name="Antwoord versturen").click()
    expect(editing.get_by_text("De gemeenschap zelf.")).to_be_visible()
    editing.goto(publication.get_absolute_url())
    thread = editing.locator(f"#m{first.pk}")
    expect(thread.get_by_text("De gemeenschap zelf.")).to_be_visible()
    expect(thread.get_by_role("link", name="@ada@there.example").first).to_be_visible()
    expect(editing.get_by_text("1 persoon elders waardeert dit")).to_be_visible()
    assert here(editing) == []
