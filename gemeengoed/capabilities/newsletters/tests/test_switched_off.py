"""A commons that sends no letters (any more): nothing goes out, and everybody can still leave."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from gemeengoed.capabilities.newsletters.models import Letter, LetterState, Subscriber
from gemeengoed.capabilities.newsletters.services import sending, subscribing
from gemeengoed.core.actors.models import Actor
from gemeengoed.core.conversations.models import Conversation
from gemeengoed.core.mail.incoming.processing import process
from gemeengoed.core.mail.incoming.receiving import receive
from gemeengoed.core.mail.models import Copy, IncomingMessage

from .conftest import Scene, incoming
from .test_sending import letter, send

pytestmark = pytest.mark.django_db(transaction=True)
NL = {"accept-language": "nl"}
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def switch_off(scene: Scene) -> None:
    scene.werf.capabilities = [one for one in scene.werf.capabilities if one != "newsletters"]
    scene.werf.save()


def give_up(scene: Scene) -> None:
    Actor.objects.filter(pk=scene.werf.actor_id).update(gone=timezone.now())


ENDS = pytest.mark.parametrize("end", [switch_off, give_up])


@ENDS
def test_a_letter_that_waits_for_its_moment_does_not_go(
    scene: Scene, end: Callable[[Scene], None]
) -> None:
    scene.on_the_list()
    later = timezone.now() + timedelta(hours=1)
    sending.schedule(letter(scene).letter, scene.eva.actor, later)
    Letter.objects.update(goes_out=timezone.now())
    end(scene)
    sending.send_due()
    kept = Letter.objects.get()
    assert (kept.state, kept.went_out) == (LetterState.DRAFT, None)
    assert not Copy.objects.exists()


def test_switched_on_again_an_editor_decides_about_what_was_due_meanwhile(scene: Scene) -> None:
    scene.on_the_list()
    text = letter(scene)
    sending.schedule(text.letter, scene.eva.actor, timezone.now() + timedelta(hours=1))
    Letter.objects.update(goes_out=timezone.now())
    steward, settings = scene.clients["bea"], "/@werf/settings/sections/"
    used = [one for one in scene.werf.capabilities if one != "newsletters"]
    assert steward.post(settings, {"capabilities": used}).status_code == 302
    sending.send_due()
    assert steward.post(settings, {"capabilities": [*used, "newsletters"]}).status_code == 302
    sending.send_due()
    assert not Copy.objects.exists()
    home = f"/@werf/newsletters/{text.letter.slug}/send/"
    page = scene.clients["eva"].get(home, headers=NL).text
    assert "brieven stonden hier uit toen hij aan de beurt was" in page
    scene.clients["eva"].post(f"{home}schedule/")
    sending.send_due()
    assert Copy.objects.count() == 1
    assert Letter.objects.get().trouble == ""


@ENDS
def test_the_links_in_letters_still_work(scene: Scene, end: Callable[[Scene], None]) -> None:
    one = scene.on_the_list()
    send(scene, letter(scene))
    end(scene)
    home = "/@werf/newsletters/"
    mine = f"{home}mine/{one.token}/"
    for address in (f"{home}leave/{one.token}/", mine, f"{mine}download/", f"{mine}erase/"):
        assert Client().get(address, headers=NL).status_code == 200, address
    left = Client().post(f"{home}leave/{one.token}/", ONE_CLICK, headers=NL)
    assert left.status_code == 200
    assert "Vergist" not in left.text
    assert Subscriber.objects.get().state == "left"
    Client().post(f"{mine}erase/", headers=NL)
    assert not Subscriber.objects.exists()
    assert Client().get(f"{home}join/").status_code == 404


def write_to(address: str, words: str) -> str:
    """A mail as it comes in; what came of it."""
    raw = incoming(words).raw
    receive("noor@voorbeeld.nl", address, raw)
    process()
    return IncomingMessage.objects.latest("pk").outcome


@ENDS
@pytest.mark.parametrize(
    ("word", "words"), [("leave", ""), ("letter", "Afmelden"), ("confirm", "NEE")]
)
def test_leaving_by_mail_still_works(
    scene: Scene, end: Callable[[Scene], None], word: str, words: str
) -> None:
    one = scene.on_the_list()
    end(scene)
    write_to(f"{word}+{one.token}@example.org", words)
    assert Subscriber.objects.get().state == "left"


def test_nobody_joins_or_writes_to_a_list_that_was_given_up(scene: Scene) -> None:
    one = subscribing.ask(scene.werf, "noor@voorbeeld.nl", language="nl", how="form", words="ja")
    give_up(scene)
    for word, words in (("confirm", "JA"), ("confirm", "Wat?"), ("letter", "Een vraag")):
        assert write_to(f"{word}+{one.token}@example.org", words) == "nobody took it"
    assert Subscriber.objects.get().state == "asked"
    assert not Conversation.objects.exists()
