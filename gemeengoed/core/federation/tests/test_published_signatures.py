"""Against what the standards themselves publish, and against what others made of them."""

from base64 import b64decode, b64encode
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import http_message_signatures as second
import pytest
from apsig.draft.sign import Signer
from apsig.draft.verify import Verifier
from apsig.rfc9421 import RFC9421Signer
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import load_der_private_key, load_der_public_key
from hypothesis import given
from hypothesis import strategies as st
from multiformats import multibase, multicodec

from gemeengoed.core.federation.signatures import cavage, checking, publics, rfc9421, signing
from gemeengoed.core.federation.signatures.digests import Digests
from gemeengoed.core.federation.signatures.model import Claim, Request, SignatureError

from .elsewhere import a_key

DIGEST = "SHA-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE="
CONTENT_DIGEST = (
    "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BN"
    "NyealdVLvRwEmTHWXvJwew==:"
)
BODY = b'{"hello": "world"}'

# draft-cavage-http-signatures-12, appendix C.
CAVAGE_KEY = """
MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDCFENGw33yGihy92pDjZQhl0C36rPJj+CvfSC8+q28hxA161QFNUd13wuCTUcq0Qd2
qsBe/2hFyc2DCJJg0h1L78+6Z4UMR7EOcpfdUE9Hf3m/hs+FUR45uBJeDK1HSFHD8bHKD6kv8FPGfJTotc+2xjJwoYi+1hqp1fIekaxs
yQIDAQAB
"""
CAVAGE_REQUEST = Request(
    "POST",
    "/foo?param=value&pet=dog",
    {
        "host": "example.com",
        "date": "Sun, 05 Jan 2014 21:31:40 GMT",
        "content-type": "application/json",
        "digest": DIGEST,
        "content-length": "18",
    },
    BODY,
)
DEFAULT_TEST = """
SjWJWbWN7i0wzBvtPl8rbASWz5xQW6mcJmn+ibttBqtifLN7Sazz6m79cNfwwb8DMJ5cou1s7uEGKKCs+FLEEaDV5lp7q25WqS+lavg7
T8hc0GppauB6hbgEKTwblDHYGEtbGmtdHgVCk9SuS13F0hZ8FD0k/5OxEPXe5WozsbM=
"""
BASIC_TEST = """
qdx+H7PHHDZgy4y/Ahn9Tny9V3GP6YgBPyUXMmoxWtLbHpUnXS2mg2+SbrQDMCJypxBLSPQR2aAjn7ndmw2iicw3HMbe8VfEdKFYRqzi
c+efkb3nndiv/x1xSHDJWeSWkx3ButlYSuBskLu6kd9Fswtemr3lgdDEmn04swr2Os0=
"""
ALL_HEADERS_TEST = """
vSdrb+dS3EceC9bcwHSo4MlyKS59iFIrhgYkz8+oVLEEzmYZZvRs8rgOp+63LEM3v+MFHB32NfpB2bEKBIvB1q52LaEUHFv120V01IL+
TAD48XaERZFukWgHoBTLMhYS2Gb51gWxpeIq8knRmPnYePbF5MOkR0Zkly4zKH7s1dE=
"""

