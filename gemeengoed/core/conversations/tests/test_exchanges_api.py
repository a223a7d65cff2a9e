"""Published exchanges by the API: everybody reads them, editors ask, publish and take back."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gemeengoed.capabilities.newsletters.models import Letter
from gemeengoed.capabilities.newsletters.services import writing as letters
from gemeengoed.capabilities.publications import services as publications
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.commons.services.programme import save_question
from gemeengoed.core.conversations.models import Conversation
from gemeengoed.core.documents.models import Work
from gemeengoed.core.people.models import Person
from gemeengoed.core.people.services import make_token

from .conftest import QUESTION, Scene, begun, link, posted

pytestmark = pytest.mark.django_db
HOME = "/api/commons/v1/commons/werf"


def call(person: Person | None, method: str, path: str, body: object = None) -> tuple[int, Any]:
    headers = {"authorization": f"Bearer {make_token(person)[1]}"} if person else {}
    answer = Client().generic(
        method, HOME + path, json.dumps(body), content_type="application/json", headers=headers
    )
    return answer.status_code, json.loads(answer.content or b"null")


def published(scene: Scene, about: str, given: str = "nameless") -> Conversation:
    """All of it by the API, but for what the person says."""
    one = begun(scene)
    here = f"/inbox/{one.pk}"
    assert call(scene.eva, "POST", f"{here}/answers", {"words": "De gemeenschap."})[0] == 201
    assert call(scene.eva, "PATCH", here, {"about": about})[0] == 200
    assert call(scene.eva, "POST", f"{here}/ask")[1]["consent"] == "asked"
    Client().post(link(one), {"given": given})
    assert call(scene.eva, "POST", f"{here}/publish")[1]["published"]
    return one


@pytest.fixture
def question(scene: Scene) -> str:
    save_question(scene.werf, scene.eva, text={"nl": "Wat delen we?"}, slug="wat-delen-we")
    return QUESTION


def test_everybody_reads_what_was_agreed_to_and_no_more(scene: Scene, question: str) -> None:
    one = published(scene, question)
    status, found = call(None, "GET", f"/exchanges/{one.pk}")
    assert status == 200
    assert [said["words"].strip() for said in found["messages"]] == [
        "Wie beheert dit?",
        "De gemeenschap.",
    ]
    assert [said["author"] for said in found["messages"]] == ["", "eva"]
    assert (found["about"], found["address"]) == (question, f"/@werf/exchanges/{one.pk}/")
    one.refresh_from_db()
    for secret in ("noor", one.token, one.consent_token or ""):
        assert secret not in json.dumps(found).lower()
    listed = call(None, "GET", "/exchanges")[1]
    assert (listed["total"], listed["items"]) == (1, [found])


def test_the_name_is_there_when_they_want_it(scene: Scene, question: str) -> None:
    one = published(scene, question, "named")
    assert call(None, "GET", f"/exchanges/{one.pk}")[1]["name"] == "Noor"


@pytest.mark.parametrize("verb", ["ask", "publish", "take-back"])
def test_only_editors_ask_publish_and_take_back(scene: Scene, question: str, verb: str) -> None:
    one = published(scene, question)
    mo = Person.objects.get(actor__handle="mo")
    before = len(posted())
    assert call(mo, "POST", f"/inbox/{one.pk}/{verb}")[0] == 403
    assert call(None, "POST", f"/inbox/{one.pk}/{verb}")[0] == 401
    assert len(posted()) == before
    assert call(None, "GET", f"/exchanges/{one.pk}")[0] == 200


def by_an_editor(scene: Scene, one: Conversation) -> None:
    call(scene.eva, "POST", f"/inbox/{one.pk}/take-back")


def by_the_person(scene: Scene, one: Conversation) -> None:
    Client().post(link(one), {"given": "no"})


@pytest.mark.parametrize("end", [by_an_editor, by_the_person])
def test_what_is_taken_back_is_gone_at_once(
    scene: Scene, question: str, end: Callable[[Scene, Conversation], None]
) -> None:
    one = published(scene, question)
    end(scene, one)
    assert call(None, "GET", f"/exchanges/{one.pk}")[0] == 404
    assert call(None, "GET", "/exchanges")[1]["total"] == 0


def test_about_a_letter_it_is_read_once_the_letter_went_out(scene: Scene, question: str) -> None:
    text = letters.begin(scene.werf, scene.eva.actor, language="nl", subject="Brief")
    about = text.letter.get_absolute_url()
    one = published(scene, about)
    published(scene, question)
    assert call(None, "GET", f"/exchanges?about={about}")[1]["total"] == 0
    Letter.objects.update(state="sent", went_out=timezone.now())
    (found,) = call(None, "GET", f"/exchanges?about={about}")[1]["items"]
    assert (found["id"], found["address"]) == (one.pk, f"{about}#exchange-{one.pk}")
    assert call(None, "GET", "/exchanges")[1]["total"] == 2
    used = [slug for slug in scene.werf.capabilities if slug != "newsletters"]
    Commons.objects.update(capabilities=used)
    assert call(scene.eva, "GET", f"/exchanges/{one.pk}")[0] == 404
    assert call(None, "GET", "/exchanges")[1]["total"] == 1


def test_about_a_text_it_is_read_by_who_may_read_the_text(scene: Scene) -> None:
    text = publications.begin(scene.werf, "article", "nl", "Wat delen we?", scene.eva.actor)
    publications.publish(text, text.work.documents.get(), scene.eva.actor)
    about = text.work.uri
    one = published(scene, about)
    mo = Person.objects.get(actor__handle="mo")
    assert call(None, "GET", f"/exchanges/{one.pk}")[0] == 200
    Work.objects.filter(uri=about).update(audience="members")
    assert call(None, "GET", f"/exchanges/{one.pk}")[0] == 404
    assert call(None, "GET", "/exchanges")[1]["total"] == 0
    assert call(mo, "GET", f"/exchanges/{one.pk}")[0] == 200


def test_what_is_about_nothing_that_is_there_is_read_by_nobody(scene: Scene) -> None:
    one = published(scene, QUESTION)
    assert call(None, "GET", f"/exchanges/{one.pk}")[0] == 404


def test_many_ask_as_little_of_the_database_as_one(scene: Scene, question: str) -> None:
    asked = []
    for number in range(3):
        text = letters.begin(scene.werf, scene.eva.actor, language="nl", subject=f"Brief {number}")
        published(scene, text.letter.get_absolute_url())
        published(scene, question)
        Letter.objects.update(state="sent", went_out=timezone.now())
        with CaptureQueriesContext(connection) as queries:
            assert call(None, "GET", "/exchanges")[1]["total"] == 2 * (number + 1)
        asked.append(len(queries))
    assert asked[0] == asked[1] == asked[2]
