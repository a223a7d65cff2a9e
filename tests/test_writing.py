"""Somebody writes, in a real browser: marks, rich paste, pictures, a closed tab, a lost connection."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from gemeengoed.core.commons.models import Commons
from gemeengoed.core.documents.models import Draft, Revision, Work
from gemeengoed.core.people.models import Person
from tests.accessibility import findings

# Playwright's synchronous interface keeps an event loop in this thread, which Django takes for ours.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FIXTURES = Path(__file__).parent.parent / "gemeengoed/core/text/tests/fixtures"
WRITE = "/@werf/publications/stuk/nl/write/"


@pytest.fixture
def cookie(
    make_commons: Callable[..., Commons],
    make_person: Callable[..., Person],
    client_for: Callable[..., Client],
) -> str:
    """The session of `ada`, who has begun a text."""
    ada = make_person("ada")
    make_commons("werf", ada)
    client = client_for(ada)
    client.post("/@werf/publications/new/", {"title": "Stuk", "language": "nl", "kind": "article"})
    return client.cookies["session"].value


@pytest.fixture
def context(browser: Browser, live_server: object, cookie: str) -> BrowserContext:
    made = browser.new_context(
        locale="nl-NL",
        base_url=live_server.url,
        permissions=["clipboard-read", "clipboard-write"],
        viewport={"width": 1280, "height": 900},
    )
    made.add_cookies([{"name": "session", "value": cookie, "url": live_server.url}])
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    page = context.new_page()
    page.wrong = []
    page.on("pageerror", lambda error: page.wrong.append(str(error)))
    page.goto(WRITE)
    expect(page.get_by_role("toolbar")).to_be_visible()
    yield page
    assert page.wrong == []


def text(page: Page) -> Locator:
    return page.locator("textarea[name=text]")


def put_in_clipboard(page: Page, html: str, plain: str) -> None:
    page.evaluate(
        """([html, plain]) => navigator.clipboard.write([new ClipboardItem({
            "text/html": new Blob([html], {type: "text/html"}),
            "text/plain": new Blob([plain], {type: "text/plain"})})])""",
        [html, plain],
    )


def drop(page: Page, name: str, media_type: str) -> None:
    """Drops a picture, drawn here, on the text."""
    page.evaluate(
        """async ([name, type]) => {
            const canvas = new OffscreenCanvas(80, 40);
            canvas.getContext("2d").fillRect(5, 5, 50, 20);
            const blob = await canvas.convertToBlob({type: "image/png"});
            const data = new DataTransfer();
            data.items.add(new File([blob], name, {type}));
            const field = document.querySelector("textarea[name=text]");
            const event = {dataTransfer: data, bubbles: true, cancelable: true};
            for (const kind of ["dragover", "drop"]) field.dispatchEvent(new DragEvent(kind, event));
        }""",
        [name, media_type],
    )


def test_the_toolbar_is_one_stop_and_the_arrows_go_along_it(page: Page) -> None:
    page.locator("[name=summary]").focus()
    page.keyboard.press("Tab")
    focused = page.locator(":focus")
    expect(focused).to_have_accessible_name("Vet")
    steps = {"ArrowRight": "Schuin", "End": "Voorbeeld", "Home": "Vet", "ArrowLeft": "Voorbeeld"}
    for key, name in steps.items():
        page.keyboard.press(key)
        expect(page.locator(":focus")).to_have_accessible_name(name)
    page.keyboard.press("Tab")
    expect(text(page)).to_be_focused()
    page.keyboard.press("Tab")
    expect(text(page)).not_to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    expect(page.locator(":focus")).to_have_accessible_name("Voorbeeld")  # where one left it


def test_marks_by_keyboard_and_taken_back_by_the_browser(page: Page) -> None:
    text(page).focus()
    page.keyboard.type("Een woord")
    page.keyboard.press("Control+Shift+ArrowLeft")
    page.keyboard.press("Control+b")
    expect(text(page)).to_have_value("Een **woord**")
    page.keyboard.press("Control+b")
    expect(text(page)).to_have_value("Een woord")
    page.keyboard.press("Control+i")
    expect(text(page)).to_have_value("Een *woord*")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    expect(text(page)).to_have_value("Een woord")


ROW = f"|{'         |' * 3}\n"
TABLE = "Tabel: wat erin staat\n\n| Kolom 1 | Kolom 2 | Kolom 3 |\n| --- | --- | --- |\n" + 2 * ROW


@pytest.mark.parametrize(
    ("name", "typed", "expected"),
    [
        ("Kop", "Iets", "## Iets"),
        ("Lijst", "een\ntwee", "een\n\n- twee"),
        ("Genummerde lijst", "een", "1. een"),
        ("Citaat", "een", "> een"),
        ("Voetnoot", "Zin.", "Zin.[^1]\n\n[^1]: Woorden van de noot.\n"),
        ("Kader", "", "> [!NOTE]\n> Wat moet opvallen.\n"),
        ("Deel dat openklapt", "", "> [!DETAILS] Waar het over gaat\n> Wat openklapt.\n"),
        ("Tabel", "", TABLE),
    ],
)  # fmt: skip
def test_each_button_makes_its_mark(page: Page, name: str, typed: str, expected: str) -> None:
    text(page).fill(typed)
    page.get_by_role("button", name=name, exact=True).click()
    expect(text(page)).to_have_value(expected)


def test_a_link_is_asked_for_in_a_dialog(page: Page) -> None:
    text(page).fill("Lees dit stuk")
    text(page).evaluate("field => field.setSelectionRange(5, 8)")
    page.keyboard.press("Control+k")
    page.get_by_role("dialog").get_by_label("Webadres").fill("example.org/a (b)")
    page.keyboard.press("Enter")
    expect(text(page)).to_have_value("Lees [dit](https://example.org/a%20%28b%29) stuk")
    expect(text(page)).to_be_focused()


def test_1200_words_of_libreoffice_land_as_markdown(page: Page) -> None:
    html = (FIXTURES / "libreoffice-long.htm").read_text()
    html = re.sub(r'src="[^"]+"', 'src="file:///tmp/lu1/picture.png"', html)  # as in its clipboard
    text(page).fill("Al iets.[^1]\n\n[^1]: Al een noot.\n\n")
    text(page).focus()
    page.keyboard.press("Control+End")
    put_in_clipboard(page, html, "platte tekst")
    page.keyboard.press("Control+v")
    expect(page.get_by_text("Overgenomen.")).to_be_visible()
    value = text(page).input_value()
    assert len(value.split()) > 1200
    for expected in (
        "Al iets.[^1]\n\n[^1]: Al een noot.\n\n",
        "## Proef van alles\n\nEen **vette** en *schuine* zin met een [verwijzing](https://example.org/pad?a=1&b=2)",
        "een noot[^2], en nog een[^3].",
        "- appels\n  - goudrenet\n  - elstar\n- peren\n",
        "1. eerst dit\n2. dan dat\n   1. met een onderdeel\n",
        "| Jaar | Leden | Opmerking |\n| --- | --- | --- |\n",
        "[^2]: De *eerste* noot.",
        "[^3]: De tweede noot.\n\n    Met een tweede alinea.",
    ):
        assert expected in value
    expect(page.get_by_text("2 afbeeldingen zijn op je computer gebleven.")).to_be_visible()
    expect(page.locator("[data-preview] h2").first).to_have_text("Proef van alles")
    page.keyboard.press("Control+z")
    expect(text(page)).to_have_value("Al iets.[^1]\n\n[^1]: Al een noot.\n\n")


def test_control_shift_v_pastes_plain_text(page: Page) -> None:
    put_in_clipboard(page, "<h1>Kop</h1><p><b>vet</b></p>", "platte tekst")
    text(page).focus()
    page.keyboard.press("Control+Shift+v")
    expect(text(page)).to_have_value("platte tekst")


def test_without_a_connection_rich_text_lands_as_plain_text(page: Page) -> None:
    put_in_clipboard(page, "<p><b>vet</b></p>", "vet")
    page.context.set_offline(True)
    text(page).focus()
    page.keyboard.press("Control+v")
    expect(text(page)).to_have_value("vet")
    page.context.set_offline(False)


def test_a_dropped_picture_is_refused_without_words_and_the_text_is_kept(page: Page) -> None:
    text(page).fill("Al iets.")
    drop(page, "veld.png", "image/png")
    dialog = page.get_by_role("dialog", name="Afbeelding toevoegen")
    expect(dialog.get_by_label("Wat er op de afbeelding staat")).to_be_focused()
    dialog.get_by_role("button", name="Toevoegen", exact=True).click()
    expect(dialog.get_by_role("alert")).to_have_text(
        "Zeg wat er op de afbeelding staat, voor wie haar niet kan zien."
    )
    expect(text(page)).to_have_value("Al iets.")
    dialog.get_by_label("Wat er op de afbeelding staat").fill("Een veld met een vak")
    dialog.get_by_label("Bijschrift").fill("Het veld")
    dialog.get_by_label("Wie maakte het").fill("Ada")
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    line = '![Een veld met een vak](figure:veld "Het veld · Ada")'
    expect(text(page)).to_have_value(re.compile(rf"^(Al iets\.\n\n)?{re.escape(line)}"))
    expect(page.locator("[data-preview] figure img")).to_have_attribute(
        "alt", "Een veld met een vak"
    )


def test_a_picture_left_in_the_dialog_changes_nothing(page: Page) -> None:
    text(page).fill("Al iets.")
    drop(page, "veld.png", "image/png")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(text(page)).to_have_value("Al iets.")
    expect(page.get_by_text("De afbeelding is niet toegevoegd.")).to_be_visible()


def test_a_picture_inside_pasted_text_is_asked_for_its_words(page: Page) -> None:
    page.evaluate(
        """async () => {
            const canvas = document.createElement("canvas");
            [canvas.width, canvas.height] = [80, 40];
            canvas.getContext("2d").fillRect(5, 5, 50, 20);
            const data = new DataTransfer();
            data.setData("text/html", `<p>Voor</p><img src="${canvas.toDataURL()}" alt=""><p>Na</p>`);
            data.setData("text/plain", "Voor Na");
            document.querySelector("textarea[name=text]").dispatchEvent(
                new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
        }"""
    )
    dialog = page.get_by_role("dialog", name="Afbeelding toevoegen")
    dialog.get_by_label("Wat er op de afbeelding staat").fill("Een vak")
    dialog.get_by_role("button", name="Toevoegen", exact=True).click()
    expect(text(page)).to_have_value("Voor\n\n![Een vak](figure:picture-1)\n\nNa\n")


def test_of_many_pictures_the_rest_can_be_left_out(page: Page) -> None:
    page.evaluate(
        """() => {
            const canvas = document.createElement("canvas");
            canvas.getContext("2d").fillRect(5, 5, 50, 20);
            const data = new DataTransfer();
            const image = `<p>Voor</p><img src="${canvas.toDataURL()}" alt="Een vak">`;
            data.setData("text/html", image.repeat(20));
            document.querySelector("textarea[name=text]").dispatchEvent(
                new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
        }"""
    )
    dialog = page.get_by_role("dialog", name="Afbeelding toevoegen")
    expect(dialog.get_by_text("Afbeelding 1 van 20")).to_be_visible()
    expect(dialog.get_by_label("Wat er op de afbeelding staat")).to_have_value("Een vak")
    dialog.get_by_role("button", name="Toevoegen", exact=True).click()
    expect(dialog.get_by_text("Afbeelding 2 van 20")).to_be_visible()
    dialog.get_by_role("button", name="De rest overslaan").click()
    expect(dialog).to_be_hidden()
    value = text(page).input_value()
    assert value.count("![Een vak](figure:") == 1
    assert value.count("Een vak") == 20
    assert "picture:" not in value.replace("figure:picture", "")


def test_a_document_is_read_on_the_page(page: Page) -> None:
    text(page).fill("")
    page.get_by_text("Document overnemen").click()
    page.get_by_label("Document", exact=True).set_input_files(FIXTURES / "libreoffice.docx")
    page.get_by_role("button", name="Neem over").click()
    expect(text(page)).to_have_value(re.compile(r"^## Proef van alles\n"))
    expect(page.get_by_text("1 afbeelding heeft nog woorden nodig")).to_be_visible()
    page.locator("button[name=save]").click()
    expect(page.locator(".error-summary")).to_contain_text("vierkante haken")
    expect(text(page)).to_have_value(re.compile(r"^## Proef van alles\n"))


def test_a_closed_tab_loses_nothing(page: Page, context: BrowserContext) -> None:
    text(page).fill("Wat ik zeggen wil.")
    expect(page.get_by_text(re.compile(r"Onthouden om \d\d:\d\d\."))).to_be_visible(timeout=10_000)
    assert Draft.objects.get().text == "Wat ik zeggen wil."
    page.close(run_before_unload=False)
    again = context.new_page()
    again.goto(WRITE)
    expect(again.locator(".message.kept")).to_have_count(1)  # it is offered once
    again.locator("a[href$='?draft=1']").click()
    expect(text(again)).to_have_value("Wat ik zeggen wil.")
    again.locator("button[name=save]").click()
    expect(again.locator("[data-keep-clear]")).to_be_visible()
    assert Revision.objects.order_by("-number")[0].text == "Wat ik zeggen wil."
    assert not Draft.objects.exists()


def test_a_lost_connection_loses_nothing(page: Page, context: BrowserContext) -> None:
    context.set_offline(True)
    text(page).fill("Zonder verbinding getypt.")
    expect(page.get_by_text("Geen verbinding: onthouden in deze browser.")).to_be_visible(
        timeout=10_000
    )
    assert not Draft.objects.exists()
    context.set_offline(False)
    expect(page.get_by_text(re.compile(r"Onthouden om"))).to_be_visible(timeout=10_000)
    assert Draft.objects.get().text == "Zonder verbinding getypt."


def test_who_else_writes_here_is_told(
    page: Page, make_person: Callable[..., Person], client_for: Callable[..., Client]
) -> None:
    bea = make_person("bea")
    work = Work.objects.get()
    work.commons.memberships.create(person=bea, role="editor")
    typed = {"title": "Stuk", "text": "Bea typt.", "base": 1}
    client_for(bea).post(f"/@werf/texts/draft/{work.pk}/nl/", typed)
    text(page).fill("Ada typt.")
    expect(page.get_by_text("Bea schrijft hier ook.")).to_be_visible(timeout=10_000)


LONG = "Dit is een zin die maar doorgaat " + "en nog meer woorden heeft " * 5 + "dan goed is."


def test_long_sentences_are_listed_and_lead_to_the_text(page: Page) -> None:
    text(page).fill(f"Kort is goed.\n\n{LONG}\n\n" + "De kat zit op de mat. " * 10)
    expect(page.locator("mark.long")).to_be_visible()
    expect(page.get_by_text(re.compile(r"te lezen \(\d+ van 100\)"))).to_be_visible()
    page.get_by_text("1 plek om naar te kijken").click()
    page.get_by_role("link", name=re.compile("35 woorden: Dit is een zin")).click()
    chosen = text(page).evaluate("f => f.value.slice(f.selectionStart, f.selectionEnd)")
    assert chosen == "Dit is een zin"


def test_far_too_much_stays_on_the_page_with_words(page: Page) -> None:
    kept = text(page).evaluate(
        """field => {
            field.value = "woorden ".repeat(600000);
            field.form.requestSubmit(field.form.elements.save);
            const kept = field.value.length;
            field.value = "";  // laying out so many lines takes long
            return kept;
        }"""
    )
    assert kept == 4_800_000
    expect(page.locator("[data-warning]")).to_contain_text("groter dan 1 MB")
    assert page.url.endswith(WRITE)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark"), (320, "light")])
def test_the_page_is_usable_by_everybody(page: Page, width: int, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    text(page).fill(f"## Kop\n\n{LONG}\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n")
    expect(page.locator("[data-preview] table")).to_be_attached()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert findings(page) == []
    page.get_by_role("button", name="Afbeelding", exact=True).click()
    assert findings(page) == []


def test_without_script_there_is_a_good_form(
    browser: Browser, live_server: object, cookie: str
) -> None:
    context = browser.new_context(
        locale="nl-NL", base_url=live_server.url, java_script_enabled=False
    )
    context.add_cookies([{"name": "session", "value": cookie, "url": live_server.url}])
    page = context.new_page()
    page.goto(WRITE)
    expect(page.get_by_role("toolbar")).to_be_hidden()
    expect(page.get_by_role("region", name="Voorbeeld")).to_be_hidden()
    text(page).fill("## Zonder script")
    page.get_by_role("button", name="Voorbeeld").click()
    expect(page.get_by_role("heading", name="Zonder script")).to_be_visible()
    page.locator("button[name=save]").click()
    expect(page.locator(".message--success")).to_be_visible()
    assert Revision.objects.order_by("-number")[0].text == "## Zonder script"
    context.close()
