"""The blocks of a letter, and what a capability offers that this one does not know."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from gemeengoed.capabilities.newsletters.models import Letter, LetterText
from gemeengoed.core import registry
from gemeengoed.core.media.services import store_image
from gemeengoed.core.media.tests.making import picture
from gemeengoed.core.registry import BlockChoice, BlockContent, LetterBlock

from .conftest import Scene, mails, text_of
from .test_sending import send
from .test_writing import begin, write

pytestmark = pytest.mark.django_db(transaction=True)
NL = {"accept-language": "nl"}
EVENING = datetime(2050, 3, 7, 18, 30, tzinfo=UTC)
AHEAD, BEHIND = "/@werf/newsletters/avond/", "/@werf/newsletters/terug/"
DECISION = "/@werf/newsletters/dak/"
"""Addresses as this server has them."""
MEETINGS = {
    AHEAD: BlockContent(
        AHEAD, "Avond over het dak", "nl", "Bijeenkomst", "Neem je buren mee.",
        moment=EVENING, place="Het buurthuis",
    ),
    BEHIND: BlockContent(
        BEHIND, "Terug op de werf", "nl", "Bijeenkomst", "Veertig mensen kwamen.",
        moment=timezone.now() - timedelta(days=2),
    ),
}  # fmt: skip


def meetings(handle: str, language: str, since: datetime | None) -> Sequence[BlockChoice]:
    now = timezone.now()
    found = (
        BlockChoice(one.uri, one.title, one.moment, coming=bool(one.moment and one.moment > now))
        for one in MEETINGS.values()
    )
    mine = (one for one in found if one.uri.startswith(f"/@{handle}/"))
    return [one for one in mine if since is None or (one.moment and one.moment > since)]


def decisions(handle: str, language: str, since: datetime | None) -> Sequence[BlockChoice]:
    return [BlockChoice(DECISION, "Het dak wordt groen", timezone.now())]


def decided(uri: str, language: str) -> BlockContent | None:
    return BlockContent(uri, "Het dak wordt groen", "nl", "Besluit", "Met 12 stemmen voor.")


@pytest.fixture
def more(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """A section that offers meetings and decisions, in use in this commons."""

    def all_of(uris: Sequence[str], language: str) -> Mapping[str, BlockContent]:
        return {uri: MEETINGS[uri] for uri in uris if uri in MEETINGS}

    offered = registry.Capability(
        slug="gatherings",
        name="Bijeenkomsten",
        letter_blocks=[
            LetterBlock(
                "meeting",
                "Een bijeenkomst",
                meetings,
                lambda uri, _: MEETINGS.get(uri),
                all_of,
                happens=True,
            ),
            LetterBlock("decision", "Een besluit", decisions, decided, happens=True),
        ],
    )
    monkeypatch.setitem(registry._capabilities, offered.slug, offered)
    scene.werf.capabilities = [*scene.werf.capabilities, offered.slug]
    scene.werf.save()


def seen(scene: Scene, text: LetterText) -> tuple[str, str]:
    """The HTML and the text of the mail as a test brings it."""
    scene.clients["eva"].post(f"/@werf/newsletters/{text.letter.slug}/test/nl/", headers=NL)
    mail = mails("eva@example.org")[-1]
    return str(mail.get_body(("html",)).get_content()), text_of(mail)


def test_a_meeting_that_another_section_offers_is_in_the_editor_the_mail_and_on_the_web(
    scene: Scene, more: None
) -> None:
    scene.on_the_list()
    text = begin(scene)
    home = f"/@werf/newsletters/{text.letter.slug}/"
    page = scene.clients["eva"].get(f"{home}write/nl/", headers=NL).text
    group = page.partition('<optgroup label="Een bijeenkomst">')[2].partition("</optgroup>")[0]
    assert f'value="meeting {AHEAD}"' in group
    assert "Avond over het dak" in group
    assert '<optgroup label="Een besluit">' in page
    write(scene, text, "add", add=f"meeting {AHEAD}")
    assert text.blocks == [{"kind": "object", "block": "meeting", "uri": AHEAD, "words": ""}]
    assert "Avond over het dak</a>" in scene.clients["eva"].get(f"{home}write/nl/").text
    html, plain = seen(scene, text)
    for said in ("Avond over het dak", "Bijeenkomst", "Het buurthuis", "Neem je buren mee."):
        assert said in html, said
        assert said in plain, said
    assert "7 maart 2050" in html
    assert AHEAD in plain
    sent = send(scene, LetterText.objects.get(pk=text.pk))
    assert "Avond over het dak" in scene.clients["visitor"].get(sent.get_absolute_url()).text


def test_this_months_letter_looks_back_and_ahead(scene: Scene, more: None) -> None:
    text = begin(scene, collect="1")
    order = [block.get("uri") or block["markdown"].partition("\n")[0] for block in text.blocks]
    assert order == [
        "Beste lezer,",
        "## Wat er gebeurde",
        BEHIND,
        DECISION,
        "## Komt eraan",
        AHEAD,
    ]
    html, _plain = seen(scene, text)
    assert html.index("Veertig mensen kwamen.") < html.index("Met 12 stemmen voor.")
    Letter.objects.update(went_out=timezone.now() - timedelta(days=1), state="sent")
    later = begin(scene, collect="1")
    found = [block["uri"] for block in later.blocks if block["kind"] == "object"]
    assert found == [DECISION, AHEAD], "what was told is not told again"


def test_what_nobody_may_see_any_more_is_nowhere_and_stops_the_letter(
    scene: Scene, more: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.on_the_list()
    text = begin(scene)
    write(scene, text, "add", add=f"meeting {AHEAD}")
    monkeypatch.delitem(MEETINGS, AHEAD)
    html, plain = seen(scene, text)
    assert "Avond over het dak" not in html + plain
    answer = scene.clients["eva"].post(
        f"/@werf/newsletters/{text.letter.slug}/send/schedule/", headers=NL
    )
    assert answer.status_code == 422
    assert Letter.objects.get().went_out is None


def test_words_a_picture_and_a_quote_are_in_both_parts(scene: Scene) -> None:
    stored = store_image(picture(), scene.werf.actor, scene.eva.actor)
    text = begin(scene)
    write(scene, text, "save", **{
        "block-0-kind": "words", "block-0-markdown": "Het **nieuws**",
        "block-1-kind": "picture", "block-1-file": str(stored.pk),
        "block-1-alt": "Een groen veld", "block-1-credit": "Foto: Noor",
        "block-2-kind": "quote", "block-2-words": "Samen lukt het.", "block-2-by": "Bea",
    })  # fmt: skip
    html, plain = seen(scene, text)
    assert "<strong>nieuws</strong>" in html
    assert 'alt="Een groen veld"' in html
    assert 'src="http' in html
    assert "<blockquote" in html
    for said in ("Het nieuws", "Een groen veld", "Foto: Noor", "Samen lukt het.", "Bea"):
        assert said in plain, said
