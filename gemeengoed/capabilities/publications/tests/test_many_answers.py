"""What answers a publication from other servers, many at once: each costs the database a few questions."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gemeengoed.capabilities.publications import services
from gemeengoed.capabilities.publications.models import Kind, Publication
from gemeengoed.core.activity.services import distribute
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.conversations.models import Conversation, Message
from gemeengoed.core.documents.models import Document
from gemeengoed.core.documents.services import Words
from gemeengoed.core.federation.incoming import processing
from gemeengoed.core.federation.models import (
    FederationSettings,
    Host,
    PublishedObject,
    Received,
    ReceivedState,
    RemoteActor,
    ReplyPolicy,
)
from gemeengoed.core.notices.models import Notice
from gemeengoed.core.people.models import Person

pytestmark = pytest.mark.django_db
MANY = 20
MOST_A_ROW = 12.0


@pytest.fixture
def text(make_person: Callable[..., Person], make_commons: Callable[..., Commons]) -> Publication:
    ada = make_person("ada")
    werf = make_commons("werf", steward=ada)
    publication = services.create_publication(werf, Kind.EXPLAINER, "wat is het")
    services.write(publication, "nl", Words("Wat is het?", "Kort.", "Van ons.\n"), ada.actor, 0)
    document = Document.objects.get(work=publication.work)
    services.publish(publication, document, ada.actor)
    distribute()
    return publication


def waiting(number: int, answers: str) -> None:
    """A verified Create of a Note, each by somebody else."""
    author = f"https://there.example/users/u{number}"
    host = Host.objects.get_or_create(name="there.example")[0]
    RemoteActor.objects.create(
        uri=author,
        host=host,
        type="Person",
        username=f"u{number}",
        inbox=f"{author}/inbox",
    )
    note = {
        "id": f"{author}/notes/1",
        "type": "Note",
        "attributedTo": author,
        "content": f"<p>Antwoord {number}</p>",
        "inReplyTo": answers,
        "published": timezone.now().isoformat(),
        "to": ["https://www.w3.org/ns/activitystreams#Public"],
        "cc": ["http://localhost/@werf"],
    }
    activity: dict[str, Any] = {
        "id": f"{author}/notes/1/activity",
        "type": "Create",
        "actor": author,
        "object": note,
    }
    Received.objects.create(
        uri=activity["id"],
        actor=author,
        host="there.example",
        type="Create",
        body=json.dumps(activity).encode(),
        state=ReceivedState.VERIFIED,
    )


def test_each_answer_of_many_costs_few_queries(
    text: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processing, "LINGER", 0.0)
    monkeypatch.setattr(processing, "LONGEST_HELD", 60.0)
    about = PublishedObject.objects.get().uri
    for number in range(MANY):
        waiting(number, f"http://localhost{about}")
    with CaptureQueriesContext(connection) as asked:
        processing.process()
    assert len(asked) / MANY <= MOST_A_ROW
    assert Conversation.objects.filter(about=about, subject="Wat is het?").count() == MANY
    assert Message.objects.count() == Notice.objects.count() == MANY


def test_what_was_decided_meanwhile_holds_for_the_next_batch(
    text: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processing, "LINGER", 0.0)
    about = PublishedObject.objects.get().uri
    waiting(0, f"http://localhost{about}")
    processing.process()
    FederationSettings.objects.create(actor=text.commons.actor, replies=ReplyPolicy.ALL)
    waiting(1, f"http://localhost{about}")
    processing.process()
    shown = Message.objects.filter(shown__isnull=False).values_list("words", flat=True)
    assert list(shown) == ["Antwoord 1"]
