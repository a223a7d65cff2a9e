"""What people wrote goes when its reason has ended, and at once when they ask for it."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection
from django.test import Client

from gemeengoed.core.conversations import erasing, mail_taken
from gemeengoed.core.conversations.models import Conversation, Message
from gemeengoed.core.conversations.personal_data import HELD
from gemeengoed.core.mail.models import OutgoingMessage
from gemeengoed.core.notices.models import Notice
from gemeengoed.core.people.models import Person

from .conftest import NL, Scene, asked, begun, link, mail, page

pytestmark = pytest.mark.django_db


def test_an_erased_address_leaves_only_what_was_published(scene: Scene) -> None:
    kept = asked(scene)
    Client().post(link(kept), {"given": "nameless"})
    scene.editor.post(page(kept, "publish"))
    mail_taken.to_commons(mail("Iets anders"), "werf")
    assert erasing.erase_address("NOOR@voorbeeld.nl") == 2
    left = Conversation.objects.get()
    assert (left.pk, left.address, left.name) == (kept.pk, "", "")
    assert scene.editor.post(page(left, "answer"), {"words": "x"}).status_code == 422


def test_old_conversations_go(scene: Scene) -> None:
    one = begun(scene)
    erasing.sweep()
    assert Conversation.objects.exists()
    Conversation.objects.filter(pk=one.pk).update(moved="2020-01-01T00:00Z")
    erasing.sweep()
    assert not Conversation.objects.exists()


def test_mail_that_waits_for_them_goes_with_the_conversation(scene: Scene) -> None:
    one = begun(scene)
    scene.editor.post(page(one, "answer"), {"words": "De gemeenschap."})
    assert OutgoingMessage.objects.exists()
    erasing.erase_address("Noor@Voorbeeld.nl")
    assert not OutgoingMessage.objects.exists()


def test_editors_keep_no_notice_of_what_is_erased(scene: Scene) -> None:
    begun(scene)
    assert "Een vraag" in scene.editor.get("/notices/", headers=NL).text
    erasing.erase_address("noor@voorbeeld.nl")
    assert not Notice.objects.filter(kind="conversations.message").exists()
    assert "Een vraag" not in scene.editor.get("/notices/", headers=NL).text


def test_setting_aside_takes_the_notices_back(scene: Scene) -> None:
    one = begun(scene)
    scene.editor.post(page(one, "set-aside"))
    assert not Notice.objects.filter(kind="conversations.message").exists()


def test_of_what_was_published_only_what_they_agreed_to_stays(scene: Scene) -> None:
    one = asked(scene)
    mail_taken.to_thread(
        mail("Dit is alleen voor jullie.\n\nOp ma schreef werf:\n> Dag"), one.token
    )
    Client().post(link(one), {"given": "nameless"})
    scene.editor.post(page(one, "publish"))
    erasing.erase_address("noor@voorbeeld.nl")
    kept = Message.objects.filter(author__isnull=True)
    assert [(said.words.strip(), said.quoted) for said in kept] == [("Wie beheert dit?", "")]
    assert not Notice.objects.filter(kind="conversations.message").exists()


def test_erasing_is_done_whole_or_not_at_all(scene: Scene) -> None:
    one = begun(scene)
    scene.editor.post(page(one, "answer"), {"words": "De gemeenschap."})

    def failing(run: Callable[..., object], sql: str, *rest: object) -> object:
        if sql.startswith('DELETE FROM "conversations_conversation"'):
            raise DatabaseError
        return run(sql, *rest)

    with connection.execute_wrapper(failing), pytest.raises(DatabaseError):
        erasing.erase_address("noor@voorbeeld.nl")
    assert OutgoingMessage.objects.exists()
    assert Notice.objects.filter(kind="conversations.message").exists()


def test_what_somebody_wrote_is_in_their_download_whatever_its_case(
    scene: Scene, make_person: Callable[..., Person]
) -> None:
    noor = make_person("noor")
    mail_taken.to_commons(mail("Wie beheert dit?", sender="NOOR@Example.org"), "werf")
    (row,) = HELD[0].export(noor.pk)  # type: ignore[misc]
    assert "Wie beheert dit?" in row["words"]
    HELD[0].erase(noor.pk)  # type: ignore[misc]
    assert not Conversation.objects.exists()


def test_who_writes_again_after_that_begins_anew_and_can_be_answered(scene: Scene) -> None:
    kept = asked(scene)
    Client().post(link(kept), {"given": "nameless"})
    scene.editor.post(page(kept, "publish"))
    erasing.erase_address("noor@voorbeeld.nl")
    assert mail_taken.to_thread(mail("Nog een vraag"), kept.token) == "conversation"
    anew = Conversation.objects.latest("pk")
    assert (anew.pk > kept.pk, anew.address) == (True, "noor@voorbeeld.nl")