# RFC 9421, appendix B.1.
RSA_KEY = """
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAhAKYdtoeoy8zcAcR874L8cnZxKzAGwd7v36APp7Pv6Q2jdsPBRrwWEBnez6d
0UDKDwGbc6nxfEXAy5mbhgajzrw3MOEt8uA5txSKobBpKDeBLOsdJKFqMGmXCQvEG7YemcxDTRPxAleIAgYYRjTSd/QBwVW9OwNFhekr
o3RtlinV0a75jfZgkne/YiktSvLG34lw2zqXBDTC5NHROUqGTlML4PlNZS5Ri2U4aCNx2rUPRcKIlE0PuKxI4T+HIaFpv8+rdV6eUgOr
B2xeI1dSFFn/nnv5OoZJEIB+VmuKn3DCUcCZSFlQPSXSfBDiUGhwOw76WuSSsf1D4b/vLoJ10wIDAQAB
"""
PSS_KEY = """
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAr4tmm3r20Wd/PbqvP1s2+QEtvpuRaV8Yq40gjUR8y2Rjxa6dpG2GXHbPfvMs
8ct+Lh1GH45x28Rw3Ry53mm+oAXjyQ86OnDkZ5N8lYbggD4O3w6M6pAvLkhk95AndTrifbIFPNU8PPMO7OyrFAHqgDsznjPFmTOtCEcN
2Z1FpWgchwuYLPL+Wokqltd11nqqzi+bJ9cvSKADYdUAAN5WUtzdpiy6LbTgSxP7ociU4Tn0g5I6aDZJ7A8Lzo0KSyZYoA485mqcO0GV
AdVw9lq4aOT9v6d+nb4bnNkQVklLQ3fVAvJm+xdDOp9LCNCN48V2pnDOkFV6+U9nV5oyc6XI2wIDAQAB
"""
ED25519_KEY = "MC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF"
B_2_3 = """
bbN8oArOxYoyylQQUU6QYwrTuaxLwjAC9fbY2F6SVWvh0yBiMIRGOnMYwZ/5MR6fb0Kh1rIRASVxFkeGt683+qRpRRU5p2voTp768Zr
CUb38K0fUxN0O0iC59DzYx8DFll5GmydPxSmme9v6ULbMFkl+V5B1TP/yPViV7KsLNmvKiLJH1pFkh/aYA2HXXZzNBXmIkoQoLd7YfW91
kE9o/CCoC1xMy7JA1ipwvKvfrs65ldmlu9bpG6A9BmzhuzF8Eim5f8ui9eH8LZH896+QIF61ka39VBrohr9iyMUJpvRX2Zbhl5ZJzSRxp
JyoEZAFL2FUo5fTIztsDZKEgM4cUA==
"""
B_2_6 = "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw=="
SECTION_4_3 = """
S6ZzPXSdAMOPjN/6KXfXWNO/f7V6cHm7BXYUh3YD/fRad4BCaRZxP+JH+8XY1I6+8Cy+CM5g92iHgxtRPz+MjniOaYmdkDcnL9cCpXJl
eXsOckpURl49GwiyUpZ10KHgOEe11sx3G2gxI8S0jnxQB+Pu68U9vVcasqOWAEObtNKKZd8tSFu7LB5YAv0RAGhB8tmpv7sFnIm9y+7X
5kXQfi8NMaZaA8i2ZHwpBdg7a6CMfwnnrtflzvZdXAsD3LH2TwevU+/PBPv0B6NMNk93wUs/vfJvye+YuI87HU38lZHowtznbLVdp770
I6VHR6WfgS9ddzirrswsE1w5o0LV/g==
"""
TEST_REQUEST = Request(
    "POST",
    "/foo?param=Value&Pet=dog",
    {
        "host": "example.com",
        "date": "Tue, 20 Apr 2021 02:07:55 GMT",
        "content-type": "application/json",
        "content-digest": CONTENT_DIGEST,
        "content-length": "18",
    },
    BODY,
)
ME = "https://there.example/@ada#main-key"
URL = "https://here.example/inbox"


def raw(text: str) -> bytes:
    return b64decode("".join(text.split()))


def key_of(text: str) -> Any:
    return load_der_public_key(raw(text))


def with_headers(request: Request, **headers: str) -> Request:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Request(request.method, request.target, {**request.headers, **named}, request.body)


@pytest.mark.parametrize(
    ("covered", "signature"),
    [
        ("date", DEFAULT_TEST),
        ("(request-target) host date", BASIC_TEST),
        # The draft names (created) and (expires) as well, which its signature does not cover.
        ("(request-target) host date content-type digest content-length", ALL_HEADERS_TEST),
    ],
)
def test_the_signatures_of_the_draft_are_good(covered: str, signature: str) -> None:
    base = cavage.base(CAVAGE_REQUEST, CAVAGE_REQUEST.target, covered.split(), {})
    claim = Claim("Test", "cavage", "rsa-sha256", (base,), raw(signature))
    assert checking.proves(claim, key_of(CAVAGE_KEY))
    assert not checking.proves(replace(claim, bases=(base + b" ",)), key_of(CAVAGE_KEY))


def test_the_whole_request_of_the_draft_is_taken_with_its_digest_and_time() -> None:
    signed = "".join(ALL_HEADERS_TEST.split())
    covered = "(request-target) host date content-type digest content-length"
    header = f'keyId="Test",algorithm="rsa-sha256",headers="{covered}",signature="{signed}"'
    claim = checking.claimed(
        with_headers(CAVAGE_REQUEST, signature=header),
        now=datetime(2014, 1, 5, 21, 31, tzinfo=UTC),
        hosts={"example.com"},
    )
    assert checking.proves(claim, key_of(CAVAGE_KEY))


