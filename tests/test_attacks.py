"""Who may do what, tried at every address: outsiders against a commons that is full of things."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gemeengoed.capabilities.publications import services
from gemeengoed.capabilities.publications.models import Kind
from gemeengoed.core.commons.models import Commons, Membership
from gemeengoed.core.people.services.tokens import make_token
from gemeengoed.core.registry import Audience
from gemeengoed.core.sources.models import Source
from gemeengoed.project.api import api
from tests.attacked import DRAFT, SECRET, Victim, patterns, rows
from tests.fixtures import PASSWORD

pytestmark = pytest.mark.django_db

PARAMETER = re.compile(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)[*+]?|<(?:\w+:)?(\w+)>")
OTHERWISE: dict[str, Any] = {
    "number": 1, "pk": 1, "old": 1, "new": 1, "token": "guess", "slug": "none", "name": "none",
    "ending": "bib",
    "block": 1, "thread": 1, "comment": 1, "review": 1, "kind": "none", "secret": "guess",
    "form": "pdf", "language": "nl", "series": "none", "version": 1, "text": 1, "work": 1, "group": 1,
    "verb": "none", "scheme": "light",
}  # fmt: skip
# What outsiders may do: ask to join.
OPEN_TO_ALL = ("/join/", "/withdraw/")
# Pages of the commons that only somebody with a task there sees.
CLOSED = re.compile(
    r"/(settings|write|edit|new|details|publish|withdraw|preview|leave|merge|remove|bring-in|texts|reviews|inbox|list|send)/"
    r"|/publications/[^/]+/sources/"
)


def by_pattern(victim: Victim) -> Iterator[tuple[str, list[str]]]:
    """Every pattern of addresses in a commons, with the addresses in `weide` that it makes: two where
    there is a text in it, one that is published for members and one that is not."""
    for pattern in dict.fromkeys(patterns()):
        if pattern.startswith("@<str:handle>/"):
            filled_in = [
                {"handle": "weide", **OTHERWISE, **one} for one in _values(victim, pattern)
            ]
            yield pattern, list(dict.fromkeys("/" + filled(pattern, one) for one in filled_in))


def in_commons(victim: Victim) -> list[str]:
    """The address of every page and every thing in `weide`."""
    return [address for _pattern, addresses in by_pattern(victim) for address in addresses]


def _values(victim: Victim, pattern: str) -> list[dict[str, Any]]:
    part = next((part for part in victim.values if f"/{part}/" in pattern), "")
    values = victim.values.get(part, {})
    if part == "texts":
        return [values, victim.values["texts of drafts"]]
    if part != "publications":
        return [values]
    return [values | {"slug": one.slug} for one in (victim.secret, victim.draft)]


def filled(pattern: str, values: dict[str, Any]) -> str:
    """`pattern` as an address, with `values` in place of its parameters."""
    address = PARAMETER.sub(lambda match: str(values[match[1] or match[2]]), pattern)
    return re.sub(r"[\^$\\]", "", address)


def test_every_parameter_isfilled(victim: Victim) -> None:
    addresses = in_commons(victim)
    assert len(addresses) > 60
    assert not [one for one in addresses if re.search(r"[<>()?\\]", one)]


def test_outsiders_read_nothing_that_is_not_theirs(
    victim: Victim, clients: dict[str, Client]
) -> None:
    for role, client in clients.items():
        for address in in_commons(victim):
            answer = client.get(address)
            assert answer.status_code < 500, (role, address)
            if CLOSED.search(address) and "/newsletters/leave/" not in address:
                assert answer.status_code in (302, 403, 404, 405), (role, address)
            said = answer.getvalue().decode(errors="replace")  # pictures too
            assert SECRET not in said, (role, address)
            assert DRAFT not in said, (role, address)


@pytest.mark.parametrize("role", ["visitor", "person", "editor elsewhere", "steward elsewhere"])
def test_outsiders_change_nothing(victim: Victim, clients: dict[str, Client], role: str) -> None:
    before = rows()
    for address in in_commons(victim):
        if not address.endswith(OPEN_TO_ALL):
            answer = clients[role].post(address, {"title": "x", "text": "x", "reason": "x"})
            assert answer.status_code < 500, address
    assert rows() == before


def test_pages_of_the_server_are_for_operators(clients: dict[str, Client]) -> None:
    addresses = [
        "/" + filled(pattern, {**OTHERWISE, "handle": "weidlid", "act": "suspend"})
        for pattern in patterns()
        if pattern.startswith("settings/server/")
    ]
    before = rows()
    assert len(addresses) > 8
    for role in ("visitor", "person", "steward elsewhere"):
        for address in addresses:
            for answer in (
                clients[role].get(address),
                clients[role].post(address, {"reason": "x"}),
            ):
                assert answer.status_code in (302, 403, 404, 405), (role, address)
                assert not answer.headers.get("Location", "/accounts/").startswith("/settings/")
    assert rows() == before


def operations() -> list[tuple[str, str]]:
    """(method, address) of everything that the API does in a commons."""
    paths = api.get_openapi_schema()["paths"]
    return [
        (method, path)
        for path, methods in paths.items()
        for method in methods
        if "/commons/{handle}" in path
    ]


def _api_address(victim: Victim, path: str) -> str:
    part = next((part for part in victim.values if f"/{part}" in path), "")
    values = {"handle": "weide", **OTHERWISE, **victim.values.get(part, {})}
    return path.format(**values)


def _headers(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"} if token else {}


BODY = {
    "title": "x", "text": "x", "reason": "x", "name": "x", "role": "steward", "answers": {},
    "based_on": 1, "language": "nl", "organisation": "x", "starts": "2026-01-01",
    "ends": "2026-01-02", "names": {"nl": "Geroofd"}, "joining": "open", "base": 1,
    "block": 1, "revision": 2, "proposed": "x", "approve": True, "readers": "everybody",
    "alt": {"nl": "x"},
}  # fmt: skip


def test_tokens_of_outsiders_change_nothing_by_the_api(
    victim: Victim, tokens: dict[str, str], client: Client
) -> None:
    before = rows()
    for who, token in tokens.items():
        for method, path in operations():
            if method == "get" or path.endswith(("/join", "/application")):  # as OPEN_TO_ALL
                continue
            body = BODY | ({"text": {"nl": "x"}} if "questions" in path else {})
            answer = client.generic(
                method.upper(),
                _api_address(victim, path),
                json.dumps(body),
                content_type="application/json",
                headers=_headers(token),
            )
            assert answer.status_code in (401, 403, 404, 422), (who, method, path)
    after = rows()
    for found in (before, after):  # that a token was used may be noted
        for row in found["people.Token"]:
            row.pop("last_used")
    assert after == before


def test_tokens_of_outsiders_read_nothing_that_is_not_theirs(
    victim: Victim, tokens: dict[str, str], client: Client
) -> None:
    for who in ("none", "wrong", "person", "steward elsewhere", "suspended steward"):
        for method, path in operations():
            if method == "get":
                answer = client.get(_api_address(victim, path), headers=_headers(tokens[who]))
                assert answer.status_code < 500, (who, path)
                assert SECRET not in answer.content.decode(), (who, path)
                assert DRAFT not in answer.content.decode(), (who, path)


def test_a_hidden_text_is_found_nowhere(victim: Victim, clients: dict[str, Client]) -> None:
    question = victim.values["questions"]["slug"]
    ways = [
        f"/search/?q={SECRET}", f"/@weide/search/?q={SECRET}", "/search/?q=Besloten", "/sitemap.xml",
        "/@weide/", "/", f"/@weide/questions/{question}/", "/@weide/read/", "/@weide/publications/",
        "/@weide/publications/feed.atom", "/api/commons/v1/search?q=Besloten", "/@weide/log/",
        "/@weide/publications/series/reeks/", "/api/commons/v1/commons/weide/publications",
    ]  # fmt: skip
    for role, client in clients.items():
        for way in ways:
            said = client.get(way).getvalue().decode()
            assert victim.secret.work.uri not in said, (role, way)


def test_a_page_kept_for_readers_goes_when_the_text_is_hidden(victim: Victim) -> None:
    addresses = [victim.public.work.uri, victim.public.work.uri.replace("weide", "Weide")]
    shown = [Client().get(address).status_code for address in addresses]
    assert shown[0] == 200
    services.set_details(
        victim.public,
        victim.steward.actor,
        licence="CC-BY-4.0",
        audience=Audience.MEMBERS,
        questions=[],
        on_behalf_of=[],
    )
    hidden, spelled_otherwise = (Client().get(address) for address in addresses)
    assert hidden.status_code == 404
    assert spelled_otherwise.status_code == 404 or spelled_otherwise["Location"] == addresses[0]


def test_a_page_made_for_a_member_is_not_kept(victim: Victim, client: Client) -> None:
    address = victim.secret.work.uri
    token = make_token(victim.member)[1]
    client.force_login(victim.member)
    assert SECRET in client.get(address).content.decode()
    Client().get(address, headers={"Authorization": f"Bearer {token}"})
    assert Client().get(address).status_code == 404


def test_an_editor_cannot_overwrite_the_source_of_another_commons(
    victim: Victim, client_for: Any
) -> None:
    theirs = Source.objects.get(commons=victim.commons)
    mine = _own_publication(victim)
    client = client_for(victim.attacker)
    address = f"{mine}sources/"
    for posted in (
        {"add": theirs.pk},
        {"order": "1", f"place-{theirs.pk}": "1"},
        {"new": "1", "title": "Geroofd", "id": theirs.pk, "pk": theirs.pk},
    ):
        client.post(address, posted)
        theirs.refresh_from_db()
        assert (theirs.title, theirs.commons) == ("Bron van de weide", victim.commons)
        assert theirs.citations.get().work == victim.secret.work


def _own_publication(victim: Victim) -> str:
    akker = Commons.objects.get(actor__handle="akker")
    return services.begin(akker, Kind.ARTICLE, "nl", "Eigen", victim.attacker.actor).work.uri


def test_details_take_only_what_is_of_this_commons(victim: Victim, client_for: Any) -> None:
    series = victim.commons.series.get()
    question = victim.commons.questions.get()
    given = {"kind": "article", "licence": "CC-BY-4.0", "audience": "public"}
    client = client_for(victim.attacker)
    address = f"{_own_publication(victim)}details/"
    assert client.post(address, given | {"series": series.pk}).status_code == 200
    assert client.post(address, given | {"questions": [question.pk]}).status_code == 200
    assert client.post(address, given | {"audience": "stewards"}).status_code == 200
    assert client.post(address, given).status_code == 302


def test_a_group_takes_no_members_of_another_commons(victim: Victim, client: Client) -> None:
    member = Membership.objects.get(person=victim.member)
    client.force_login(victim.attacker)
    answer = client.post("/@akker/settings/groups/new/", {"name": "Roof", "members": [member.pk]})
    assert answer.status_code == 200
    token = make_token(victim.attacker)[1]
    answer = client.post(
        "/api/commons/v1/commons/akker/groups",
        {"name": "Roof", "members": [victim.member.username]},
        content_type="application/json",
        headers=_headers(token),
    )
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "address", ["//evil.example/", "https://evil.example/", "/\\evil.example", "https:evil.example"]
)
def test_next_leads_nowhere_else(victim: Victim, address: str) -> None:
    client = Client()
    answer = client.post(
        reverse("account_login"),
        {"login": "weidlid", "password": PASSWORD, "next": address},
    )
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    answer = client.post("/language/", {"language": "en", "next": address})
    assert answer.headers["Location"] == "/"
    answer = client.post(f"{reverse('account_logout')}?next={address}", {"next": address})
    assert answer.headers["Location"] == "/"


def test_another_site_cannot_log_somebody_out(victim: Victim) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(victim.member)
    address = reverse("account_logout")
    client.get(address)
    assert client.post(address, headers={"Origin": "https://evil.example"}).status_code == 403
    assert "_auth_user_id" in client.session
