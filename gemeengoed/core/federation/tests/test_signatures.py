"""Signatures over requests: ours are good, and nothing that was changed is."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa

from gemeengoed.core.federation.signatures import checking, signing
from gemeengoed.core.federation.signatures.digests import Digests
from gemeengoed.core.federation.signatures.model import Claim, Request, SignatureError

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
RSA = rsa.generate_private_key(65537, 2048)
ED25519 = ed25519.Ed25519PrivateKey.generate()
OTHER = rsa.generate_private_key(65537, 2048).public_key()
BODY = b'{"type":"Follow"}'
URL = "https://here.example/@werf/inbox?a=1"
ME = "https://there.example/@ada#main-key"
DIALECTS = [signing.cavage, signing.rfc9421]


def signed(dialect: Any, body: bytes = BODY, key: Any = RSA, now: datetime = NOW) -> Request:
    method = "POST" if body else "GET"
    digests = Digests(body) if body else None
    headers = dialect(method, URL, key_id=ME, key=key, now=now, digests=digests)
    named = {name.lower(): value for name, value in headers.items()}
    return Request(method, "/@werf/inbox?a=1", named, body)


def claimed(request: Request, now: datetime = NOW) -> Claim:
    return checking.claimed(request, now=now, hosts={"here.example"})


def refused(request: Request, now: datetime = NOW) -> str:
    with pytest.raises(SignatureError) as error:
        claimed(request, now)
    return error.value.reason


def changed(request: Request, **headers: str | None) -> Request:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    both = {**request.headers, **named}
    kept = {name: value for name, value in both.items() if value is not None}
    return Request(request.method, request.target, kept, request.body)


@pytest.mark.parametrize("body", [BODY, b""])
@pytest.mark.parametrize(
    ("dialect", "key"), [(signing.cavage, RSA), (signing.rfc9421, RSA), (signing.rfc9421, ED25519)]
)
def test_what_is_signed_is_proven_by_its_key_and_no_other(
    dialect: Any, key: Any, body: bytes
) -> None:
    claim = claimed(signed(dialect, body, key))
    assert claim.key_id == ME
    assert checking.proves(claim, key.public_key())
    assert not checking.proves(claim, OTHER)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_server_that_leaves_out_the_query_is_believed(dialect: Any) -> None:
    given = signed(dialect)
    longer = Request(given.method, f"{given.target}&b=2", given.headers, given.body)
    assert not checking.proves(claimed(longer), RSA.public_key())
    headers = dialect(
        "POST",
        "https://here.example/@werf/inbox",
        key_id=ME,
        key=RSA,
        now=NOW,
        digests=Digests(BODY),
    )
    without = Request("POST", given.target, {k.lower(): v for k, v in headers.items()}, BODY)
    assert checking.proves(claimed(without), RSA.public_key())


@pytest.mark.parametrize("dialect", DIALECTS)
def test_another_method_or_path_is_not_what_was_signed(dialect: Any) -> None:
    given = signed(dialect)
    for method, target in (("PUT", given.target), ("POST", "/inbox")):
        moved = Request(method, target, given.headers, given.body)
        assert not checking.proves(claimed(moved), RSA.public_key())


@pytest.mark.parametrize("dialect", DIALECTS)
def test_another_body_is_refused_for_its_digest(dialect: Any) -> None:
    given = signed(dialect)
    other = Request(given.method, given.target, given.headers, b'{"type":"Delete"}')
    assert refused(other) == "digest"


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_body_without_a_digest_is_refused(dialect: Any) -> None:
    assert refused(changed(signed(dialect), digest=None, content_digest=None)) in {
        "digest",
        "covered",
    }


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("apart", [timedelta(hours=2), timedelta(hours=-2)])
def test_a_clock_two_hours_away_is_refused(dialect: Any, apart: timedelta) -> None:
    assert refused(signed(dialect), NOW + apart) == "clock"
    assert claimed(signed(dialect), NOW + apart / 3)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_what_was_meant_for_another_server_is_refused(dialect: Any) -> None:
    assert refused(changed(signed(dialect), host="elsewhere.example")) == "host"


def test_without_a_signature_it_is_missing() -> None:
    assert refused(changed(signed(signing.cavage), signature=None)) == "missing"


@pytest.mark.parametrize(
    "header",
    [
        "",
        "keyId",
        'keyId="a",keyId="b",headers="date",signature="x"',
        'keyId="a",headers="(request-target) host date digest",signature="*"',
        'keyId="a",headers="(request-target) host date digest digest",signature="eA=="',
        'keyId="a",algorithm="rsa-sha1",headers="(request-target) host date digest",signature="eA=="',
        'keyId="a",headers="(request-target) host digest",signature="eA=="',
        'keyId="a",headers="host date digest",signature="eA=="',
        'keyId="a",headers="(request-target) host date digest x-none",signature="eA=="',
        'keyId="a",headers="(request-target) host (created) digest",created=x,signature="eA=="',
    ],
)
def test_what_cannot_be_a_cavage_signature_is_refused(header: str) -> None:
    refused(changed(signed(signing.cavage), signature=header))


@pytest.mark.parametrize(
    "header",
    [
        "sig1",
        "sig1=()",
        'sig1=("@method");created=1764072000;keyid="a"',
        'sig1=("@method" "@target-uri");created=1764072000;keyid="a"',
        'sig1=("@method" "@target-uri" "content-digest");keyid="a"',
        'sig1=("@method" "@target-uri" "content-digest");created=1764072000',
        'sig1=("@method" "@target-uri" "content-digest";sf);created=1764072000;keyid="a"',
        'sig1=("@method" "@target-uri" "content-digest" "x");created=1764072000;keyid="a"',
        'sig1=("@method" "@target-uri" "content-digest");created=1764072000;keyid="a";alg="hmac-sha256"',
        'sig2=("@method" "@target-uri" "content-digest");created=1764072000;keyid="a"',
        'sig1=("@method" "@target-uri" "content-digest");created=99999999999999;keyid="a"',
    ],
)
def test_what_cannot_be_an_rfc_9421_signature_is_refused(header: str) -> None:
    refused(changed(signed(signing.rfc9421), signature_input=header))
