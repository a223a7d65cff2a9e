"""A letter to many: composed, signed and accepted messages a second, to a minimal sink on the loopback.

The letter is 27 kB of HTML and 6 kB of text, personalised in 40 places, signed with RSA-2048 and Ed25519.
Beside it: bare RSA signing; the obvious way (an EmailMessage for each person, dkimpy, smtplib); and what
listmonk does by default (10 workers of 10 messages a second). Speed is also counted by second of processor
time, since the machine does other work. Without --quick 100,000 recipients are added and drained.
"""

import os
import smtplib
import tempfile
import time
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from email.utils import make_msgid
from pathlib import Path
from typing import Any

from . import sink
from .rows import Row

STATUS = Path("/proc/self/status")
LISTMONK = 100.0
"""Messages a second: its defaults are 10 workers and 10 messages a second for each (listmonk.app/docs)."""
SLOTS = ("naam", "plaats", "link", "token")
PLACES = 40
SIZES = {"html": 27_000, "text": 6_000}
NAIVE = 100
SENTENCE = "Wat we samen weten schrijven we op, zodat iedereen het kan lezen en beter kan maken. "
MORE = "Over de geleerde lessen, een vraag én wat er komt. "


def run(*, quick: bool) -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="gemeengoed-bench-") as folder, sink.running() as relay:
        _prepare(folder)
        number = 5000 if quick else 100_000
        return [*_rates(relay, 5000), *_drained(relay, number)]


