"""Nothing that anybody sends is answered with 500: garbage in addresses, queries, forms and JSON."""

import json
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import Resolver404, resolve

from gemeengoed.capabilities.publications import services
from gemeengoed.core.commons.services import programme
from gemeengoed.core.documents.services import Words
from gemeengoed.core.media import svg
from gemeengoed.core.people.services.profile import change_profile
from gemeengoed.core.people.services.tokens import make_token
from gemeengoed.project.api import api
from tests.attacked import Victim, patterns
from tests.test_attacks import OTHERWISE, PARAMETER, by_pattern, filled

pytestmark = pytest.mark.django_db

HUGE = "9" * 30
ENDLESS = "9" * 5000
WORDS = ("a%00b", "%FF%FE", "%0A", "a" * 400, HUGE, "..%2F..", "%F0%9F%92%A9", "<script>")
NUMBERS = ("0", HUGE, ENDLESS, str(2**31), str(2**63))
NAMES = ("page", "lang", "q", "act", "state", "shape", "next", "invitation", "per_page")
VALUES = ("%FF", ENDLESS, "-1", "%ED%A0%80", "[]")
ALL_AT_ONCE = ["&".join(f"{name}={value}" for name in NAMES) for value in VALUES]
ONE_BY_ONE = [f"{name}={value}" for name in NAMES for value in (*VALUES, "%00")]
LISTS = re.compile(r"/(search|log|feed\.atom)/?$")
"""Pages that read most of NAMES, where the first that is wrong could hide the others."""
IS_NUMBER = re.compile(r"int:|\\d")


@pytest.fixture
def steward(victim: Victim) -> Client:
    """Somebody who gets past every gate of the commons and of the server."""
    victim.steward.is_steward = True
    victim.steward.save()
    client = Client(raise_request_exception=False)
    client.force_login(victim.steward)
    return client


def _spoilt() -> Iterator[tuple[str, str]]:
    """(pattern, address): every pattern of addresses, with garbage in each of its parameters."""
    good = {"handle": "weide", **OTHERWISE, "slug": "open", "language": "nl", "version": 1}
    good |= {"series": "reeks", "path": "x", "act": "suspend", "provider_id": "x", "key": "x"}
    good |= {"uidb36": "1"}
    for place, pattern in enumerate(dict.fromkeys(patterns())):
        for spoilt in PARAMETER.finditer(pattern):
            before, after = (filled(part, good) for part in pattern.split(spoilt[0], 1))
            for value in _garbage(spoilt[0], place):
                yield pattern, f"/{before}{value}{after}"


def _garbage(parameter: str, place: int) -> Sequence[str]:
    """All there is. For a handle two of it, in turn: all views look that up by the same function."""
    if parameter in ("<str:handle>", "{handle}"):
        return [WORDS[(2 * place + more) % len(WORDS)] for more in (0, 1)]
    return NUMBERS if IS_NUMBER.search(parameter) else WORDS


def _leads_nowhere(address: str) -> bool:
    try:
        resolve(unquote(address))
    except Resolver404:
        return True
    return False


def test_garbage_in_addresses(steward: Client) -> None:
    bad, nowhere = [], 0
    refused: set[tuple[str, str]] = set()
    for pattern, address in _spoilt():
        if _leads_nowhere(address):
            nowhere += 1
            if nowhere % 20:  # all get the same page, and no view sees them
                continue
        for method in ("get", "post"):
            if (method, pattern) in refused:  # whatever stands in the address
                continue
            status = getattr(steward, method)(address).status_code
            if status == 405:
                refused.add((method, pattern))
            if status >= 500:
                bad.append(f"{method} {address[:120]}")
    assert bad == []


def _of_the_server() -> list[str]:
    return [f"/{one}" for one in dict.fromkeys(patterns()) if "<" not in one and "(" not in one]


def test_garbage_in_queries(victim: Victim, steward: Client) -> None:
    turns = enumerate(addresses for _pattern, addresses in by_pattern(victim))
    addresses = [of_one[turn % len(of_one)] for turn, of_one in turns]
    addresses += [one for one in _of_the_server() if "accounts/" not in one]
    bad = [
        f"{address}?{query[:60]}"
        for address in addresses
        for query in (ONE_BY_ONE if LISTS.search(address) else ALL_AT_ONCE)
        if steward.get(f"{address}?{query}").status_code >= 500
    ]
    assert bad == []


