"""After a restore nothing goes out until an operator says so."""

import pytest
from django.core.mail import send_mail
from django.utils import timezone

from gemeengoed.core.mail import delivery
from gemeengoed.core.mail.models import RelayState
from gemeengoed.core.people.services import make_token

from .smtp_server import Received
from .test_mailings import begun

pytestmark = pytest.mark.django_db(transaction=True)
API = "/api/commons/v1/mailings"
BASE = "/settings/server/mail/mailings/"


def test_nothing_goes_out_after_a_restore_until_an_operator_lets_it(
    server: Received, settings, make_person, client_for
) -> None:
    settings.EMAIL_BACKEND = "gemeengoed.core.mail.backend.OutboxBackend"
    RelayState.objects.create(pk=1, held=timezone.now())
    begun(3)
    send_mail("Een code", "123", None, ["ada@example.org"])
    delivery.look()
    assert server.messages == []
    operator = client_for(make_person("baas", is_steward=True))
    assert "back-up teruggezet" in operator.get("/settings/server/mail/").content.decode()
    assert "Laat mail weer uitgaan" in operator.get(BASE).content.decode()
    assert client_for(make_person("ada")).post(f"{BASE}let-go/").status_code == 403
    assert server.messages == []
    shown = operator.post(f"{BASE}let-go/", follow=True).content.decode()
    assert "Mail gaat weer uit." in shown
    assert "back-up teruggezet" not in shown
    assert len(server.messages) == 4


def test_the_api_says_that_mail_is_held_and_lets_it_go(
    server: Received, make_person, client
) -> None:
    RelayState.objects.create(pk=1, held=timezone.now())
    begun(2)
    _, secret = make_token(make_person("baas", is_steward=True), "", ["read", "write"])
    bearer = {"authorization": f"Bearer {secret}"}
    assert client.get(f"{API}/held", headers=bearer).json()["since"]
    assert server.messages == []
    assert client.post(f"{API}/let-go", headers=bearer).status_code == 200
    assert client.get(f"{API}/held", headers=bearer).json() == {"since": None}
    assert len(server.messages) == 2
