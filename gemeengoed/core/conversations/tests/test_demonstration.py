"""What readers wrote, in the demonstration."""

from collections.abc import Callable

import pytest
from django.template import Context, Template

from gemeengoed.core.commons.models import Commons
from gemeengoed.core.mail.models import OutgoingMessage
from gemeengoed.core.people.models import Person

from .. import demonstration
from ..models import Conversation, ConversationState

pytestmark = pytest.mark.django_db


def test_one_exchange_can_be_read_and_one_waits_and_nobody_is_mailed(
    make_person: Callable[..., Person], make_commons: Callable[..., Commons]
) -> None:
    eva = make_person("eva")
    make_commons("werf", eva)
    demonstration.build("werf", {"editor": eva})
    demonstration.build("werf", {"editor": eva})
    waiting, published = Conversation.objects.order_by("published")
    if waiting.published:  # where an empty moment sorts last
        waiting, published = published, waiting
    assert waiting.state == ConversationState.OPEN
    assert waiting.messages.count() == 3
    shown = Template("{% load conversations %}{% exchanges_about about %}").render(
        Context({"about": published.about})
    )
    assert "openbare bibliotheek" in shown
    assert "de grens is niet scherp" in shown
    assert "Bibliothecaris" not in shown
    assert not OutgoingMessage.objects.exists()
