"""What the API says of a letter that went out to who does not write letters."""

import json

import pytest
from django.test import Client

from gemeengoed.capabilities.newsletters.models import Letter
from gemeengoed.capabilities.newsletters.services import sending, writing
from gemeengoed.capabilities.newsletters.tests.conftest import Scene, scene
from gemeengoed.capabilities.newsletters.tests.test_api import call
from gemeengoed.capabilities.publications import services as publications
from gemeengoed.capabilities.publications.models import Kind
from gemeengoed.core.documents.models import Work
from gemeengoed.core.documents.services import Words
from gemeengoed.core.registry import Audience

pytestmark = pytest.mark.django_db(transaction=True)
__all__ = ["scene"]
HOME = "/api/commons/v1/commons/werf/letters"


def test_what_goes_wrong_and_what_may_no_longer_be_seen_is_for_editors(scene: Scene) -> None:
    seen, hidden = (
        publications.begin(scene.werf, Kind.ARTICLE, "nl", title, scene.eva.actor)
        for title in ("Over de werf", "Niet meer")
    )
    for text in (seen, hidden):
        publications.write(text, "nl", Words("Titel", "Kort."), scene.eva.actor, 1)
        publications.publish(text, text.work.documents.get(), scene.eva.actor)
    content = [
        {"kind": "object", "block": "publication", "uri": one.work.uri, "words": "Lees dit"}
        for one in (seen, hidden)
    ]
    made = writing.begin(
        scene.werf, scene.eva.actor, language="nl", subject="Brief", content=content
    )
    sending.schedule(made.letter, scene.eva.actor)
    Letter.objects.update(trouble="OperationalError: disk", approved_by=scene.ko.actor)
    Work.objects.filter(pk=hidden.work_id).update(audience=Audience.EDITORS)
    uris = [seen.work.uri]
    for asked in (HOME, f"{HOME}/{made.letter.slug}"):
        told = json.loads(Client().get(asked).content)
        letter = told["items"][0] if "items" in told else told
        assert (letter["trouble"], letter["approved_by"]) == ("", "")
        assert [block["uri"] for block in letter["texts"][0]["blocks"]] == uris
    whole = call(scene.eva, "GET", f"/letters/{made.letter.slug}")[1]
    assert (whole["trouble"], whole["approved_by"]) == ("OperationalError: disk", "ko")
    assert len(whole["texts"][0]["blocks"]) == 2
    assert call(scene.eva, "GET", "/letters")[1]["items"] == [whole]
