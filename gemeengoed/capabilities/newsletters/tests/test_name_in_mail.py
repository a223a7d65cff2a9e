"""From is the name of the commons in the language of whoever reads the mail."""

from email import message_from_bytes, policy

import pytest

from gemeengoed.capabilities.newsletters.services import sending, writing
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.commons.services.settings import change_commons
from gemeengoed.core.mail import delivery
from gemeengoed.core.mail.tests.smtp_server import Received

from .conftest import Scene, mails
from .test_sending import letter

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def named(scene: Scene) -> None:
    change_commons(scene.werf, scene.bea, names={"nl": "De Werf", "en": "The Yard"})
    scene.werf = Commons.objects.select_related("actor").get(pk=scene.werf.pk)


@pytest.mark.parametrize(("language", "name"), [("nl", "De Werf"), ("en", "The Yard")])
def test_the_question_to_confirm_is_from_the_commons_by_its_name_there(
    scene: Scene, language: str, name: str
) -> None:
    scene.join(language=language)
    (mail,) = mails()
    assert str(mail["From"]) == f"{name} <werf@example.org>"


def test_each_language_of_a_letter_has_its_own_name(scene: Scene, server: Received) -> None:
    for language in ("nl", "en"):
        scene.on_the_list(f"{language}@voorbeeld.nl", language)
    text = letter(scene)
    writing.add_language(text.letter, "en", text, scene.eva.actor)
    sending.schedule(text.letter, scene.eva.actor)
    delivery.deliver()
    came = [message_from_bytes(one, policy=policy.default) for one in server.messages]
    letters = {one["To"]: one for one in came if one["List-Id"]}
    assert str(letters["nl@voorbeeld.nl"]["From"]).startswith("De Werf <")
    assert str(letters["en@voorbeeld.nl"]["From"]).startswith("The Yard <")
    assert "The Yard" in letters["en@voorbeeld.nl"]["List-Id"]
