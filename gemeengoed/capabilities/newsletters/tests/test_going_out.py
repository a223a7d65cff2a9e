"""What happens to a letter, or to its readers, while it begins and while it goes out."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from gemeengoed.capabilities.newsletters import erasing
from gemeengoed.capabilities.newsletters.models import (
    Letter,
    LetterState,
    LetterText,
    Subscriber,
)
from gemeengoed.capabilities.newsletters.queries import letters as queries
from gemeengoed.capabilities.newsletters.services import filling, sending, subscribing, writing
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.jobs import schedule
from gemeengoed.core.jobs.models import ScheduledRun
from gemeengoed.core.mail import addresses, delivery
from gemeengoed.core.mail.models import Copy, Mailing, MailingState
from gemeengoed.core.mail.tests.smtp_server import Received

from .conftest import Scene
from .test_sending import letter, saved, send

pytestmark = pytest.mark.django_db(transaction=True)
NL = {"accept-language": "nl"}
EACH = [(f"a{number}@voorbeeld.nl", language) for number, language in enumerate(["nl", "en"] * 2)]


@contextmanager
def amid_filling(act: Callable[[], object]) -> Iterator[None]:
    """`act` takes place once the first readers have their row and the others have none."""
    seen: list[str] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith('SELECT "mail_copy"."reference"'):
            seen.append(sql)
            if len(seen) == 2:
                act()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield
    assert len(seen) >= 2


@pytest.fixture
def in_two(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> LetterText:
    """A letter in two languages with two readers each, whose rows are made one by one."""
    monkeypatch.setattr(filling, "BATCH", 1)
    for address, language in EACH:
        scene.on_the_list(address, language)
    text = letter(scene)
    writing.add_language(text.letter, "en", text, scene.eva.actor)
    return text


def act(scene: Scene, text: LetterText, verb: str) -> Callable[[], object]:
    home = f"/@werf/newsletters/{text.letter.slug}/send/{verb}/"
    return lambda: scene.clients["eva"].post(home)


def make_due(scene: Scene, *texts: LetterText) -> None:
    """The next time that somebody looks they begin."""
    for text in texts:
        sending.schedule(text.letter, scene.eva.actor, timezone.now() + timedelta(hours=1))
    Letter.objects.update(goes_out=timezone.now())


def test_paused_while_it_begins_every_language_stands_paused(
    scene: Scene, in_two: LetterText, server: Received
) -> None:
    with amid_filling(act(scene, in_two, "pause")):
        sent = send(scene, in_two)
    sending.send_due()
    delivery.deliver()
    assert server.messages == []
    assert sent.state == LetterState.PAUSED
    assert {one.state for one in Mailing.objects.all()} == {MailingState.PAUSED}
    assert queries.tally_of(sent).waiting == len(EACH)
    act(scene, in_two, "resume")()
    assert sorted(server.delivered()) == [address for address, _language in EACH]


def test_cancelled_while_it_begins_nothing_goes_and_each_is_told_as_such(
    scene: Scene, in_two: LetterText, server: Received
) -> None:
    with amid_filling(act(scene, in_two, "cancel")):
        sent = send(scene, in_two)
    sending.send_due()
    delivery.deliver()
    assert server.messages == []
    assert sent.state == LetterState.CANCELLED
    assert {one.state for one in Mailing.objects.all()} == {MailingState.CANCELLED}
    told = Copy.objects.values_list("state", "answer")
    assert list(told) == [("skipped", "the rest was cancelled")] * len(EACH)


def test_who_leaves_while_it_begins_gets_nothing_and_is_told_as_left(
    scene: Scene, in_two: LetterText, server: Received
) -> None:
    first, last = Subscriber.objects.order_by("pk")[0], Subscriber.objects.order_by("pk")[3]

    def leave() -> None:
        subscribing.leave(first, "link")
        subscribing.leave(last, "link")

    with amid_filling(leave):
        sent = send(scene, in_two)
    delivery.deliver()
    assert sorted(server.delivered()) == ["a1@voorbeeld.nl", "a2@voorbeeld.nl"]
    skipped = Copy.objects.filter(state="skipped").values_list("recipient", "answer")
    assert dict(skipped) == {one.address: "left the list" for one in (first, last)}
    assert queries.tally_of(sent).total == len(EACH)


def test_who_is_erased_while_it_begins_gets_nothing_and_is_only_counted(
    scene: Scene, in_two: LetterText, server: Received
) -> None:
    last = Subscriber.objects.order_by("-pk")[0]
    with amid_filling(lambda: erasing.erase(last)):
        sent = send(scene, in_two)
    delivery.deliver()
    assert "a3@voorbeeld.nl" not in server.delivered()
    gone = Copy.objects.get(state="skipped")
    assert (gone.recipient, gone.values, gone.answer) == ("", {}, "erased")
    assert (queries.tally_of(sent).total, queries.tally_of(sent).sent) == (4, 3)


def test_killed_while_it_begins_each_gets_it_once_also_in_another_language(
    scene: Scene, in_two: LetterText, server: Received
) -> None:
    def killed() -> None:
        Subscriber.objects.filter(folded="a0@voorbeeld.nl").update(language="en")
        raise KeyboardInterrupt

    make_due(scene, in_two)
    with pytest.raises(KeyboardInterrupt), amid_filling(killed):
        sending.send_due()
    delivery.deliver()
    assert server.messages == []
    sending.send_due()
    assert sorted(server.delivered()) == [address for address, _language in EACH]


def test_who_joins_while_it_begins_gets_the_next_one(
    scene: Scene, in_two: LetterText, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else two processes that begin it at once would not agree on who gets it."""
    monkeypatch.setattr(filling, "READ", 1)
    with amid_filling(lambda: scene.on_the_list("late@voorbeeld.nl")):
        sent = send(scene, in_two)
    assert queries.tally_of(sent).total == len(EACH)


