"""What readers wrote, in the demonstration."""

from collections.abc import Callable

import pytest
from django.template import Context, Template
from django.utils import timezone

from gemeengoed.core.commons.models import Commons
from gemeengoed.core.mail.models import OutgoingMessage
from gemeengoed.core.people.models import Person

from .. import demonstration, queries
from ..models import Conversation, ConversationState

pytestmark = pytest.mark.django_db


def test_one_exchange_can_be_read_and_one_is_answered_and_nobody_is_mailed(
    make_person: Callable[..., Person], make_commons: Callable[..., Commons]
) -> None:
    eva = make_person("eva")
    make_commons("werf", eva)
    demonstration.build("werf", {"editor": eva})
    demonstration.build("werf", {"editor": eva})
    answered = Conversation.objects.get(published__isnull=True)
    published = Conversation.objects.get(published__isnull=False)
    assert answered.state == ConversationState.ANSWERED
    assert answered.messages.count() == 2
    shown = Template("{% load conversations %}{% exchanges_about about %}").render(
        Context({"about": published.about})
    )
    assert "openbare bibliotheek" in shown
    assert "de grens is niet scherp" in shown
    assert "Bibliothecaris" not in shown
    assert not OutgoingMessage.objects.exists()


def test_each_answer_says_who_gave_it_and_stands_below_what_it_answers(
    make_person: Callable[..., Person], make_commons: Callable[..., Commons]
) -> None:
    eva = make_person("eva")
    make_commons("werf", eva)
    demonstration.build("werf", {"editor": eva})
    for one in Conversation.objects.all():
        asked, answered = queries.messages(one)
        assert (asked.author, answered.author) == (None, eva.actor)
        assert asked.created < answered.created < timezone.now()
        assert answered.message_id
        assert answered.words == answered.words.strip()
    published = Conversation.objects.get(published__isnull=False)
    last = queries.messages(published)[-1].pk
    assert (published.consent, published.asked_until) == ("given", last)
