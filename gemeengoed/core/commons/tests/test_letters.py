"""Letters about membership: how many, and that no name becomes more than a name."""

import pytest
from django.core import mail as outbox

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.commons.services import joining

from .conftest import Cast

pytestmark = pytest.mark.django_db


def test_asking_and_withdrawing_again_and_again_sends_one_letter(cast: Cast) -> None:
    stranger = cast.person("stranger")
    for _ in range(5):
        joining.apply(cast.commons, stranger, "Please")
        joining.withdraw(cast.commons, stranger)
    assert len(outbox.outbox) == 1


def test_a_name_of_several_lines_stays_in_the_subject(cast: Cast) -> None:
    """Also one that stands in the database from before names were tidied."""
    stranger = cast.person("stranger")
    Actor.objects.filter(pk=stranger.actor_id).update(name="Eva\n\nClick http://evil.example")
    stranger.actor.refresh_from_db()
    joining.apply(cast.commons, stranger, "Please")
    letter = outbox.outbox[0]
    assert letter.subject.startswith("Eva Click http://evil.example asks to join")
    assert letter.body.startswith("Eva")