def test_rfc_9421_b_2_3_is_taken() -> None:
    parameters = (
        '("date" "@method" "@path" "@query" "@authority" "content-type" "content-digest" '
        '"content-length");created=1618884473;keyid="test-key-rsa-pss"'
    )
    given = with_headers(
        TEST_REQUEST,
        signature_input=f"sig-b23={parameters}",
        signature=f"sig-b23=:{''.join(B_2_3.split())}:",
    )
    now = datetime.fromtimestamp(1618884473, UTC)
    claim = checking.claimed(given, now=now, hosts={"example.com"})
    # The key says which algorithm; in the fediverse keys do not.
    assert checking.proves(replace(claim, algorithm="rsa-pss-sha512"), key_of(PSS_KEY))


def test_rfc_9421_b_2_6_is_what_we_sign_and_verify() -> None:
    base = rfc9421.base(
        TEST_REQUEST,
        ["date", "@method", "@path", "@authority", "content-type", "content-length"],
        {"created": 1618884473, "keyid": "test-key-ed25519"},
        scheme="https",
        target=TEST_REQUEST.target,
    )
    key: Any = load_der_private_key(raw(ED25519_KEY), None)
    assert b64encode(signing.signature(key, base)).decode() == B_2_6
    claim = Claim("test-key-ed25519", "rfc9421", "ed25519", (base,), raw(B_2_6))
    assert checking.proves(claim, key.public_key())


def test_the_proxy_of_rfc_9421_section_4_3_is_taken_until_it_expires() -> None:
    parameters = (
        '("@method" "@authority" "@path" "content-digest" "content-type" "content-length" '
        '"forwarded");created=1618884480;keyid="test-key-rsa";alg="rsa-v1_5-sha256";'
        "expires=1618884540"
    )
    given = with_headers(
        TEST_REQUEST,
        host="origin.host.internal.example",
        date="Tue, 20 Apr 2021 02:07:56 GMT",
        forwarded="for=192.0.2.123;host=example.com;proto=https",
        signature_input=f"proxy_sig={parameters}",
        signature=f"proxy_sig=:{''.join(SECTION_4_3.split())}:",
    )
    now = datetime.fromtimestamp(1618884480, UTC)
    hosts = {"origin.host.internal.example"}
    assert checking.proves(checking.claimed(given, now=now, hosts=hosts), key_of(RSA_KEY))
    with pytest.raises(SignatureError, match="clock"):
        checking.claimed(given, now=now + timedelta(minutes=2), hosts=hosts)


def test_apsig_takes_what_we_sign_and_we_what_it_signs() -> None:
    key = a_key()
    ours = signing.cavage(
        "POST", URL, key_id=ME, key=key, now=datetime.now(UTC), digests=Digests(BODY)
    )
    assert Verifier(key.public_key(), "POST", URL, ours, BODY).verify(raise_on_fail=True) == ME
    theirs = Signer({"Content-Type": "application/json"}, key, "POST", URL, ME, BODY).sign()
    given = Request("POST", "/inbox", {k.lower(): v for k, v in theirs.items()}, BODY)
    claim = checking.claimed(given, now=datetime.now(UTC), hosts={"here.example"})
    assert claim.key_id == ME
    assert checking.proves(claim, key.public_key())


def test_what_apsig_signs_by_rfc_9421_is_taken() -> None:
    signer = RFC9421Signer(a_key(), ME)
    theirs = signer.sign("GET", "/inbox", "here.example", {"Content-Type": "application/json"})
    headers = {"host": "here.example", **{k.lower(): v for k, v in theirs.items()}}
    del headers["content-digest"]  # theirs is not in the form of RFC 9530
    claim = checking.claimed(
        Request("GET", "/inbox", headers, b""), now=datetime.now(UTC), hosts={"here.example"}
    )
    assert checking.proves(claim, a_key().public_key())


ED = ed25519.Ed25519PrivateKey.generate()


def message(headers: dict[str, str], method: str = "POST") -> Any:
    return SimpleNamespace(method=method, url=f"{URL}?a=1", headers=headers)


@pytest.mark.parametrize(
    ("algorithm", "key"),
    [(second.algorithms.RSA_V1_5_SHA256, a_key()), (second.algorithms.ED25519, ED)],
)
def test_http_message_signatures_takes_what_we_sign_and_we_what_it_signs(
    algorithm: Any, key: rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey
) -> None:
    resolver = second.MappingKeyResolver(public_keys={ME: key.public_key()}, private_keys={ME: key})
    ours = signing.rfc9421(
        "POST", f"{URL}?a=1", key_id=ME, key=key, now=datetime.now(UTC), digests=Digests(BODY)
    )
    verifier = second.HTTPMessageVerifier(signature_algorithm=algorithm, key_resolver=resolver)
    assert verifier.verify(message(ours), max_age=timedelta(minutes=5))

    theirs: dict[str, str] = {}
    second.HTTPMessageSigner(signature_algorithm=algorithm, key_resolver=resolver).sign(
        message(theirs), key_id=ME, covered_component_ids=("@method", "@target-uri"), body=BODY
    )
    headers = {"host": "here.example", **{k.lower(): v for k, v in theirs.items()}}
    claim = checking.claimed(
        Request("POST", "/inbox?a=1", headers, BODY), now=datetime.now(UTC), hosts={"here.example"}
    )
    assert checking.proves(claim, key.public_key())


