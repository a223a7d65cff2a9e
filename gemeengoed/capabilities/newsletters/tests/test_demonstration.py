"""The letters of the demonstration, in a commons that has nothing else."""

from django.test import Client

from gemeengoed.core.mail.models import Mailing, OutgoingMessage

from .. import demonstration
from ..models import Letter, Subscriber, SubscriberState
from .conftest import Scene


def _build(scene: Scene) -> None:
    demonstration.build("werf", {"steward": scene.bea, "editor": scene.eva})


def test_two_letters_stand_in_the_archive_in_two_languages_and_nobody_was_mailed(
    scene: Scene,
) -> None:
    _build(scene)
    archive = Client().get("/@werf/newsletters/", headers={"accept-language": "en"}).text
    assert "The workshop has begun" in archive
    assert "a look at Bologna" in archive
    assert "Waarvan maak je" not in archive
    assert "The workshop has begun" in Client().get("/@werf/", {"lang": "en"}).text
    letter = Client().get("/@werf/newsletters/2024-03/nl/")
    assert "lichtere regels" in letter.text
    assert Subscriber.objects.filter(state=SubscriberState.ON).count() == 6
    assert not OutgoingMessage.objects.exists()
    assert not Mailing.objects.exists()


def test_what_was_thrown_away_stays_gone(scene: Scene) -> None:
    _build(scene)
    Letter.objects.filter(slug="2024-04").delete()
    Subscriber.objects.all().delete()
    _build(scene)
    assert Letter.objects.count() == 2
    assert not Subscriber.objects.exists()
