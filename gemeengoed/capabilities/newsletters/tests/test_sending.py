"""From a letter to its readers: what is checked first, who gets which language, what is known then."""

import pytest
from django.test import Client

from gemeengoed.capabilities.newsletters import checking, mail_taken
from gemeengoed.capabilities.newsletters.blocks import Block
from gemeengoed.capabilities.newsletters.models import Letter, LetterState, LetterText, Subscriber
from gemeengoed.capabilities.newsletters.queries import letters as queries
from gemeengoed.capabilities.newsletters.services import (
    approving,
    arranging,
    sending,
    subscribing,
    writing,
)
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.conversations.models import Conversation
from gemeengoed.core.mail.models import Copy, Mailing

from .conftest import Scene, incoming, mails

pytestmark = pytest.mark.django_db(transaction=True)
NL = {"accept-language": "nl"}


def letter(scene: Scene, words: str = "Beste lezer", language: str = "nl") -> LetterText:
    text = writing.begin(
        scene.werf, scene.eva.actor, language=language, subject="Brief van november"
    )
    parts = [words[start : start + 40_000] for start in range(0, len(words), 40_000)]
    content = [{"kind": "words", "markdown": part} for part in parts]
    text = writing.save(
        text,
        subject=text.subject,
        preview="Kort",
        content=content,
        edition=1,
        by=scene.eva.actor,
    )
    text.letter.commons = Commons.objects.select_related("actor").get(pk=scene.werf.pk)
    return text


def saved(scene: Scene, text: LetterText, subject: str, content: list[Block]) -> LetterText:
    """As Eva saves it now."""
    by, edition = scene.eva.actor, text.edition
    return writing.save(text, subject=subject, preview="", content=content, edition=edition, by=by)


def send(scene: Scene, text: LetterText) -> Letter:
    sending.schedule(text.letter, scene.eva.actor)
    sending.send_due()
    text.letter.refresh_from_db()
    return text.letter


def test_each_subscriber_gets_it_once_in_their_language(scene: Scene) -> None:
    for number, language in enumerate(["nl", "nl", "en", "fr"]):
        scene.on_the_list(f"a{number}@voorbeeld.nl", language)
    text = letter(scene)
    writing.add_language(text.letter, "en", text, scene.eva.actor)
    sent = send(scene, text)
    sending.send_due()
    by_language = {m.reference: m.copies.count() for m in Mailing.objects.all()}
    assert by_language == {queries.reference(sent, "nl"): 3, queries.reference(sent, "en"): 1}
    assert queries.tally_of(sent).total == 4


def test_who_did_not_confirm_or_left_gets_nothing(scene: Scene) -> None:
    subscribing.ask(scene.werf, "a@voorbeeld.nl", language="nl", how="form", words="")
    subscribing.leave(scene.on_the_list(), "link")
    assert queries.tally_of(send(scene, letter(scene))).total == 0


def test_topics_choose_who_gets_it(scene: Scene) -> None:
    building = arranging.add_topic(scene.werf, {"nl": "Bouwen"})
    money = arranging.add_topic(scene.werf, {"nl": "Geld"})
    for address, topics in (("a", [building]), ("b", [money]), ("c", []), ("d", [building, money])):
        scene.on_the_list(f"{address}@voorbeeld.nl").topics.set(topics)
    text = letter(scene)
    writing.set_topics(text.letter, [building.pk], scene.eva.actor)
    send(scene, text)
    assert set(Copy.objects.values_list("recipient", flat=True)) == {
        "a@voorbeeld.nl", "c@voorbeeld.nl", "d@voorbeeld.nl",
    }  # fmt: skip


def test_who_leaves_while_it_goes_out_gets_no_letter(scene: Scene) -> None:
    subscriber = scene.on_the_list()
    send(scene, letter(scene))
    assert subscribing.leave(subscriber, "link")
    copy = Copy.objects.get()
    assert (copy.state, copy.answer) == ("skipped", "left the list")


def test_who_is_erased_while_it_goes_out_is_only_counted(scene: Scene) -> None:
    subscriber = scene.on_the_list()
    sent = send(scene, letter(scene))
    subscribing.erase(subscriber)
    copy = Copy.objects.get()
    assert (copy.recipient, copy.values, copy.state) == ("", {}, "skipped")
    assert queries.tally_of(sent).total == 1


def test_a_letter_with_something_wrong_does_not_go_and_says_what(scene: Scene) -> None:
    scene.on_the_list()
    text = letter(scene, "Kijk [hier](/nergens/dan-ook/x)")
    answer = scene.clients["eva"].post(
        f"/@werf/newsletters/{text.letter.slug}/send/schedule/", {}, headers=NL
    )
    assert answer.status_code == 422
    assert "bestaat niet op deze server" in answer.text
    assert Letter.objects.get().state == LetterState.DRAFT


