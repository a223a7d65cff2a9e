"""The log and its entries in the API, and the description of the API itself."""

from collections.abc import Callable

import pytest
from django.test import Client

from gemeengoed.core.actors.services import instance_actor
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.log.services import append

pytestmark = pytest.mark.django_db
API = "/api/commons/v1"


def test_everybody_reads_one_entry(make_commons: Callable[..., Commons]) -> None:
    werf = make_commons("werf")
    first = Client().get(f"{API}/commons/werf/log/1").json()
    assert (first["number"], first["act"]) == (1, "commons.created")
    assert Client().get(f"{API}/commons/werf/log/999").status_code == 404
    assert Client().get(f"{API}/commons/werf/log/{2**70}").status_code == 404
    assert Client().get(f"{API}/commons/{werf.handle}x/log/1").status_code == 404


def test_everybody_reads_the_log_of_the_server(set_up: None) -> None:
    append(instance_actor(), "instance.logo_removed", None, object="/")
    told = Client().get(f"{API}/log").json()
    number = told["head_number"]
    assert told["entries"][0]["number"] == number
    assert Client().get(f"{API}/log/{number}").json()["act"] == "instance.logo_removed"
    assert Client().get(f"{API}/log?act=nothing.such").json()["entries"] == []
    assert Client().get(f"{API}/log?page=0").status_code == 422


def test_the_api_describes_itself(set_up: None) -> None:
    """Each operation has a summary, and none is there twice under the same name."""
    answer = Client().get(f"{API}/openapi.json")
    assert answer.status_code == 200
    operations = [
        (method, path, told)
        for path, methods in answer.json()["paths"].items()
        for method, told in methods.items()
    ]
    assert len(operations) > 100
    assert not [(method, path) for method, path, told in operations if not told.get("summary")]
    names = [told["operationId"] for _method, _path, told in operations]
    assert len(names) == len(set(names))
