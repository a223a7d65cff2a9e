"""DKIM signatures, verified by dkimpy: both algorithms, the list fields too, and nothing can be added."""

import re

import dkim
import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from gemeengoed.core.mail import keys, outbox, signing
from gemeengoed.core.mail.compose import Mail
from gemeengoed.core.mail.models import SigningKey
from gemeengoed.core.mail.outgoing import post


def records(name: bytes, timeout: int = 5) -> bytes:
    """What DNS would say."""
    found = dict(keys.records())
    return found[name.decode().rstrip(".")].encode()


def is_signed(raw: bytes) -> list[bool]:
    """Whether each of the two signatures holds."""
    return [_holds(raw, number) for number in range(2)]


def _holds(raw: bytes, number: int) -> bool:
    try:
        return dkim.DKIM(raw).verify(number, dnsfunc=records)
    except dkim.ValidationError:
        return False


@pytest.mark.django_db(transaction=True)
def test_both_signatures_hold(letter: bytes) -> None:
    assert letter.count(b"DKIM-Signature:") == 2
    assert b"a=rsa-sha256" in letter
    assert b"a=ed25519-sha256" in letter
    assert is_signed(letter) == [True, True]


@pytest.mark.parametrize(
    "changed",
    [
        (b"List-Unsubscribe: <https://localhost/leave/abc/>", b"List-Unsubscribe: <https://evil/>"),
        (b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n", b""),
        (b"List-Id: ", b"List-Id: x"),
        (b"To: ada@", b"To: bob@"),
        (b"Date: ", b"Date: X"),
        (b"Message-ID: <a", b"Message-ID: <b"),
        (b"From: ", b"From: evil@example.org\r\nFrom: "),
        (b"Subject: ", b"Subject: Win!\r\nSubject: "),
        (b"=2Epunt", b"=2Epunten"),
    ],
)
@pytest.mark.django_db(transaction=True)
def test_what_is_changed_or_added_on_the_way_shows(letter: bytes, changed: tuple) -> None:
    assert changed[0] in letter
    assert is_signed(letter.replace(*changed)) == [False, False]


@pytest.mark.django_db(transaction=True)
def test_spaces_and_folds_may_change_on_the_way(letter: bytes) -> None:
    refolded = letter.replace(b"List-Post: NO", b"List-Post:   \r\n  NO ")
    assert is_signed(refolded + b"\r\n\r\n") == [True, True]


@pytest.mark.django_db(transaction=True)
def test_a_single_message_is_signed_when_it_goes(signing_keys) -> None:
    row = post(
        Mail(subject="Eén", text="Twee  spaties \nen\ttab"), "ada@example.org", name="Ada Wé"
    )
    sent = outbox._letter(keys.signers(), row.sender, row.recipient, row.raw)
    raw = sent.wire.removesuffix(b".\r\n").replace(b"\r\n..", b"\r\n.")
    assert is_signed(raw) == [True, True]
    assert sent.sender == f"bounce+{row.returns}@localhost"


@given(st.binary(max_size=80).map(lambda one: re.sub(rb"[\r\n]", b"\r\n", one)))
def test_a_body_is_relaxed_as_dkimpy_relaxes_it(body: bytes) -> None:
    theirs = dkim.canonicalization.Relaxed.canonicalize_body(body)
    assert signing.relaxed(body) == theirs


@pytest.mark.django_db(transaction=True)
def test_a_key_cannot_be_read_without_the_secret_and_is_replaced(signing_keys) -> None:
    before = {signer.selector for signer in keys.signers()}
    assert not any(b"PRIVATE" in bytes(row.private) for row in SigningKey.objects.all())
    with override_settings(SECRET_KEY="another secret that is long enough to be one"):
        after = {signer.selector for signer in keys.signers()}
        assert not before & after
        assert len(keys.records()) == 2
    assert SigningKey.objects.filter(retired=None).count() == 2


@pytest.mark.django_db(transaction=True)
def test_keys_are_made_once(signing_keys) -> None:
    assert keys.signers() == keys.signers() or len(SigningKey.objects.all()) == 2
    assert [algorithm for _, algorithm, _ in keys.signers()] == ["rsa", "ed25519"]
