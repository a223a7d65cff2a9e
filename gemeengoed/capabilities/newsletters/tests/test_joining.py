"""Onto the list and off it, without an account or a cookie."""

import json
import re

import pytest
from django.core import signing
from django.test import Client

from gemeengoed.capabilities.newsletters import erasing, signed_form
from gemeengoed.capabilities.newsletters.models import Proof, Subscriber, SubscriberState
from gemeengoed.capabilities.newsletters.services import arranging, subscribing

from .conftest import Scene, mails, text_of

pytestmark = pytest.mark.django_db
NOOR = "noor@voorbeeld.nl"


def link(page: str) -> str:
    """The path of the link to confirm in the last mail."""
    found = re.search(rf"http://[^/\s]+(/@werf/newsletters/{page}/\S+/)", text_of(mails()[-1]))
    assert found, text_of(mails()[-1])
    return found[1]


def test_a_form_asks_by_mail_and_sets_no_cookie(scene: Scene) -> None:
    client = Client()
    assert not client.get("/@werf/newsletters/join/").cookies
    answer = scene.join(client)
    assert (answer.status_code, answer["Location"]) == (302, "/@werf/newsletters/asked/")
    assert not answer.cookies
    assert Subscriber.objects.get().state == SubscriberState.ASKED
    assert [mail["To"] for mail in mails()] == [NOOR]
    assert "JA" in text_of(mails()[0])


def test_the_form_at_the_foot_of_every_page_works_as_it_stands_there(scene: Scene) -> None:
    page = Client().get("/@werf/", headers={"accept-language": "nl"}).text
    made = re.search(r'name="made" value="([^"]+)"', page)
    assert made
    scene.join(made=made[1], language="")
    fields = {"address": "ola@voorbeeld.nl", "made": made[1], "website": ""}
    origin = {"origin": "http://testserver", "accept-language": "en"}
    assert Client().post("/@werf/newsletters/join/", fields, headers=origin).status_code == 302
    assert Subscriber.objects.get(address="ola@voorbeeld.nl").language == "en"


def test_members_do_not_see_the_form_at_the_foot(scene: Scene) -> None:
    assert "join-letters" not in scene.clients["eva"].get("/@werf/").text


def test_following_the_link_confirms_nothing_and_the_button_does(scene: Scene) -> None:
    scene.join()
    address = link("confirm")
    for method in (Client().get, Client().head):
        assert method(address).status_code == 200
    assert Subscriber.objects.get().state == SubscriberState.ASKED
    answer = Client(enforce_csrf_checks=True).post(address)
    assert "Je staat op de lijst" in answer.text
    assert Subscriber.objects.get().state == SubscriberState.ON
    assert len(mails()) == 2


def test_confirming_twice_is_confirming_once_and_says_so(scene: Scene) -> None:
    scene.join()
    address = link("confirm")
    first, second = (Client().post(address) for _time in range(2))
    assert (first.status_code, second.status_code) == (200, 200)
    assert "er is niets veranderd" not in first.text
    assert "er is niets veranderd" in second.text
    assert len(mails()) == 2
    assert Proof.objects.filter(what="confirmed").count() == 1


def test_the_words_that_are_agreed_to_are_in_the_language_of_the_page(scene: Scene) -> None:
    scene.join()
    page = Client().post(link("confirm"), headers={"accept-language": "en"})
    assert "Je staat op de lijst" in page.text
    assert "eens per maand" in Proof.objects.get(what="confirmed").words


def test_what_somebody_types_is_no_place_to_be_filled_in(scene: Scene) -> None:
    scene.join(name="⟦naam⟧ {{ x }} %s")
    assert Client().post(link("confirm")).status_code == 200
    assert "Hallo [naam] {{ x }} %s," in text_of(mails()[-1])