def test_a_letter_begins_while_others_write(
    scene: Scene, in_two: LetterText, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filling, "READ", 2)

    def elsewhere() -> None:
        subscribing.leave(Subscriber.objects.get(folded="a3@voorbeeld.nl"), "link")
        connection.close()

    make_due(scene, in_two)
    with ThreadPoolExecutor(1) as other, amid_filling(lambda: other.submit(elsewhere).result()):
        sending.send_due()
    assert Letter.objects.get().trouble == ""
    assert queries.tally_of(in_two.letter).waiting == 3


def test_who_leaves_while_it_waits_is_taken_out_of_it(
    scene: Scene, in_two: LetterText, server: Received, settings
) -> None:
    url, settings.EMAIL_URL = settings.EMAIL_URL, ""
    sent = send(scene, in_two)
    first, second = Subscriber.objects.order_by("pk")[:2]
    subscribing.leave(first, "one-click")
    subscribing.came_back(second, "550 5.1.1 unknown")
    settings.EMAIL_URL = url
    delivery.deliver()
    assert sorted(server.delivered()) == ["a2@voorbeeld.nl", "a3@voorbeeld.nl"]
    tally = queries.tally_of(sent)
    assert (tally.total, tally.sent, tally.skipped) == (4, 2, 2)
    told = Copy.objects.filter(state="skipped").order_by("recipient")
    assert [one.answer for one in told] == ["left the list", "mail to this address came back"]


def test_a_letter_that_cannot_be_made_stops_no_other_and_its_editors_read_why(
    scene: Scene, make_commons: Callable[..., Commons], server: Received
) -> None:
    scene.on_the_list()
    broken, well = letter(scene), letter(scene)
    make_due(scene, broken, well)
    LetterText.objects.filter(pk=broken.pk).update(subject="Nieuws\r\nBcc: a@b.nl")
    clock_run("newsletters")
    broken.letter.refresh_from_db()
    well.letter.refresh_from_db()
    assert well.letter.state == LetterState.SENT
    assert broken.letter.state == LetterState.STUCK
    assert broken.letter.went_out is None, "what cannot be made is not public"
    page = scene.clients["eva"].get(f"/@werf/newsletters/{broken.letter.slug}/send/", headers=NL)
    assert "kon niet weg" in page.text
    assert broken.letter.slug in ScheduledRun.objects.get(name="newsletters").last_error
    broken.refresh_from_db()
    saved(scene, broken, "Nieuws", broken.blocks)
    assert send(scene, broken).state == LetterState.SENT
    clock_run("newsletters")
    assert ScheduledRun.objects.get(name="newsletters").last_error == ""


