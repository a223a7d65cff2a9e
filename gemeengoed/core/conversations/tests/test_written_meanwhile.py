"""What comes in while an editor writes an answer stays to be read."""

import pytest
from django.test import Client

from gemeengoed.core.conversations import mail_taken
from gemeengoed.core.conversations.models import Conversation, ConversationState
from gemeengoed.core.people.services import make_token

from .conftest import NL, Scene, begun, mail, page

pytestmark = pytest.mark.django_db


def seen(scene: Scene, one: Conversation) -> str:
    """The value that the form carries."""
    shown = scene.editor.get(page(one)).text
    return shown.partition('name="seen" value="')[2].partition('"')[0]


def answered(scene: Scene, one: Conversation, **fields: str) -> str:
    given = {"words": "De gemeenschap.", **fields}
    shown = scene.editor.post(page(one, "answer"), given, headers=NL, follow=True).text
    one.refresh_from_db()
    return shown


def test_a_second_mail_leaves_it_open_and_the_editor_is_told(scene: Scene) -> None:
    one = begun(scene)
    before = seen(scene, one)
    mail_taken.to_thread(mail("En van wie is het?"), one.token)
    shown = answered(scene, one, seen=before)
    assert one.state == ConversationState.OPEN
    assert "kwam intussen nog een bericht" in shown
    assert one.messages.filter(words="De gemeenschap.").exists()


def test_who_saw_all_of_it_has_answered(scene: Scene) -> None:
    one = begun(scene)
    mail_taken.to_thread(mail("En van wie is het?"), one.token)
    shown = answered(scene, one, seen=seen(scene, one))
    assert one.state == ConversationState.ANSWERED
    assert "intussen" not in shown


def test_what_another_editor_said_meanwhile_asks_for_nothing(scene: Scene) -> None:
    one = begun(scene)
    before = seen(scene, one)
    answered(scene, one)
    answered(scene, one, seen=before)
    assert one.state == ConversationState.ANSWERED


@pytest.mark.parametrize("number", ["", "x", "9" * 40, "-1"])
def test_a_number_that_is_none_loses_no_answer(scene: Scene, number: str) -> None:
    one = begun(scene)
    answered(scene, one, seen=number)
    assert one.messages.filter(words="De gemeenschap.").exists()


@pytest.mark.parametrize(("offset", "state"), [(0, "open"), (1, "answered"), (None, "answered")])
def test_the_api_takes_what_was_seen_as_well(scene: Scene, offset: int | None, state: str) -> None:
    one = begun(scene)
    first = one.messages.get().pk
    mail_taken.to_thread(mail("En van wie is het?"), one.token)
    given = {"words": "De gemeenschap.", "seen": None if offset is None else first + offset}
    answer = Client().post(
        f"/api/commons/v1/commons/werf/inbox/{one.pk}/answers",
        given,
        content_type="application/json",
        headers={"authorization": f"Bearer {make_token(scene.eva)[1]}"},
    )
    assert answer.status_code == 201
    one.refresh_from_db()
    assert one.state == state