@pytest.mark.parametrize(("subject", "words", "found"), [
    ("HALLO LEZERS", "x", "schreeuwt"),
    ("a" * 80, "x", "kapt het af"),
    ("Brief", "x" * 120_000, "kB"),
    ("Brief", "Geen adres", "postadres"),
])  # fmt: skip
def test_what_may_be_better_is_advice(scene: Scene, subject: str, words: str, found: str) -> None:
    text = letter(scene, words)
    saved(scene, text, subject, text.blocks)
    page = scene.clients["eva"].get(f"/@werf/newsletters/{text.letter.slug}/send/", headers=NL)
    assert found in page.text
    assert not [one for one in checking.of_letter(text.letter) if one.level == "error"]


def test_an_empty_letter_does_not_go(scene: Scene) -> None:
    text = letter(scene)
    saved(scene, text, "Brief", [])
    assert "error" in {one.level for one in checking.of_letter(text.letter)}


def test_a_second_editor_approves_where_the_commons_wants_it(scene: Scene) -> None:
    arranging.change_settings(scene.werf, scene.bea.actor, needs_approval=True)
    text = letter(scene)
    home = f"/@werf/newsletters/{text.letter.slug}/send/"
    scene.clients["eva"].post(f"{home}schedule/")
    seen = {"edition": approving.edition(text.letter)}
    scene.clients["eva"].post(f"{home}approve/", seen)
    assert Letter.objects.get().state == LetterState.DRAFT
    scene.clients["ko"].post(f"{home}approve/", seen)
    assert Letter.objects.get().state == LetterState.APPROVED
    saved(scene, text, "Anders", text.blocks)
    assert Letter.objects.get().state == LetterState.DRAFT
    seen = {"edition": approving.edition(text.letter)}
    scene.clients["ko"].post(f"{home}approve/", seen)
    scene.clients["eva"].post(f"{home}schedule/")
    assert Letter.objects.get().went_out is not None


def test_a_letter_that_waits_can_be_made_a_draft_again(scene: Scene) -> None:
    text = letter(scene)
    home = f"/@werf/newsletters/{text.letter.slug}/send/"
    later = {"goes_out_0": "2050-01-01", "goes_out_1": "09:00"}
    scene.clients["eva"].post(f"{home}schedule/", later)
    sending.send_due()
    assert Letter.objects.get().state == LetterState.SCHEDULED
    scene.clients["eva"].post(f"{home}unschedule/")
    assert Letter.objects.get().state == LetterState.DRAFT


def test_pausing_going_on_and_stopping(scene: Scene) -> None:
    scene.on_the_list()
    sent = send(scene, letter(scene))
    home = f"/@werf/newsletters/{sent.slug}/send/"
    for verb, state in (("pause", "paused"), ("resume", "running"), ("cancel", "cancelled")):
        scene.clients["eva"].post(f"{home}{verb}/")
        assert Mailing.objects.get().state == state
    assert Copy.objects.get().state == "skipped"
    assert "1" in scene.clients["bea"].get(f"{home}copies/").text


def test_the_letter_has_a_page_for_everybody_and_a_feed(scene: Scene) -> None:
    sent = send(scene, letter(scene, "Het *nieuws*"))
    page = Client().get(sent.get_absolute_url(), headers=NL)
    assert "<em>nieuws</em>" in page.text
    assert "Brief van november" in Client().get("/@werf/newsletters/", headers=NL).text
    feed = Client().get("/@werf/newsletters/feed.atom", headers=NL)
    assert feed["Content-Type"].startswith("application/atom+xml")
    assert f"{sent.get_absolute_url()}nl/" in feed.text


def test_a_test_goes_to_the_editor_alone_and_its_links_do_nothing(scene: Scene) -> None:
    scene.on_the_list()
    text = letter(scene)
    before = len(mails())
    scene.clients["eva"].post(f"/@werf/newsletters/{text.letter.slug}/test/nl/", headers=NL)
    (sent,) = mails()[before:]
    assert "eva@example.org" in sent["To"]
    assert sent["List-Unsubscribe"]
    assert Subscriber.objects.get().token not in str(sent)


def test_the_mail_says_how_to_leave_in_every_way(scene: Scene) -> None:
    subscriber = scene.on_the_list()
    text = letter(scene)
    scene.clients["eva"].post(f"/@werf/newsletters/{text.letter.slug}/test/nl/", headers=NL)
    sent = mails()[-1]
    assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "mailto:leave+" in sent["List-Unsubscribe"]
    assert sent["List-Id"].endswith("<newsletters.werf.example.org>")
    html = sent.get_body(("html",)).get_content()
    assert "Er wordt niets gemeten" in html
    assert subscriber.token not in html


def test_a_reply_is_tied_to_the_letter(scene: Scene) -> None:
    subscriber = scene.on_the_list()
    sent = send(scene, letter(scene))
    key = Copy.objects.get().key
    mail = incoming("Wie beheert dit?", In_Reply_To=f"<{key}@example.org>")
    mail_taken.to_letter(mail, subscriber.token)
    assert Conversation.objects.get().about == sent.get_absolute_url()
