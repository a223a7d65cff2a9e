"""Messages as others send them: bounces, complaints, automatic answers."""

from email.message import EmailMessage


def mail(words: str = "Wanneer is de bijeenkomst?", **headers: str) -> bytes:
    """A plain message; `Reply_To="x"` becomes the header Reply-To, and an empty one is left out."""
    given = {
        "From": "Ada Lovelace <ada@example.org>",
        "To": "werf@commons.example",
        "Subject": "Vraag",
        "Message-ID": "<1@example.org>",
    }
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    block = "".join(f"{name}: {value}\r\n" for name, value in given.items() if value)
    return f"{block}\r\n{words}\r\n".encode()


def bounce(
    *,
    status: str = "5.1.1",
    action: str = "failed",
    final: str = "ada@example.org",
    original: str = "",
    message_id: str = "",
    said: str = "smtp; 550 5.1.1 <ada@example.org>: no such user",
) -> bytes:
    """As Postfix writes it (RFC 3464)."""
    first = f"Original-Recipient: rfc822;{original}\r\n" if original else ""
    returned = f"Message-ID: {message_id}\r\n" if message_id else ""
    return (
        "From: MAILER-DAEMON@mx.example.org (Mail Delivery System)\r\n"
        "To: bounce@commons.example\r\nSubject: Undelivered Mail Returned to Sender\r\n"
        "Auto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nI'm sorry to have to inform you.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; mx.example.org\r\n\r\n"
        f"{first}Final-Recipient: rfc822; {final}\r\nAction: {action}\r\nStatus: {status}\r\n"
        f"Diagnostic-Code: {said}\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\n{returned}Subject: Brief\r\n\r\n--b--\r\n"
    ).encode()


def complaint(key: str, kind: str = "abuse") -> bytes:
    """As a provider writes it (RFC 5965), with the letter itself."""
    return (
        "From: <feedback@provider.example>\r\nTo: abuse@commons.example\r\nSubject: FW: Brief\r\n"
        "MIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=feedback-report; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nThis is an email abuse report.\r\n"
        "--b\r\nContent-Type: message/feedback-report\r\n\r\n"
        f"Feedback-Type: {kind}\r\nUser-Agent: Provider/1\r\nVersion: 1\r\n"
        f"--b\r\nContent-Type: message/rfc822\r\n\r\nReturn-Path: <bounce+{key}@commons.example>\r\n"
        f"Message-ID: <{key}@commons.example>\r\nSubject: Brief\r\n\r\nBeste lezer\r\n--b--\r\n"
    ).encode()


QMAIL = (
    b"Return-Path: <>\r\nFrom: MAILER-DAEMON@mail.example.org\r\nTo: bounce@commons.example\r\n"
    b"Subject: failure notice\r\n\r\nHi. This is the qmail-send program at mail.example.org.\r\n"
    b"I'm afraid I wasn't able to deliver your message to the following addresses.\r\n"
    b"This is a permanent error; I've given up. Sorry it didn't work out.\r\n\r\n"
    b"<ada@example.org>:\r\n10.0.0.1 does not like recipient.\r\n"
    b"Remote host said: 550 5.1.1 unknown user\r\n\r\n--- Below this line is a copy of the message.\r\n\r\n"
    b"Subject: Brief\r\n\r\nBeste lezer\r\n"
)
EXIM_FULL = (
    b"From: Mail Delivery System <Mailer-Daemon@mail.example.org>\r\nTo: bounce@commons.example\r\n"
    b"X-Failed-Recipients: ada@example.org\r\nAuto-Submitted: auto-replied\r\n"
    b"Subject: Mail delivery failed: returning message to sender\r\n\r\n"
    b"This message was created automatically by mail delivery software.\r\n\r\n"
    b"  ada@example.org\r\n    host mx.example.org [10.0.0.1]\r\n"
    b"    SMTP error from remote mail server after RCPT TO:<ada@example.org>:\r\n"
    b"    552 5.2.2 mailbox full\r\n"
)


def alternatives(plain: str, page: str) -> bytes:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "ada@example.org", "werf@commons.example", "Vraag"
    made.set_content(plain)
    made.add_alternative(page, subtype="html")
    return made.as_bytes()