def test_a_link_that_came_too_late_says_what_to_do(scene: Scene) -> None:
    scene.join()
    address = link("confirm")
    Proof.objects.update(moment="2020-01-01T00:00Z")
    erasing.sweep()
    assert not Subscriber.objects.exists()
    answer = Client().post(address, headers={"accept-language": "nl"})
    assert answer.status_code == 404
    assert "meld je opnieuw aan" in answer.text


def test_another_site_cannot_post_the_form(scene: Scene) -> None:
    fields = {"address": NOOR, "language": "nl", "made": signed_form.signed("werf")}
    for headers in (
        {"origin": "https://elders.example"},
        {"referer": "https://elders.example/@werf/"},
        {"origin": "http://testserver", "sec-fetch-site": "cross-site"},
        {},
    ):
        answer = Client().post("/@werf/newsletters/join/", fields, headers=headers)
        assert answer.status_code == 422, headers
        assert NOOR in answer.text
    assert not Subscriber.objects.exists()


def test_a_form_that_was_not_made_here_is_refused(scene: Scene) -> None:
    old = signing.TimestampSigner(salt="something else").sign("werf")
    for made in ("", "werf:1:2", old, signed_form.signed("kade")):
        assert scene.join(made=made).status_code == 422
    assert not Subscriber.objects.exists()


def test_a_machine_that_fills_in_the_trap_hears_the_same_and_nothing_happens(scene: Scene) -> None:
    assert scene.join(website="https://koopnu.example").status_code == 302
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize(
    "address",
    [
        "noor",
        "noor@",
        "a@b.nl\nBcc: x@y.nl",
        "@",
        "x" * 300 + "@y.nl",
        "x" * 65 + "@y.nl",
        '"a\\"b"@y.nl',
        "noor@" + "ü" * 62 + ".nl",
        "noor@" + "ü" * 40 + ".nl" * 69,
        "a@" + "b." * 130 + "nl",
    ],
)
def test_what_is_no_address_is_told_and_kept(scene: Scene, address: str) -> None:
    answer = scene.join(address=address, name="Noor")
    assert answer.status_code == 422
    assert "Noor" in answer.text
    assert not Subscriber.objects.exists()


def test_the_same_address_in_other_case_is_one_subscriber(scene: Scene) -> None:
    scene.on_the_list()
    scene.join(address="Noor@Voorbeeld.NL")
    assert Subscriber.objects.count() == 1


def test_who_is_on_the_list_and_asks_again_hears_so_by_mail_alone(scene: Scene) -> None:
    scene.on_the_list()
    before = len(mails())
    first, second = scene.join(), scene.join(address="ander@voorbeeld.nl")
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    assert "al" in mails()[before]["Subject"]


def test_nobody_floods_a_stranger_with_confirmations(scene: Scene) -> None:
    for _time in range(6):
        scene.join()
    assert len(mails()) == subscribing.MOST_ASKED


def test_many_forms_from_one_network_have_to_wait(scene: Scene) -> None:
    for number in range(20):
        assert scene.join(address=f"a{number}@voorbeeld.nl").status_code == 302
    answer = scene.join(address="nog@voorbeeld.nl")
    assert answer.status_code == 422
    assert "over een uur" in answer.text


def test_choices_are_made_without_logging_in(scene: Scene) -> None:
    topic = arranging.add_topic(scene.werf, {"nl": "Bouwen", "en": "Building"})
    subscriber = scene.on_the_list()
    mine = f"/@werf/newsletters/mine/{subscriber.token}/"
    assert "Bouwen" in Client().get(mine).text
    fields = {"name": "Noor", "language": "en", "topics": [topic.pk]}
    assert Client(enforce_csrf_checks=True).post(mine, fields).status_code == 200
    subscriber.refresh_from_db()
    assert (subscriber.name, subscriber.language) == ("Noor", "en")
    assert list(subscriber.topics.all()) == [topic]


