"""Who may make a commons, and stepping out as a partner, by the API."""

from typing import Any

import pytest
from django.test import Client

from gemeengoed.core.commons.models import Partnership
from gemeengoed.core.commons.services.partners import add_partner
from gemeengoed.core.people.services import create_organisation
from gemeengoed.core.people.services.tokens import make_token

from .conftest import Cast

API = "/api/commons/v1"


def _ask(cast: Cast, role: str, method: str, path: str, data: object = None) -> Any:
    headers = {}
    if cast.people[role] is not None:
        headers["authorization"] = f"Bearer {make_token(cast.person(role))[1]}"
    send = getattr(Client(headers=headers), method)
    return send(API + path, data or {}, content_type="application/json")


def test_operators_decide_who_makes_a_commons(cast: Cast) -> None:
    rule = {"operators_only": True}
    assert Client().get(f"{API}/making-rule").json() == {"operators_only": False}
    assert _ask(cast, "operator", "put", "/making-rule", rule).json() == rule
    assert Client().get(f"{API}/making-rule").json() == rule
    new = {"handle": "tuin", "names": {"nl": "Tuin"}}
    assert _ask(cast, "stranger", "post", "/commons", new).status_code == 403
    assert _ask(cast, "operator", "put", "/making-rule", {}).status_code == 422


@pytest.mark.parametrize("role", ["visitor", "stranger", "member", "editor", "steward"])
def test_nobody_else_decides_it(cast: Cast, role: str) -> None:
    answer = _ask(cast, role, "put", "/making-rule", {"operators_only": True})
    assert answer.status_code == (401 if role == "visitor" else 403)


def test_an_organisation_steps_out_as_a_partner(cast: Cast) -> None:
    meent = create_organisation("meent", "De Meent", cast.person("stranger"))
    row = add_partner(cast.commons, meent, cast.person("steward"))
    (told,) = _ask(cast, "stranger", "get", "/me/partnerships").json()
    assert (told["organisation"], told["commons"]) == ("meent", "werf")
    address = f"/me/partnerships/{row.pk}"
    assert _ask(cast, "visitor", "delete", address).status_code == 401
    assert _ask(cast, "member", "delete", address).status_code == 404
    assert _ask(cast, "stranger", "delete", address).status_code == 204
    assert not Partnership.objects.exists()