FIELD = re.compile(r'<(?:input|textarea|select)[^>]*\bname="([^"]+)"')
TYPED = ("\x00", "a\x0bb\ud7ff", "x" * 6000, HUGE, "-1", "javascript:alert(1)", "nl\nBcc: x@y.z")
WITHOUT_PAGE = frozenset({"title", "summary", "text", "base", "reason", "language", "seen"})
"""What is sent to an address that takes forms of other pages."""
TOKEN = "csrfmiddlewaretoken"


def _names(steward: Client, address: str) -> frozenset[str]:
    """The fields of the forms on a page, without those in the header of every page."""
    page = steward.get(address)
    if page.status_code == 405:
        return WITHOUT_PAGE
    main = page.getvalue().decode("utf-8", "replace").partition("<main")[2]
    return frozenset(FIELD.findall(main))


def _forms(victim: Victim, steward: Client) -> Iterator[tuple[str, frozenset[str]]]:
    """(address, names of fields) of every form; one of a page that two texts have alike."""
    left_out = re.compile(r"/leave/$|/remove/$|/settings/begin/$")
    for _pattern, addresses in by_pattern(victim):
        found = {_names(steward, one): one for one in addresses if not left_out.search(one)}
        yield from ((address, names) for names, address in found.items())
    for address in _of_the_server():
        if not re.search("logout|download|delete|api/|profile/", address):
            yield address, _names(steward, address)


def test_garbage_in_forms(victim: Victim, steward: Client) -> None:
    bad = []
    for place, (address, names) in enumerate(_forms(victim, steward)):
        for turn, typed in enumerate(TYPED if names - {TOKEN} else TYPED[: len(names)], place):
            values: Any = dict.fromkeys(names, typed)
            if turn % 2:  # behind something that is right, for fields that take more than one
                values = {name: ["1", typed] if name != TOKEN else "" for name in names}
            kept = {n: v for n, v in values.items() if not n.endswith("_FORMS")}
            if steward.post(address, kept).status_code >= 500:
                bad.append(f"{address} {typed[:20]!r}")
    assert bad == []


STRINGS = ("\x00", "a\ud800", "x" * 6000, "a\nBcc: x@y.z", "javascript:alert(1)", "")
INTEGERS = (-1, 0, 2**31, 2**63, 10**30)


GOOD = {
    "language": "nl", "licence": "CC-BY-4.0", "joining": "open", "capabilities": [], "role": "member",
    "website": "https://example.org", "starts": "2026-01-01", "sign_up": "open", "members": [],
    "questions": [], "time_zone": "Europe/Amsterdam", "colours": {}, "based_on": 1, "base": 1,
}  # fmt: skip


@cache
def _described() -> Any:
    return api.get_openapi_schema()


def _bodies(schema: dict[str, Any]) -> Iterator[Any]:
    """Bodies in the form that is asked for, each with one kind of garbage in all its places."""
    for text in STRINGS:
        for number in INTEGERS if text == "" else (1,):
            yield _made(schema, text, number)
    yield {"text": {"nl": ["x"] * 10}, "title": [[[[]]]]}
    good = _made(schema, "goed", 1)
    if isinstance(good, dict):
        good |= {name: GOOD[name] for name in good if name in GOOD}
        for name in good:
            for text in STRINGS:
                yield good | {name: _made(schema, text, -1)[name]}


def _made(schema: dict[str, Any] | bool, text: str, number: int) -> Any:
    schema = {} if isinstance(schema, bool) else schema  # True: anything at all
    if "$ref" in schema:
        named = _described()["components"]["schemas"]
        schema = named[schema["$ref"].rpartition("/")[2]]
    if "anyOf" in schema:
        kinds = [one for one in schema["anyOf"] if one.get("type") != "null"]
        return _made(kinds[len(text) % len(kinds)], text, number)  # each gets half of STRINGS
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type")
    if kind == "object":
        inner = schema.get("additionalProperties", {})
        fields = schema.get("properties", {"nl": inner, text: inner})
        return {name: _made(field, text, number) for name, field in fields.items()}
    if kind == "array":
        return [_made(schema["items"], text, number)]
    if schema.get("format") == "date":
        return "9999-12-31"
    return {"integer": number, "boolean": True}.get(str(kind), text)


def _calls() -> Iterator[tuple[str, str, Any]]:
    for path, methods in _described()["paths"].items():
        for method, operation in methods.items():
            content = operation.get("requestBody", {}).get("content", {})
            schema = content.get("application/json", {}).get("schema")
            for body in _bodies(schema) if schema else [None]:
                yield method, path, body