def test_the_proof_of_consent_is_shown_to_who_gave_it(scene: Scene) -> None:
    scene.join()
    Client().post(link("confirm"))
    mine = Client().get(link("mine")).text
    assert "met het formulier" in mine
    assert "door de link" in mine or "met de link" in mine
    assert "Er wordt niets gemeten" in mine


def test_all_that_is_held_can_be_taken_along_and_erased(scene: Scene) -> None:
    subscriber = scene.on_the_list()
    mine = f"/@werf/newsletters/mine/{subscriber.token}/"
    held = json.loads(Client().get(f"{mine}download/").content)
    assert held["address"] == NOOR
    assert [proof["what"] for proof in held["proofs"]] == ["asked", "confirmed"]
    assert Client().get(f"{mine}erase/").status_code == 200
    assert Subscriber.objects.exists()
    assert Client().post(f"{mine}erase/").status_code == 200
    assert not Subscriber.objects.exists()
    assert not Proof.objects.exists()


def test_the_language_of_an_address_is_for_one_page_and_one_that_there_is(scene: Scene) -> None:
    token = scene.on_the_list().token
    pages = [f"/@werf/newsletters/{page}/{token}/" for page in ("confirm", "mine", "leave")]
    for page in [*pages, f"/@werf/newsletters/mine/{token}/erase/"]:
        for address, language in ((page, "nl"), (f"{page}?lang=en", "en")):
            assert f'<html lang="{language}"' in Client().get(address).text
        for said in ("xx", "..%2Fnl", "n%2Fl", "x" * 500, "%F0%9F%8C%B1", "e%0D%0An"):
            assert '<html lang="nl"' in Client().get(f"{page}?lang={said}").text, said
    assert Subscriber.objects.get().language == "nl"


def test_one_click_leaves_without_cookie_or_redirect(scene: Scene) -> None:
    """RFC 8058, section 3.1."""
    subscriber = scene.on_the_list()
    address = f"/@werf/newsletters/leave/{subscriber.token}/"
    for method in (Client().get, Client().head):
        assert method(address).status_code == 200
    assert Subscriber.objects.get().state == SubscriberState.ON
    answer = Client(enforce_csrf_checks=True).post(
        address, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
    )
    assert (answer.status_code, dict(answer.cookies)) == (200, {})
    assert Subscriber.objects.get().state == SubscriberState.LEFT
    assert Proof.objects.filter(what="left", how="one-click").count() == 1


def test_leaving_again_and_leaving_after_being_erased_is_no_error(scene: Scene) -> None:
    subscriber = scene.on_the_list()
    address = f"/@werf/newsletters/leave/{subscriber.token}/"
    for _time in range(2):
        assert Client().post(address).status_code == 200
    subscribing.erase(subscriber)
    assert Client().post(address).status_code == 200
    assert Client().get(address).status_code == 200


def test_a_forged_token_leaves_nobody(scene: Scene) -> None:
    scene.on_the_list()
    Client().post(f"/@werf/newsletters/leave/{'a' * 25}/")
    assert Subscriber.objects.get().state == SubscriberState.ON


def test_pages_behind_a_link_tell_no_other_server_of_it(scene: Scene) -> None:
    token = scene.on_the_list().token
    for page in ("confirm", "mine", "leave"):
        answer = Client().get(f"/@werf/newsletters/{page}/{token}/")
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["X-Robots-Tag"] == "noindex"
        assert "no-store" in answer["Cache-Control"]


def test_an_old_address_goes_when_its_reason_ends(scene: Scene) -> None:
    subscriber = scene.on_the_list()
    subscribing.leave(subscriber, "link")
    erasing.sweep()
    assert Subscriber.objects.exists()
    Subscriber.objects.update(ended="2020-01-01T00:00Z")
    erasing.sweep()
    assert not Subscriber.objects.exists()


def test_the_section_can_be_switched_off(scene: Scene) -> None:
    scene.werf.capabilities = ["publications"]
    scene.werf.save()
    assert "join-letters" not in Client().get("/@werf/").text
