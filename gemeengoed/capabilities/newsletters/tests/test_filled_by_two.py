"""Two work processes that begin the same letter at the same moment, while readers change their choices."""

import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from gemeengoed.capabilities.newsletters.models import LetterState, Subscriber, SubscriberState
from gemeengoed.capabilities.newsletters.services import sending, writing
from gemeengoed.core.mail import addresses
from gemeengoed.core.mail.models import Copy
from gemeengoed.core.mail.tests import work_process
from gemeengoed.core.mail.tests.smtp_server import Received

from .conftest import Scene
from .test_sending import letter

READERS = 80
FILLS = """
import time
from pathlib import Path
from gemeengoed.capabilities.newsletters.services import filling, sending
from gemeengoed.core.jobs import queue
queue.immediate = True
filling.READ = filling.BATCH = 8
here = Path({place!r})
(here / {name!r}).touch()
latest = time.monotonic() + 60
while len(list(here.iterdir())) < 2 and time.monotonic() < latest:
    time.sleep(0.001)
sending.send_due()
"""


def subscribe(scene: Scene, number: int) -> None:
    now = timezone.now()
    Subscriber.objects.bulk_create(
        Subscriber(
            commons=scene.werf,
            address=f"a{one}@voorbeeld.nl",
            folded=f"a{one}@voorbeeld.nl",
            language="nl",
            token=addresses.new_token(),
            state=SubscriberState.ON,
            confirmed=now,
        )
        for one in range(number)
    )


@pytest.mark.django_db(transaction=True)
def test_each_reader_gets_one_copy(
    scene: Scene, server: Received, settings, tmp_path: Path
) -> None:
    settings.EMAIL_URL, url = "", settings.EMAIL_URL
    subscribe(scene, READERS)
    text = letter(scene)
    writing.add_language(text.letter, "en", text, scene.eva.actor)
    sending.schedule(text.letter, scene.eva.actor, timezone.now() + timedelta(hours=1))
    type(text.letter).objects.update(goes_out=timezone.now())
    settings.EMAIL_URL = url
    children = [
        work_process.started(FILLS.format(place=str(tmp_path), name=name)) for name in ("a", "b")
    ]
    latest = time.monotonic() + work_process.PATIENCE
    while any(child.poll() is None for child in children) and time.monotonic() < latest:
        for language in ("en", "nl"):
            Subscriber.objects.update(language=language)
            time.sleep(0.01)
    assert [child.wait(work_process.PATIENCE) for child in children] == [0, 0]
    assert Copy.objects.count() == Copy.objects.filter(state="sent").count() == READERS
    assert sorted(server.delivered()) == sorted(f"a{one}@voorbeeld.nl" for one in range(READERS))
    text.letter.refresh_from_db()
    assert text.letter.state == LetterState.SENT
