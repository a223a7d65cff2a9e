"""Topics: removing one sends nobody a letter that they did not choose."""

import pytest
from django.test import Client

from gemeengoed.capabilities.newsletters.models import Letter, Topic
from gemeengoed.capabilities.newsletters.services import arranging, subscribing, writing
from gemeengoed.core.mail.models import Copy

from .conftest import Scene
from .test_sending import letter, send

pytestmark = pytest.mark.django_db(transaction=True)
NL = {"accept-language": "nl"}


@pytest.fixture
def topics(scene: Scene) -> list[Topic]:
    return [arranging.add_topic(scene.werf, {"nl": name}) for name in ("Bouwen", "Geld")]


def remove(scene: Scene, topic: Topic) -> str:
    address = f"/@werf/newsletters/settings/topics/{topic.pk}/remove/"
    return scene.clients["bea"].post(address, headers=NL, follow=True).text


def test_a_topic_stays_while_a_letter_about_it_has_not_gone_out(
    scene: Scene, topics: list[Topic]
) -> None:
    scene.on_the_list("a@voorbeeld.nl").topics.set([topics[0]])
    scene.on_the_list("b@voorbeeld.nl").topics.set([topics[1]])
    made = letter(scene)
    writing.set_topics(made.letter, [topics[0].pk], scene.eva.actor)
    for state in ("draft", "scheduled", "stuck", "sending", "paused"):
        Letter.objects.update(state=state)
        said = remove(scene, topics[0])
        assert "Brief van november" in said
        assert "gaat over dit onderwerp" in said
    Letter.objects.update(state="draft")
    send(scene, made)
    assert list(Copy.objects.values_list("recipient", flat=True)) == ["a@voorbeeld.nl"]
    Letter.objects.update(state="sent")
    remove(scene, topics[0])
    assert Topic.objects.get() == topics[1]


def test_of_whom_every_topic_is_removed_gets_only_letters_for_everybody_until_they_choose(
    scene: Scene, topics: list[Topic]
) -> None:
    one = scene.on_the_list()
    one.topics.set([topics[0]])
    remove(scene, topics[0])
    about = letter(scene)
    writing.set_topics(about.letter, [topics[1].pk], scene.eva.actor)
    send(scene, about)
    assert not Copy.objects.exists()
    send(scene, letter(scene))
    assert Copy.objects.count() == 1
    mine = f"/@werf/newsletters/mine/{one.token}/"
    assert "bestaat niet meer" in Client().get(mine, headers=NL).text
    Client().post(mine, {"name": "", "language": "nl", "topics": [topics[1].pk]})
    assert "bestaat niet meer" not in Client().get(mine, headers=NL).text
    about = letter(scene)
    writing.set_topics(about.letter, [topics[1].pk], scene.eva.actor)
    send(scene, about)
    assert Copy.objects.count() == 2


def test_a_wish_for_a_topic_that_is_no_more_is_no_wish_for_everything(
    scene: Scene, topics: list[Topic]
) -> None:
    one = scene.on_the_list()
    subscribing.leave(one, "link")
    subscribing.ask(
        scene.werf, one.address, language="nl", how="form", words="ja", topics=[topics[0]]
    )
    remove(scene, topics[0])
    one.refresh_from_db()
    subscribing.confirm(one, "link", "ja")
    about = letter(scene)
    writing.set_topics(about.letter, [topics[1].pk], scene.eva.actor)
    send(scene, about)
    assert not Copy.objects.exists()
