"""Every text has a bound, whichever way it comes in; the answer names the field and says the bound."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from gemeengoed.core.log.bounds import CUT, bounded
from gemeengoed.core.log.models import LogEntry
from gemeengoed.core.people.models import Organisation
from gemeengoed.core.people.services.tokens import make_token

from .conftest import Cast

HUGE = "A" * 1_000_000
API = "/api/commons/v1"


@pytest.fixture
def send(cast: Cast, client_for: Callable[..., Any]) -> Callable[..., Any]:
    """`send("patch", "/commons/werf", {...})` with the token of a steward who is operator as well."""
    steward = cast.person("steward")
    steward.is_steward = True
    steward.save()
    token = make_token(steward)[1]

    def go(method: str, path: str, given: object) -> Any:
        return getattr(client_for(None), method)(
            API + path,
            json.dumps(given),
            content_type="application/json",
            headers={"Authorization": f"Bearer {token}"},
        )

    return go


PHASE = {"title": {"nl": "x"}, "starts": "2025-01-01", "ends": "2025-02-01"}
CHARTER = {"answers": {}, "reason": "x", "based_on": 0}
CASES = [
    ("patch", "/commons/werf", {"names": {"nl": HUGE}}, "names"),
    ("patch", "/commons/werf", {"names": {f"a{n:05}": "x" for n in range(2000)}}, "names"),
    ("patch", "/commons/werf", {"names": {"not a code": "x"}}, "names"),
    ("patch", "/commons/werf", {"purpose": {"nl": HUGE}}, "purpose"),
    ("patch", "/commons/werf", {"language": "a" * 36}, "language"),
    ("post", "/commons", {"handle": "tuin", "names": {"nl": HUGE}}, "names"),
    ("post", "/commons/werf/questions", {"text": {"nl": HUGE}}, "text"),
    ("post", "/commons/werf/questions", {"text": {"nl": "x"}, "explanation": {"nl": HUGE}}, "expl"),
    ("post", "/commons/werf/phases", {**PHASE, "title": {"nl": HUGE}}, "title"),
    ("post", "/commons/werf/phases", {**PHASE, "plan": {"nl": HUGE}}, "plan"),
    ("post", "/commons/werf/phases", {**PHASE, "outcome": {"nl": HUGE}}, "outcome"),
    (
        "post",
        "/commons/werf/charter/versions",
        {**CHARTER, "answers": {"boundaries": {"nl": HUGE}}},
        "boundaries",
    ),
    ("post", "/commons/werf/charter/versions", {**CHARTER, "reason": HUGE}, "reason"),
    ("post", "/commons/werf/groups", {"name": HUGE}, "name"),
    ("post", "/commons/werf/groups", {"name": "x", "description": HUGE}, "description"),
    ("post", "/organisations", {"handle": "waag", "name": HUGE}, "name"),
    (
        "post",
        "/organisations",
        {"handle": "waag", "name": "x", "description": {"nl": HUGE}},
        "description",
    ),
    ("post", "/people/stranger/suspend", {"reason": HUGE}, "reason"),
    ("patch", "/me", {"name": HUGE}, "name"),
    ("patch", "/me", {"summary": HUGE}, "summary"),
    ("patch", "/instance", {"description": {"nl": HUGE}}, "description"),
]


@pytest.mark.parametrize(("method", "path", "given", "field"), CASES)
def test_the_api_says_which_text_is_too_long(
    send: Callable[..., Any], method: str, path: str, given: dict[str, Any], field: str
) -> None:
    answer = send(method, path, given)
    assert answer.status_code == 422, answer.content[:300]
    assert [name for name in answer.json()["fields"] if name.startswith(field)]
    assert len(answer.content) < 2000


def test_a_name_is_one_line_everywhere(send: Callable[..., Any], cast: Cast) -> None:
    evil = "Werf\r\nBcc: x@example.org\u202e"
    send("patch", "/commons/werf", {"names": {"nl": evil}})
    send("patch", "/me", {"name": evil})
    send("post", "/organisations", {"handle": "waag", "name": evil})
    cast.commons.actor.refresh_from_db()
    names = [
        cast.commons.actor.name,
        type(cast.person("steward")).objects.get(username="bea").name,
        Organisation.objects.get().name,
    ]
    assert names == ["Werf Bcc: x@example.org"] * 3


def test_an_entry_of_the_log_is_bounded(send: Callable[..., Any]) -> None:
    words = {"nl": "x " * 2400, "en": "y " * 2400}
    assert send("patch", "/commons/werf", {"purpose": words}).status_code == 200
    told = LogEntry.objects.get(act="commons.changed").words["details"]["purpose"]["to"]["nl"]
    assert len(told) == 2000
    assert told.endswith(CUT)


def test_long_lists_and_mappings_are_cut() -> None:
    assert len(bounded({str(n): "x" for n in range(50)})) == 21
    assert len(bounded(list(range(500)))) == 101
    assert bounded({"a": [1, True, "x"]}) == {"a": [1, True, "x"]}
