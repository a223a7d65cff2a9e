"""Two people save one text, each in a browser of their own."""

import os
import re
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from gemeengoed.capabilities.publications import services as publications
from gemeengoed.capabilities.publications.models import Kind
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.documents.models import Draft, Revision
from gemeengoed.core.documents.saving import words_of
from gemeengoed.core.documents.services import Words
from gemeengoed.core.people.models import Person

# Playwright's synchronous interface keeps an event loop in this thread, which Django takes for ours.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WRITE = "/@werf/publications/stuk/nl/write/"
TEXT = "Het water is van ons allen.\n\nHet land is van ons allen.\n"
BOTH = "Wat jullie allebei veranderden"


@pytest.fixture
def writers(
    browser: Browser,
    live_server: object,
    make_commons: Callable[..., Commons],
    make_person: Callable[..., Person],
    client_for: Callable[..., Client],
) -> Iterator[list[Page]]:
    """The writing pages of Ada and Bea, who both opened `TEXT`."""
    people = [make_person("ada"), make_person("bea")]
    werf = make_commons("werf", people[0])
    werf.memberships.create(person=people[1], role="editor")
    stuk = publications.begin(werf, Kind.ARTICLE, "nl", "Stuk", people[0].actor)
    publications.write(stuk, "nl", Words("Stuk", "", TEXT), people[0].actor, 1)
    contexts = [browser.new_context(locale="nl-NL", base_url=live_server.url) for _one in people]
    for context, person in zip(contexts, people, strict=True):
        session = client_for(person).cookies["session"].value
        context.add_cookies([{"name": "session", "value": session, "url": live_server.url}])
    yield [opened(context) for context in contexts]
    for context in contexts:
        context.close()


def opened(context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto(WRITE)
    expect(text(page)).to_have_value(TEXT)
    return page


def text(page: Page) -> Locator:
    return page.locator("textarea[name=text]")


def save(page: Page, typed: str) -> None:
    text(page).fill(typed)
    page.get_by_role("button", name="Opslaan als concept", exact=True).click()


def saved(number: int) -> str:
    return words_of(Revision.objects.get(number=number)).text


def test_what_both_changed_stands_side_by_side_until_it_is_chosen(writers: list[Page]) -> None:
    ada, bea = writers
    hers = TEXT.replace("water", "zoete water")
    save(bea, hers)
    expect(bea.locator(".message--success")).to_be_visible()
    mine = TEXT.replace("water", "zoute water").replace("land", "droge land")
    save(ada, mine)

    place = ada.get_by_role("region", name=BOTH).get_by_role("group")
    expect(place).to_have_count(1)
    expect(ada.get_by_role("alert").first).to_contain_text("Bea sloeg deze tekst op")
    expect(place.locator(".diff")).to_contain_text(["zoute", "zoete"])
    expect(place.get_by_label("Wat jij schreef")).to_be_checked()
    expect(text(ada)).to_have_value(mine)
    assert saved(3) == hers, "nobody's text is gone while the other chooses"

    place.get_by_label("Allebei").check()
    ada.get_by_role("button", name="Opslaan met deze keuzes").click()
    expect(ada.locator(".message--success")).to_contain_text("Opgeslagen")
    expect(ada.get_by_role("region", name=BOTH)).to_have_count(0)
    words = saved(4)
    assert {"zoute", "zoete", "droge"} <= set(re.findall(r"\w+", words))
    assert saved(3) == hers
    expect(text(ada)).to_have_value(words)
    bea.reload()
    expect(text(bea)).to_have_value(words)
    assert not Draft.objects.exists()


def test_what_does_not_touch_is_merged_and_told(writers: list[Page]) -> None:
    ada, bea = writers
    save(bea, TEXT.replace("land", "droge land"))
    expect(bea.locator(".message--success")).to_be_visible()
    save(ada, TEXT.replace("water", "zoute water"))
    told = "Het is samengevoegd met de tekst die Bea intussen opsloeg."
    expect(ada.locator(".message--success")).to_contain_text(told)
    merged = TEXT.replace("water", "zoute water").replace("land", "droge land")
    expect(text(ada)).to_have_value(merged)
    assert saved(4) == merged
    assert saved(3) == TEXT.replace("land", "droge land")
    expect(ada.get_by_role("region", name=BOTH)).to_have_count(0)
