"""Mail comes in by the work process of a whole server, and goes on coming in when that dies."""

import json
import smtplib
from contextlib import suppress

import pytest

from tests.running import Server, free_port

pytestmark = pytest.mark.processes
MAIL = "From: ada@example.org\r\nSubject: {}\r\n\r\nEr is iets mis.\r\n"


def bring(port: int, subject: str) -> bool:
    with (
        suppress(OSError, smtplib.SMTPException),
        smtplib.LMTP("127.0.0.1", port, timeout=10) as lmtp,
    ):
        lmtp.sendmail("ada@example.org", ["postmaster@commons.example"], MAIL.format(subject))
        return True
    return False


def test_mail_is_taken_and_a_work_process_that_dies_is_followed_by_another(
    make_ready_server,
) -> None:
    port = free_port()
    server: Server = make_ready_server(
        GEMEENGOED_MAIL_IN=f"lmtp://127.0.0.1:{port}", GEMEENGOED_MAIL_DOMAIN="commons.example"
    ).start()
    server.wait_until(lambda: bring(port, "een"))
    token = server.token()
    server.wait_until(lambda: outcomes(server, token) == ["for operators"])
    server.children()["work"].kill()
    server.wait_until(lambda: bring(port, "twee"))
    server.wait_until(lambda: outcomes(server, token) == ["for operators", "for operators"])
    said = server.run("check", "mail").stdout
    assert f"This server listens for mail on lmtp://127.0.0.1:{port}." in said


def outcomes(server: Server, token: str) -> list[str]:
    answer = server.get("/api/commons/v1/server/mail/incoming", Authorization=f"Bearer {token}")
    return [row["outcome"] for row in json.loads(answer.text)]
