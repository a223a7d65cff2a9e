"""An organisation that is named as partner hears of it and can take it back."""

import pytest
from django.core import mail as outbox

from gemeengoed.core.commons.models import Partnership
from gemeengoed.core.commons.services.partners import add_partner
from gemeengoed.core.log.models import LogEntry
from gemeengoed.core.people.services import create_organisation

from .conftest import Cast

pytestmark = pytest.mark.django_db
PAGE = "/settings/partnerships/"


def test_who_looks_after_it_gets_a_letter_and_can_take_it_back(cast: Cast) -> None:
    waag = create_organisation("waag", "Waag", cast.person("stranger"))
    row = add_partner(cast.commons, waag, cast.person("steward"))
    (letter,) = outbox.outbox
    assert letter.to == ["stranger@example.org"]
    assert PAGE in letter.body
    assert "Bea" in letter.body
    client = cast.clients["stranger"]
    assert "Waag" in client.get(PAGE).content.decode()
    assert PAGE in client.get("/settings/").content.decode()
    assert client.post(f"{PAGE}{row.pk}/end/").status_code == 302
    assert not Partnership.objects.exists()
    entry = LogEntry.objects.get(act="partner.took_back")
    assert (entry.words["actor"], entry.words["details"]["name"]) == ("stranger", "Waag")


@pytest.mark.parametrize("role", ["member", "steward", "visitor"])
def test_others_cannot(cast: Cast, role: str) -> None:
    waag = create_organisation("waag", "Waag", cast.person("stranger"))
    row = add_partner(cast.commons, waag, cast.person("steward"))
    assert cast.clients[role].post(f"{PAGE}{row.pk}/end/").status_code in (302, 403, 404)
    assert Partnership.objects.exists()


def test_who_names_an_organisation_of_their_own_gets_no_letter(cast: Cast) -> None:
    add_partner(
        cast.commons,
        create_organisation("waag", "Waag", cast.person("steward")),
        cast.person("steward"),
    )
    assert not outbox.outbox
