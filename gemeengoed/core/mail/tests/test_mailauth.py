"""A second opinion on the signatures, by npm's mailauth (`tests/npm.py`)."""

import json
import subprocess
from base64 import b64encode
from pathlib import Path

import pytest

from gemeengoed.core.mail import keys
from tests import npm

pytestmark = npm.needs_npm


@pytest.mark.django_db(transaction=True)
def test_mailauth_finds_both_signatures_good(letter: bytes) -> None:
    assert found(letter) == [["rsa-sha256", "pass"], ["ed25519-sha256", "pass"]]


@pytest.mark.django_db(transaction=True)
def test_mailauth_sees_a_changed_way_to_leave(letter: bytes) -> None:
    changed = letter.replace(b"/leave/abc/", b"/leave/abd/")
    assert [result for _, result in found(changed)] == ["fail", "fail"]


def found(letter: bytes) -> list[list[str]]:
    """The algorithm and the result of each signature."""
    given = {"message": b64encode(letter).decode(), "records": dict(keys.records())}
    script = Path(__file__).with_name("mailauth.mjs")
    done = subprocess.run(
        ["node", str(script)],
        input=json.dumps(given),
        cwd=npm.FOLDER,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)
