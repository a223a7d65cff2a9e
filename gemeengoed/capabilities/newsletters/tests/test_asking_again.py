"""Anybody can ask for any address: about who is known nothing changes before they confirm it themselves."""

import pytest
from django.test import Client

from gemeengoed.capabilities.newsletters import letters_to_one, mail_taken, paths
from gemeengoed.capabilities.newsletters.came_back import MOST_SOFT, came_back
from gemeengoed.capabilities.newsletters.models import Proof, Subscriber, SubscriberState
from gemeengoed.capabilities.newsletters.services import arranging, subscribing

from .conftest import Scene, incoming, letter_went, mails

pytestmark = pytest.mark.django_db
COLUMNS = ("state", "language", "name", "confirmed", "ended", "bounces", "address", "topics")


def known() -> tuple[object, ...]:
    return Subscriber.objects.values_list(*COLUMNS).get()


def who_left(scene: Scene) -> Subscriber:
    """With a topic of their choice."""
    subscriber = scene.on_the_list()
    building = arranging.add_topic(scene.werf, {"nl": "Bouwen"})
    arranging.add_topic(scene.werf, {"nl": "Geld"})
    subscribing.change(subscriber, name="Noor", language="nl", topics=[building], words="")
    subscribing.leave(subscriber, "link")
    return subscriber


def test_who_left_stays_as_they_were_until_they_confirm_it(scene: Scene) -> None:
    subscriber = who_left(scene)
    before, money = known(), scene.werf.topics.get(slug="geld")
    scene.join(language="en", name="Een ander", topics=str(money.pk))
    assert known() == before
    assert mails()[-1]["Content-Language"] == "en"
    held = Client().get(f"{paths.mine(subscriber)}download/").json()
    assert held["asked_for_but_not_confirmed"]["name"] == "Een ander"
    assert Client().post(paths.confirm(subscriber)).status_code == 200
    assert known()[:3] == (SubscriberState.ON, "en", "Een ander")
    assert known()[-1] == money.pk
    assert Subscriber.objects.get().wish == {}


def test_who_was_asked_and_did_not_answer_keeps_what_they_chose_themselves(scene: Scene) -> None:
    scene.join(language="nl", name="Noor")
    before = known()
    scene.join(language="en", name="Een ander")
    assert known() == before


def test_what_they_choose_on_their_own_page_goes_before_what_others_wished(scene: Scene) -> None:
    subscriber = who_left(scene)
    scene.join(language="en")
    Client().post(paths.mine(subscriber), {"name": "Noor", "language": "nl"})
    Client().post(paths.confirm(subscriber))
    assert Subscriber.objects.get().language == "nl"


def test_saying_no_keeps_who_left_where_they_are(scene: Scene) -> None:
    subscriber = who_left(scene)
    before = known()
    scene.join(language="en")
    assert mail_taken.to_confirm(incoming("NEE"), subscriber.token) == "refused"
    assert known() == before
    assert Subscriber.objects.get().wish == {}


def unwanted(scene: Scene) -> None:
    came_back(letters_to_one.reference(scene.on_the_list()), "complained", "abuse")


def gone(scene: Scene) -> None:
    came_back(letters_to_one.reference(scene.on_the_list()), "bounced", "550 no such user")


def full(scene: Scene) -> None:
    subscriber = scene.on_the_list()
    for _time in range(MOST_SOFT):
        letter_went(subscriber, is_full=True)


def never_there(scene: Scene) -> None:
    """The confirmation itself came back."""
    scene.join()
    came_back(letters_to_one.reference(Subscriber.objects.get()), "bounced", "550 no such user")


@pytest.mark.parametrize("ended", [unwanted, gone, full, never_there])
def test_who_is_to_be_left_in_peace_gets_nothing_whoever_asks(scene: Scene, ended) -> None:
    ended(scene)
    before, sent, proofs = known(), len(mails()), Proof.objects.count()
    answer = scene.join(language="en")
    assert answer["Location"] == "/@werf/newsletters/asked/"
    mail_taken.to_join(incoming(authentic="unknown"), "werf")
    assert known() == before
    assert (len(mails()), Proof.objects.count()) == (sent, proofs)


@pytest.mark.parametrize("ended", [unwanted, gone, full, never_there])
def test_they_are_asked_when_they_surely_ask_by_mail_themselves(scene: Scene, ended) -> None:
    ended(scene)
    before, sent = known(), len(mails())
    assert mail_taken.to_join(incoming(authentic="pass"), "werf") == "asked"
    assert known() == before
    assert len(mails()) == sent + 1
    assert mail_taken.to_confirm(incoming("JA"), Subscriber.objects.get().token) == "joined"
    assert Subscriber.objects.get().state == SubscriberState.ON


def test_an_address_that_bounces_on_confirmation_is_known_as_such(scene: Scene) -> None:
    never_there(scene)
    subscriber = Subscriber.objects.get()
    assert subscriber.state == SubscriberState.BOUNCED
    assert subscriber.ended is not None
    assert Proof.objects.get(what="bounced").words == "550 no such user"


SPELLINGS = [
    "noor@straße.example",
    "Noor@STRASSE.example",
    '"noor"@strasse.example',
    "noor@ｓtrasse.example",
    "noor@stra\u00adsse.example",
]


def test_one_mailbox_spelled_in_many_ways_is_one_subscriber(scene: Scene) -> None:
    for address in SPELLINGS:
        scene.join(address=address)
    assert [one.address for one in Subscriber.objects.all()] == ["noor@strasse.example"]
    assert len(mails("noor@strasse.example")) == subscribing.MOST_ASKED


def test_a_domain_in_other_letters_is_kept_as_it_is_read(scene: Scene) -> None:
    scene.join(address="noor@CAFÉ.example")
    assert Subscriber.objects.get().address == "noor@café.example"
    assert len(mails("noor@xn--caf-dma.example")) == 1
