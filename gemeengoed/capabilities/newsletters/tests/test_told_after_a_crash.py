"""The list hears of an address that the relay refused, also when the process ended just before."""

import pytest

from gemeengoed.capabilities.newsletters import letters_to_one
from gemeengoed.capabilities.newsletters.models import SubscriberState
from gemeengoed.core.mail import delivery
from gemeengoed.core.mail.compose import Mail
from gemeengoed.core.mail.mailings import services as mailings
from gemeengoed.core.mail.mailings.services import Recipient
from gemeengoed.core.mail.models import Copy
from gemeengoed.core.mail.tests import work_process
from gemeengoed.core.mail.tests.smtp_server import Received

from .conftest import Scene

ENDS = """
import os
from gemeengoed.core import registry
crash = registry.Capability("crash", "crash", mail_came_back=lambda *told: os._exit(9))
registry._capabilities = {"crash": crash, **registry._capabilities}
registry.installed._capabilities = registry._capabilities
"""
"""The process ends where the first is told."""


@pytest.mark.django_db(transaction=True)
def test_a_crash_before_the_list_is_told_is_made_good_by_the_sweep(
    scene: Scene, server: Received, settings
) -> None:
    url, settings.EMAIL_URL = settings.EMAIL_URL, ""
    one = scene.on_the_list()
    reader = Recipient(letters_to_one.reference(one), one.address)
    mailings.begin("newsletters:1:nl", Mail(subject="Brief", text="Dag"), [reader])
    settings.EMAIL_URL = url
    server.at = {one.address: ["550 5.1.1 no such user"]}
    child = work_process.started(before=ENDS)
    assert child.wait(work_process.PATIENCE) == 9
    assert Copy.objects.get().state == "failed"
    one.refresh_from_db()
    assert one.state == SubscriberState.ON
    for _minute in range(2):
        delivery.look()
    one.refresh_from_db()
    assert one.state == SubscriberState.BOUNCED
    assert one.proofs.filter(what="bounced").count() == 1