@given(st.binary(min_size=32, max_size=32))
def test_a_multikey_is_written_and_read_as_multiformats_does(seed: bytes) -> None:
    public = ed25519.Ed25519PrivateKey.from_private_bytes(seed).public_key()
    text = publics.to_multibase(public)
    wrapped = multicodec.wrap("ed25519-pub", public.public_bytes_raw())
    assert text == multibase.encode(wrapped, "base58btc")
    assert publics.of_multibase(text) == public


@given(st.binary(max_size=40))
def test_base58_is_written_and_read_as_multiformats_does(raw_bytes: bytes) -> None:
    text = publics.to_base58(raw_bytes)
    assert f"z{text}" == multibase.encode(raw_bytes, "base58btc")
    assert publics.of_base58(text) == raw_bytes


@given(st.one_of(st.text(max_size=60), st.text("z6Mk1liO", max_size=60)))
def test_what_is_no_multikey_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any, and nothing else
        publics.of_multibase(text)


WORDS = [
    *'=,;:()"\\ \t?0123456789.-*@%_',
    "keyId=",
    "signature=",
    "headers=",
    "created=",
    "expires=",
    "algorithm=",
    "(request-target)",
    "(created)",
    "host",
    "date",
    "digest",
    '"hs2019"',
    "sig1=",
    '("@method" "@target-uri" "content-digest")',
    ';keyid="a"',
    ";created=1764072000",
    ";created=?1",
    ";created=@1",
    ":eA==:",
    "eA==",
    "sha-256=",
    "SHA-256=",
    "\u00e9",
    "\u0661",
    "99999999999999999999",
    "Wed, 25 Nov 2026 12:00:00 GMT",
    "Mon, 01 Jan 0001 00:00:00 +2359",
]
HEADER = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(WORDS), max_size=25).map("".join))
HEADERS = st.fixed_dictionaries(
    {"host": st.just("here.example"), "signature": HEADER},
    optional=dict.fromkeys(
        ("signature-input", "date", "digest", "content-digest", "x-other"), HEADER
    ),
)
TARGETS = st.sampled_from(["/inbox", "//[", "/?", "?", "", "*", "/inbox?a=1", "/\u00e9"])


@given(HEADERS, TARGETS, st.sampled_from(["GET", "POST", "", "\u00e9"]), st.binary(max_size=4))
def test_whatever_the_headers_say_it_is_a_claim_or_a_signature_error(
    headers: dict[str, str], target: str, method: str, body: bytes
) -> None:
    now = datetime(2026, 11, 25, 12, tzinfo=UTC)
    try:
        claim = checking.claimed(
            Request(method, target, headers, body), now=now, hosts={"here.example"}
        )
    except SignatureError:
        return
    assert not checking.proves(claim, a_key().public_key())


SIGNED_LIKE = st.builds(
    lambda covered, more, value: {
        "signature-input": f"sig1=({covered}){more}",
        "signature": f"sig1={value}",
    },
    st.lists(
        st.sampled_from(['"@method"', '"@target-uri"', '"@path"', '"@authority"', '"@query"', "a"]),
        max_size=5,
    ).map(" ".join),
    st.lists(
        st.sampled_from(
            [
                ";created=1764072000",
                ';keyid="a"',
                ";keyid=a",
                ';alg="ed25519"',
                ";alg=(",
                ";expires=1.5",
                ';x=%"f%c3%bc"',
                ";x=@1",
                ";x=:eA==:",
                ";x=-0.0",
                ";x",
            ]
        ),
        max_size=6,
    ).map("".join),
    st.sampled_from([":eA==:", "1", '"a"', "()", "?1", ":*:"]),
)


@given(SIGNED_LIKE, TARGETS)
def test_whatever_the_parameters_say_it_is_a_claim_or_a_signature_error(
    headers: dict[str, str], target: str
) -> None:
    now = datetime.fromtimestamp(1764072000, UTC)
    given_headers = {"host": "here.example", **headers}
    try:
        claim = checking.claimed(
            Request("GET", target, given_headers, b""), now=now, hosts={"here.example"}
        )
    except SignatureError:
        return
    assert not checking.proves(claim, ED.public_key())