def clock_run(name: str) -> None:
    ScheduledRun.objects.filter(name=name).delete()
    others = {one.name for one in schedule.declared()} - {name}
    ahead = [ScheduledRun(name=other, last_begun=timezone.now()) for other in others]
    ScheduledRun.objects.bulk_create(ahead, ignore_conflicts=True)
    schedule.run_due()


def test_the_letter_is_sent_as_soon_as_its_last_copy_is(
    scene: Scene, in_two: LetterText, server: Received
) -> None:
    sent = send(scene, in_two)
    assert len(server.messages) == len(EACH)
    sent.refresh_from_db()
    assert sent.state == LetterState.SENT
    assert sent.ended is not None


def test_without_readers_it_is_sent_at_once(scene: Scene) -> None:
    assert send(scene, letter(scene)).state == LetterState.SENT


def test_when_the_relay_refuses_all_editors_read_why_and_it_goes_on_to_everybody(
    scene: Scene, server: Received, settings
) -> None:
    settings.EMAIL_URL += "?connections=1"
    Subscriber.objects.bulk_create(
        Subscriber(
            commons=scene.werf,
            address=f"b{number}@voorbeeld.nl",
            folded=f"b{number}@voorbeeld.nl",
            language="nl",
            token=addresses.new_token(),
            state="on",
        )
        for number in range(26)
    )
    server.answers = ["554 5.7.1 you are on a blocklist"] * 25
    text = letter(scene)
    send(scene, text)
    home = f"/@werf/newsletters/{text.letter.slug}/send/"
    page = scene.clients["eva"].get(home, headers=NL)
    assert "you are on a blocklist" in page.text
    assert queries.tally_of(text.letter).waiting == 26, "nobody is skipped"
    scene.clients["eva"].post(f"{home}resume/")
    text.letter.refresh_from_db()
    assert text.letter.state == LetterState.SENT
    tally = queries.tally_of(text.letter)
    assert (tally.sent, tally.failed, tally.total) == (26, 0, 26)


@pytest.mark.parametrize("refused", ["letter", "welcome"])
def test_whose_address_the_relay_itself_calls_unknown_gets_no_more_letters(
    scene: Scene, server: Received, refused: str
) -> None:
    answers = ["250 ok", "250 ok"] if refused == "letter" else ["250 ok"]
    server.at = {"gone@voorbeeld.nl": [*answers, "550 5.1.1 <gone@voorbeeld.nl>: unknown"]}
    scene.on_the_list("gone@voorbeeld.nl")
    scene.on_the_list("policy@voorbeeld.nl")
    server.at["policy@voorbeeld.nl"] = ["550 5.7.1 looks like spam"]
    scene.on_the_list("there@voorbeeld.nl")
    send(scene, letter(scene))
    gone = Subscriber.objects.get(folded="gone@voorbeeld.nl")
    assert gone.state == "bounced"
    assert gone.proofs.get(what="bounced").words == "550 5.1.1 … unknown"
    assert Subscriber.objects.filter(state="on").count() == 2
    assert "there@voorbeeld.nl" in server.delivered()


def test_without_a_mail_server_the_page_says_that_the_letter_waits(
    scene: Scene, settings: Any
) -> None:
    settings.EMAIL_URL = ""
    scene.on_the_list("a@voorbeeld.nl")
    sent = send(scene, letter(scene))
    shown = scene.clients["eva"].get(f"/@werf/newsletters/{sent.slug}/send/", headers=NL).text
    assert "Er is geen mailserver ingesteld" in shown
    assert queries.tally_of(sent).waiting == 1