def test_garbage_in_json(victim: Victim, steward: Client) -> None:
    headers = {"Authorization": f"Bearer {make_token(victim.steward)[1]}"}
    values = {**OTHERWISE, "slug": "open", "language": "nl", "number": "1", "handle": "weide"}
    bad = []
    for method, path, body in _calls():
        if path.endswith(("/leave", "/withdraw", "/remove")):
            continue
        part = next((part for part in victim.values if f"/{part}" in path), "")
        filled = victim.values.get(part, {}) if part != "publications" else {}
        address = path.format(**{**values, **filled})
        answer = steward.generic(
            method.upper(),
            address,
            json.dumps(body) if body is not None else "",
            content_type="application/json",
            headers=headers,
        )
        if answer.status_code >= 500:
            bad.append(f"{method} {path} {str(body)[:80]!r}")
    assert bad == []


def _spoilt_api() -> Iterator[tuple[str, str]]:
    for place, (path, methods) in enumerate(_described()["paths"].items()):
        for spoilt in re.findall(r"\{\w+\}", path):
            for value in _garbage(spoilt, place):
                address = path.replace(spoilt, value).replace("{handle}", "weide")
                for method in methods:
                    yield method, re.sub(r"\{\w+\}", "1", address)
    for query in ("page", "per_page"):
        for value in ("-1", HUGE, "%00"):
            for path in ("commons", "organisations", "commons/weide/media", "search"):
                yield "get", f"/api/commons/v1/{path}?q=gras&{query}={value}"


def test_garbage_in_the_addresses_of_the_api(victim: Victim, steward: Client) -> None:
    headers = {"Authorization": f"Bearer {make_token(victim.steward)[1]}"}
    body = json.dumps({"title": "x", "text": "x", "reason": "x", "role": "member", "name": "x"})
    bad = []
    for method, address in _spoilt_api():
        answer = steward.generic(method.upper(), address, body, "application/json", headers=headers)
        if answer.status_code >= 500:
            bad.append(f"{method} {address[:120]}")
    assert bad == []


def test_garbage_in_cookies(victim: Victim) -> None:
    client = Client(raise_request_exception=False)
    for value in ('"aaaaaaaa\\000"', "a" * 5000, '"\\377\\377\\377\\377\\377\\377\\377\\377"'):
        for cookie in ("session", "csrf", "messages"):
            answer = client.get("/settings/", headers={"Cookie": f"{cookie}={value}"})
            assert answer.status_code < 500, (cookie, value[:20])


def test_characters_that_no_xml_may_hold_do_not_end_the_feeds(victim: Victim) -> None:
    words = Words(title="Open\x0bdeur", summary="\x01", text="Gras.")
    services.write(victim.public, "nl", words, victim.steward.actor, 1)
    services.publish(victim.public, victim.public.work.documents.get(), victim.steward.actor)
    programme.save_question(victim.commons, victim.steward, text={"nl": "Wat\x0b\x1b?"})
    change_profile(victim.steward, name="Weid\x1bster", summary="")
    for way in ("/@weide/publications/feed.atom", "/@weide/log/feed.atom", "/log/feed.atom"):
        ET.fromstring(Client().get(way).content)


def test_an_endless_page_number_in_search(client: Client, victim: Victim) -> None:
    assert client.get(f"/search/?q=gras&page={ENDLESS}").status_code == 200


HEAD = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'


@pytest.mark.parametrize(
    "drawing",
    [
        HEAD + b"<g>" * 300_000,
        HEAD + b"<g>" * 5000 + b"</g>" * 5000 + b"</svg>",
        HEAD + b"<g/>" * 200_000 + b"</svg>",
        '<!DOCTYPE svg [<!ENTITY a "a">]><svg xmlns="http://www.w3.org/2000/svg"/>'.encode(
            "utf-16"
        ),
    ],
)
def test_a_drawing_that_would_fill_memory_is_refused(drawing: bytes) -> None:
    with pytest.raises(ValidationError):
        svg.sanitise(drawing)


@pytest.mark.parametrize("place", ['viewBox="0 0 %s 1"', 'width="%s" height="1"'])
def test_a_drawing_without_end_is_bounded(place: str) -> None:
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" {place % ("9" * 400)}/>'
    assert svg.sanitise(drawing.encode())[1] == svg.WIDEST


def test_deep_json_is_refused(client: Client, victim: Victim) -> None:
    for body in ("[" * 100_000, '{"a":' * 100_000):
        answer = client.patch(
            "/api/commons/v1/me",
            body,
            content_type="application/json",
            headers={"Authorization": f"Bearer {make_token(victim.member)[1]}"},
        )
        assert answer.status_code in (400, 422)


@pytest.mark.processes
def test_others_on_the_machine_cannot_read_the_data(prepared_data: Path) -> None:
    for path in prepared_data.rglob("*.sqlite3*"):
        assert not path.stat().st_mode & 0o077, path
