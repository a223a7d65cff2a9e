"""What of a conversation others may read: what the person was asked about and agreed to, and no more."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from threading import Barrier

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client

from gemeengoed.core.commons.services.programme import save_question
from gemeengoed.core.conversations import mail_taken, queries
from gemeengoed.core.conversations.models import Consent, Conversation, Message
from gemeengoed.core.conversations.services import publishing

from .conftest import NL, QUESTION, Scene, asked, begun, link, mail, page, posted, reply

pytestmark = pytest.mark.django_db


def test_nothing_is_published_without_consent(scene: Scene) -> None:
    one = asked(scene)
    assert one.consent == Consent.ASKED
    assert "De gemeenschap." in posted()[-1].get_body(("plain",)).get_content()
    scene.editor.post(page(one, "publish"))
    one.refresh_from_db()
    assert one.published is None


@pytest.mark.parametrize(("words", "consent"), [("Ja", "given"), ("NEE.", "refused")])
def test_consent_is_given_or_refused_by_one_word(scene: Scene, words: str, consent: str) -> None:
    one = asked(scene)
    assert mail_taken.to_thread(reply(words), one.token) == "consent"
    one.refresh_from_db()
    assert (one.consent, one.named) == (consent, False)


@pytest.mark.parametrize(
    "words", ["Ja\n\nMet vriendelijke groet,\nNoor de Burger", "Ja!\nNoor", "ja\n\nGroetjes Noor"]
)
def test_yes_may_have_a_greeting_and_a_name_below_it(scene: Scene, words: str) -> None:
    one = asked(scene)
    assert mail_taken.to_thread(reply(words), one.token) == "consent"
    one.refresh_from_db()
    assert one.consent == Consent.GIVEN


@pytest.mark.parametrize(
    "words",
    ["Ja\n\nmaar niet het eerste bericht", "Ja\nOf toch niet?", "Ja\nGroet, maar niet alles"],
)
def test_yes_with_more_words_is_no_consent_and_editors_read_it(scene: Scene, words: str) -> None:
    one = asked(scene)
    assert mail_taken.to_thread(reply(words), one.token) == "conversation"
    one.refresh_from_db()
    assert one.consent == Consent.ASKED
    assert one.messages.latest("pk").words.startswith("Ja")


def test_no_is_a_refusal_whatever_follows_and_editors_read_why(scene: Scene) -> None:
    one = asked(scene)
    assert mail_taken.to_thread(reply("Nee.\n\nHet is te persoonlijk."), one.token) == "consent"
    one.refresh_from_db()
    assert one.consent == Consent.REFUSED
    assert "te persoonlijk" in one.messages.latest("pk").words


def test_another_address_cannot_consent(scene: Scene) -> None:
    one = asked(scene)
    mail_taken.to_thread(reply("Ja", sender="boef@elders.example"), one.token)
    one.refresh_from_db()
    assert one.consent == Consent.ASKED


def test_consent_by_the_page_chooses_the_name_and_can_be_taken_back(scene: Scene) -> None:
    one = asked(scene)
    address = link(one)
    shown = Client().get(address, headers=NL)
    assert "Wie beheert dit?" in shown.text
    assert shown["Referrer-Policy"] == "no-referrer"
    one.refresh_from_db()
    assert one.consent == Consent.ASKED
    Client().post(address, {"given": "named"})
    scene.editor.post(page(one, "publish"))
    one.refresh_from_db()
    assert one.published is not None
    assert one.named
    Client().post(address, {"given": "no"})
    one.refresh_from_db()
    assert (one.published, one.consent) == (None, Consent.REFUSED)


def test_a_browser_without_cookies_that_does_not_say_where_it_comes_from_may_consent(
    scene: Scene,
) -> None:
    """What browsers send from a page with the policy 'no-referrer': `Origin: null`."""
    one = asked(scene)
    browser = Client(enforce_csrf_checks=True)
    shown_page = browser.get(link(one), headers=NL)
    assert not shown_page.cookies
    answer = browser.post(link(one), {"given": "nameless"}, headers={**NL, "origin": "null"})
    one.refresh_from_db()
    assert (answer.status_code, one.consent) == (200, Consent.GIVEN)
    assert browser.post(link(one), {}, headers={**NL, "origin": "null"}).status_code == 422


def test_what_was_said_after_the_question_is_not_published(scene: Scene) -> None:
    one = asked(scene)
    mail_taken.to_thread(mail("Dit is alleen voor jullie."), one.token)
    Client().post(link(one), {"given": "nameless"})
    scene.editor.post(page(one, "publish"))
    (shown,) = queries.published_about(QUESTION)
    said = [message.words for message in shown.messages_shown]  # type: ignore[attr-defined]
    assert [words.strip() for words in said] == ["Wie beheert dit?", "De gemeenschap."]


def test_without_a_subject_matter_nobody_is_asked(scene: Scene) -> None:
    one = begun(scene)
    scene.editor.post(page(one, "ask"))
    one.refresh_from_db()
    assert one.consent == Consent.NONE
    assert Client().get(link(one)).status_code == 404


def shown() -> list[str]:
    """The words that everybody can read."""
    found = queries.published_about(QUESTION)
    return [said.words.strip() for one in found for said in one.messages_shown]  # type: ignore[attr-defined]


def published(scene: Scene, given: str = "nameless") -> Conversation:
    one = asked(scene)
    Client().post(link(one), {"given": given})
    scene.editor.post(page(one, "publish"))
    one.refresh_from_db()
    return one


def test_asking_again_changes_nothing_of_what_was_agreed(scene: Scene) -> None:
    one = published(scene)
    mail_taken.to_thread(mail("Dit is alleen voor jullie."), one.token)
    before = len(posted())
    answer = scene.editor.post(page(one, "ask"), headers=NL, follow=True)
    assert "Dit is al gevraagd" in answer.text
    one.refresh_from_db()
    assert (one.consent, one.published is None) == (Consent.GIVEN, False)
    assert shown() == ["Wie beheert dit?", "De gemeenschap."]
    assert len(posted()) == before


def test_only_what_was_agreed_to_is_shown(scene: Scene) -> None:
    one = published(scene)
    Conversation.objects.filter(pk=one.pk).update(consent=Consent.ASKED)
    assert shown() == []


def test_mail_that_came_before_the_question_and_was_read_after_it_stays_unread(
    scene: Scene,
) -> None:
    one = asked(scene)
    late = mail("Dit is alleen voor jullie.")
    late = replace(late, received=late.received - timedelta(days=1))
    mail_taken.to_thread(late, one.token)
    assert "alleen voor jullie" not in Client().get(link(one)).text
    Client().post(link(one), {"given": "nameless"})
    scene.editor.post(page(one, "publish"))
    assert shown() == ["Wie beheert dit?", "De gemeenschap."]


def test_words_from_another_address_are_not_asked_about(scene: Scene) -> None:
    one = begun(scene)
    mail_taken.to_thread(mail("Ik ben een ander.", sender="x@elders.example"), one.token)
    scene.editor.post(page(one, "about"), {"about": QUESTION})
    scene.editor.post(page(one, "ask"))
    assert "Ik ben een ander" not in posted()[-1].get_body(("plain",)).get_content()
    assert "Ik ben een ander" not in Client().get(link(one)).text
    Client().post(link(one), {"given": "nameless"})
    scene.editor.post(page(one, "publish"))
    assert shown() == ["Wie beheert dit?"]


@pytest.mark.parametrize("given", ["", "nameless", "no"])
def test_what_it_is_about_stays_once_it_was_asked(scene: Scene, given: str) -> None:
    one = asked(scene)
    if given:
        Client().post(link(one), {"given": given})
    other = {"about": "/@werf/newsletters/brief/"}
    answer = scene.editor.post(page(one, "about"), other, headers=NL)
    assert answer.status_code == 422
    assert "blijft" in answer.text
    one.refresh_from_db()
    assert one.about == QUESTION


@pytest.mark.parametrize(
    "typed", ["/@werf/questions/wat-delen-we", "http://testserver{}", "{}?lang=nl#top"]
)
def test_an_address_may_be_copied_from_the_browser(scene: Scene, typed: str, settings) -> None:
    settings.BASE_URL = "http://testserver"
    one = begun(scene)
    scene.editor.post(page(one, "about"), {"about": typed.format(QUESTION)})
    one.refresh_from_db()
    assert one.about == QUESTION


def test_an_exchange_about_a_question_is_found_on_its_page_and_can_be_read(scene: Scene) -> None:
    save_question(scene.werf, scene.eva, text={"nl": "Wat delen we?"}, slug="wat-delen-we")
    one = published(scene)
    assert f"/@werf/exchanges/{one.pk}/" in Client().get(QUESTION, headers=NL).text
    read = Client().get(f"/@werf/exchanges/{one.pk}/", headers=NL)
    assert "Wie beheert dit?" in read.text
    assert "De gemeenschap." in read.text
    assert QUESTION in read.text
    assert "noor" not in read.text.lower()
    Client().post(link(one), {"given": "no"})
    assert f"/@werf/exchanges/{one.pk}/" not in Client().get(QUESTION).text
    assert Client().get(f"/@werf/exchanges/{one.pk}/").status_code == 404


def test_an_exchange_about_a_text_is_read_with_the_text_only(scene: Scene) -> None:
    """Who may see the text is for the text to say."""
    one = published(scene)
    Conversation.objects.filter(pk=one.pk).update(about="/@werf/publications/besloten/")
    assert Client().get(f"/@werf/exchanges/{one.pk}/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_editors_who_ask_at_once_ask_once(scene: Scene) -> None:
    one = begun(scene)
    scene.editor.post(page(one, "about"), {"about": QUESTION})
    gate = Barrier(2)

    def ask() -> bool:
        found = Conversation.objects.select_related("commons__actor").get(pk=one.pk)
        gate.wait(10)
        try:
            publishing.ask(found, scene.eva.actor)
        except ValidationError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as threads:
        done = [running.result(30) for running in [threads.submit(ask) for _ in range(2)]]
    assert sorted(done) == [False, True]
    assert len(posted()) == 1


def test_who_was_asked_by_an_older_version_is_asked_about_the_same(scene: Scene) -> None:
    one = begun(scene)
    mail_taken.to_thread(mail("Dit is alleen voor jullie."), one.token)
    Conversation.objects.filter(pk=one.pk).update(consent=Consent.ASKED, asked_to_publish=1)
    Message.objects.update(quoted="> /mine/abcdefghijk2mnopqrstuvw34/")
    migration = import_module("gemeengoed.core.conversations.migrations.0002_what_was_asked")
    migration.fill(apps, None)
    migration.blank(apps, None)
    said = Client().get(f"/@werf/exchanges/{one.token}/").text
    assert "Wie beheert dit?" in said
    assert "alleen voor jullie" not in said
    assert set(Message.objects.values_list("quoted", flat=True)) == {"> /mine/…/"}