def _prepare(folder: str) -> None:
    os.environ["GEMEENGOED_DATA"] = folder
    os.environ["DJANGO_SETTINGS_MODULE"] = "gemeengoed.project.settings"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def _mail() -> Any:
    from gemeengoed.core.mail import lists
    from gemeengoed.core.mail.compose import Mail

    places = iter(f"⟦{SLOTS[n % 4]}⟧" for n in range(PLACES))
    in_html = "".join(
        _paragraph(SIZES["html"] // 30, next(places), "<p>{}</p>\n") for _ in range(30)
    )
    in_text = "".join(_paragraph(SIZES["text"] // 10, next(places), "{}\n\n") for _ in range(10))
    of = lists.MailList(
        identifier="brief.localhost",
        name="Brief van de werkplaats",
        unsubscribe="https://localhost/leave/⟦token⟧/",
        unsubscribe_mail="leave+⟦token⟧@localhost",
        archive="https://localhost/letters/",
    )
    return Mail(
        subject="Wat er deze maand gebeurde",
        html=f"<html><body>{in_html}</body></html>",
        text=in_text,
        sender="werkplaats@localhost",
        sender_name="De werkplaats",
        reply_to="letter+⟦token⟧@localhost",
        language="nl",
        headers=lists.fields(of),
    )


def _paragraph(size: int, place: str, form: str) -> str:
    words = (SENTENCE + MORE) * (size // len(SENTENCE + MORE) + 1)
    half = words[: (size - len(place) - len(form) + 2) // 2]
    return form.format(f"{half}{place}{half}")


def _values(number: int) -> dict[str, str]:
    return {
        "naam": f"Zoë de Lezer {number}",
        "plaats": "Utrecht",
        "link": f"https://localhost/@werkplaats/letters/1/?r={number}",
        "token": f"{number:025}",
    }


def _recipients(number: int) -> Iterator[Any]:
    from gemeengoed.core.mail.mailings.services import Recipient

    for one in range(number):
        yield Recipient(str(one), f"lezer{one}@example.org", _values(one))


def _sent(relay: sink.Running, number: int, connections: int) -> tuple[float, float]:
    """Messages a second, on the clock and by second of processor time, of a mailing that is ready to go."""
    from django.conf import settings

    from gemeengoed.core.mail import delivery
    from gemeengoed.core.mail.mailings import queries, services

    settings.EMAIL_URL = ""
    mailing = services.begin(f"{connections}:{number}:{time.time()}", _mail(), _recipients(number))
    settings.EMAIL_URL = f"smtp://127.0.0.1:{relay.port}?connections={connections}"
    before = relay.number()

    def drain() -> None:
        while queries.tally(mailing).waiting:
            delivery.deliver()

    clock, processor = _timed(drain)
    accepted = relay.number() - before
    if accepted != number or queries.tally(mailing).sent != number:
        raise RuntimeError(f"{accepted} of {number} were accepted")
    return number / clock, number / processor


def _timed(what: Callable[[], object]) -> tuple[float, float]:
    clock, processor = time.perf_counter(), time.process_time()
    what()
    return time.perf_counter() - clock, time.process_time() - processor


def _bare(keys_used: int) -> float:
    """Signatures by second of processor time, with RSA (1) or with both keys (2); about as many bytes are
    signed for each message."""
    from gemeengoed.core.mail import keys

    signs = [one.sign for one in keys.signers()[:keys_used]]
    return 1500 / _timed(lambda: [sign(b"x" * 1200) for _ in range(1500) for sign in signs])[1]


def _naive(relay: sink.Running) -> tuple[float, float]:
    """Messages a second, on the clock and by processor time, of the obvious way; signed once, by RSA."""
    import dkim
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric import rsa

    made = rsa.generate_private_key(65537, 2048)
    key = made.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())
    mail = _mail()

    def send() -> None:
        with smtplib.SMTP("127.0.0.1", relay.port) as session:
            for one in range(NAIVE):
                message = _message(mail, one)
                raw = message.as_bytes(policy=message.policy.clone(linesep="\r\n"))
                headers = [name.encode() for name in message if name.lower() != "content-type"]
                signed = dkim.sign(raw, b"s", b"localhost", key, include_headers=headers)
                session.sendmail("bounce@localhost", [f"lezer{one}@example.org"], signed + raw)

    clock, processor = _timed(send)
    return NAIVE / clock, NAIVE / processor


def _message(mail: Any, number: int) -> EmailMessage:
    message = EmailMessage()
    values = _values(number)
    for name, value in {
        "Subject": mail.subject,
        "From": f"{mail.sender_name} <{mail.sender}>",
        "To": f"lezer{number}@example.org",
        "Message-ID": make_msgid(domain="localhost"),
        "Reply-To": mail.reply_to,
        **mail.headers,
    }.items():
        message[name] = _replaced(value, values)
    message.set_content(_replaced(mail.text, values))
    message.add_alternative(_replaced(mail.html, values), subtype="html")
    return message


def _replaced(words: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        words = words.replace(f"⟦{name}⟧", value)
    return words


def _rates(relay: sink.Running, number: int) -> list[Row]:
    mail = _mail()
    print(f"letter: {len(mail.html):,} characters of HTML, {len(mail.text):,} of text")
    bare, both = _bare(1), _bare(2)
    naive_clock, naive = _naive(relay)
    rates = {connections: _sent(relay, number, connections) for connections in (4, 16)}
    bare, both = (bare + _bare(1)) / 2, (both + _bare(2)) / 2
    rows = []
    for connections, (clock, processor) in rates.items():
        what = f"{connections} connections"
        is_judged = connections == 16
        beside = {"the obvious way": naive_clock, "listmonk": LISTMONK}
        rows += [
            Row(f"messages on the clock, {what}", clock, "/s", beside, clock / naive_clock),
            Row(f"by processor time, {what}", processor, "/s core", {"the obvious way": naive},
                processor / naive, "10 times", processor >= 10 * naive),
            Row("  beside bare RSA signing", processor, "/s core", {"bare": bare}, processor / bare,
                "0.6" if is_judged else "", processor >= 0.6 * bare if is_judged else None),
            Row("  beside bare signing with both keys", processor, "/s core", {"bare": both},
                processor / both),
        ]  # fmt: skip
    return rows


def _drained(relay: sink.Running, number: int) -> list[Row]:
    """Many recipients added and sent: how fast, and what it takes of memory. Pages of the database file that
    are mapped (64 MB at most) are the system's and not counted."""
    from django.conf import settings

    from gemeengoed.core.mail.mailings import services

    before = _own_memory()
    settings.EMAIL_URL = ""
    clock, _ = _timed(lambda: services.begin("added", _mail(), _recipients(number)))
    added = _own_memory()
    services.cancel(services.begin("added", _mail(), []), "only added")
    rate, _ = _sent(relay, number, 16)
    after = _own_memory()
    return [
        Row(f"recipients added, of {number:,}", number / clock, "/s"),
        Row(f"messages on the clock, {number:,} drained", rate, "/s"),
        Row("own memory after adding", added, "MB", {"before": before}, added / before),
        Row("own memory after draining", after, "MB", {"before": before}, after / before,
            "flat: at most 1.2", after <= 1.2 * before),
    ]  # fmt: skip


def _own_memory() -> float:
    """RssAnon in megabytes (proc_pid_status(5))."""
    [line] = [one for one in STATUS.read_text().splitlines() if one.startswith("RssAnon")]
    return int(line.split()[1]) / 1000
