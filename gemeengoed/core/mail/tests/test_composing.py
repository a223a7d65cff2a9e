"""What goes out, as bytes: headers, both parts, and slots that are filled for each recipient."""

import email
import re
from email import policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr

import pytest
from django.utils.safestring import mark_safe
from hypothesis import given
from hypothesis import strategies as st

from gemeengoed.core.mail import headers, html, lists, plain, quoting, signing, slots
from gemeengoed.core.mail.compose import Mail
from gemeengoed.core.mail.mailings import template
from gemeengoed.core.mail.mailings.filling import Filled, Filler, MissingValue

WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="⟦⟧\r"), max_size=200)
LIST = lists.MailList(
    identifier="brief.werf.example.org",
    name="Brief van de wérf",
    unsubscribe=f"https://example.org/leave/⟦token⟧/{'x' * 100}",
    unsubscribe_mail="leave+⟦token⟧@localhost",
    help="https://example.org/help/",
    archive="https://example.org/letters/",
)


def filled(mail: Mail, values: dict[str, str] | None = None, to: str = "ada@example.org") -> Filled:
    made = template.from_bytes(template.made(mail).to_bytes())
    return Filler(made).fill(values or {}, to, "<key@localhost>")


def read(found: Filled) -> EmailMessage:
    return email.message_from_bytes(found.to_bytes(), policy=policy.default)


def part(message: EmailMessage, subtype: str) -> str:
    body = message.get_body((subtype,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def page(content: str, **more: str) -> str:
    return html.document(mark_safe(content), html.Shell(title="Brief", name="Wérf", **more))


@pytest.mark.parametrize(
    "name",
    [
        'De "Werf"', "Werf \\ Kade", 'Werf\\"', '"', "\\", 'Dé "Wérf"', "Werf <werf@example.org>, Kade",
        "Werf, de (Delft); de: @", "=?utf-8?q?Kade?=", "é" * 120, "Werf " * 20 + "eind", "Wérf ⟦token⟧", "",
    ],
)  # fmt: skip
def test_the_name_of_a_list_is_read_as_it_is(name: str) -> None:
    """RFC 2919, section 3: a phrase, then the identifier."""
    of = lists.MailList(identifier="brief.example.org", name=name, unsubscribe="https://x.nl/")
    head = filled(Mail(subject="Brief", text="Dag", headers=lists.fields(of))).to_bytes()
    head = head.partition(b"\r\n\r\n")[0]
    assert max(map(len, head.split(b"\r\n"))) <= 78
    field = email.message_from_bytes(head, policy=policy.compat32)["List-Id"]
    phrase, identifier = parseaddr(" ".join(field.split()))
    assert identifier == "brief.example.org"
    words = phrase if phrase == name else str(make_header(decode_header(phrase)))
    assert words == " ".join(name.split())


def test_a_copy_is_read_as_it_was_written() -> None:
    mail = Mail(
        subject="Nieuws voor ⟦naam⟧: één",
        html=page(
            '<h1>Dag ⟦naam⟧</h1><p>Lees <a href="https://x.nl/⟦token⟧?a=1&amp;b=2">meer</a>.</p>'
        ),
        sender="werf@localhost",
        sender_name="Wérf, de",
        reply_to="letter+⟦token⟧@localhost",
        language="nl",
        headers=lists.fields(LIST),
    )
    message = read(filled(mail, {"naam": "Zoë <b> & co", "token": "abc"}))
    assert message["Subject"] == "Nieuws voor Zoë <b> & co: één"
    assert message["From"] == '"Wérf, de" <werf@localhost>'
    assert message["Reply-To"] == "letter+abc@localhost"
    assert message["To"] == "ada@example.org"
    assert message["Message-ID"] == "<key@localhost>"
    assert message["Content-Language"] == "nl"
    assert message["List-Id"] == "Brief van de wérf <brief.werf.example.org>"
    ways = [way.strip() for way in str(message["List-Unsubscribe"]).split(",")]
    assert ways == [
        f"<https://example.org/leave/abc/{'x' * 100}>",
        "<mailto:leave+abc@localhost>",
    ]
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "Dag Zoë &lt;b&gt; &amp; co</h1>" in part(message, "html")
    assert 'href="https://x.nl/abc?a=1&amp;b=2"' in part(message, "html")
    assert "Dag Zoë <b> & co\n" in part(message, "plain")
    assert "meer <https://x.nl/abc?a=1&b=2>." in part(message, "plain")


@given(st.lists(WORDS, min_size=1, max_size=4), WORDS)
def test_words_and_values_come_back_whatever_they_are(pieces: list[str], value: str) -> None:
    text = "⟦naam⟧".join(pieces)
    found = filled(Mail(subject="x", text=text or "-"), {"naam": value})
    wanted = (text or "-").replace("⟦naam⟧", value)
    read_back = part(read(found), "plain")
    assert read_back.rstrip("\n") == wanted.rstrip("\n")


@given(WORDS, WORDS)
def test_every_line_can_be_sent_and_signed_as_it_is(words: str, value: str) -> None:
    body = filled(Mail(subject="x", text=f"{words}⟦naam⟧{words}"), {"naam": value}).body
    assert body.isascii()
    assert body.endswith(b"\r\n")
    for line in body[:-2].split(b"\r\n"):
        assert len(line) <= 78
        assert not line.startswith((b".", b"From "))
        assert b"\n" not in line
        assert b"\r" not in line
    assert signing.relaxed(body) == re.sub(rb"(\r\n)+\Z", b"\r\n", body).removeprefix(
        b"" if body.strip(b"\r\n") else body
    )


@given(WORDS)
def test_an_escape_is_never_cut(words: str) -> None:
    encoded = quoting.piece(words) + quoting.value(words)
    assert re.fullmatch(r"(?:[^=]|=\r\n|=[0-9A-F]{2})*", encoded)


@pytest.mark.parametrize(
    "wrong",
    [
        {"subject": "Hallo\r\nBcc: x@example.org"},
        {"subject": "Hallo\nBcc: x@example.org"},
        {"subject": "x", "sender_name": "Werf\r\nBcc: x@example.org"},
        {"subject": "x", "sender": "werf@localhost\r\nBcc: x@example.org"},
        {"subject": "x", "reply_to": "x@localhost>\r\nBcc: <y@example.org"},
        {"subject": "x", "headers": {"X-Werf": "a\r\nBcc: x@example.org"}},
        {"subject": "x", "headers": {"X-Werf\r\nBcc": "a"}},
        {"subject": "x", "headers": {"bcc": "x@example.org"}},
        {"subject": "x", "sender": "werf@elsewhere.example"},
        {"subject": "x", "auto_submitted": "no\r\nX: y"},
    ],
)
def test_a_header_cannot_be_smuggled_in(wrong: dict) -> None:
    with pytest.raises(headers.BadHeader):
        template.made(Mail(text="x", **wrong))


@pytest.mark.parametrize(
    "value", ["a\r\nBcc: x@example.org", "a> , <mailto:x@y.nl", "a b", "é", ""]
)
def test_a_value_cannot_smuggle_either(value: str) -> None:
    mail = Mail(subject="x", text="x", headers=lists.fields(LIST))
    with pytest.raises(headers.BadHeader):
        filled(mail, {"token": value})
    with pytest.raises(headers.BadHeader):
        filled(Mail(subject="Dag ⟦naam⟧", text="x"), {"naam": "Jan\r\nBcc: x@example.org"})


@pytest.mark.parametrize(
    "to",
    ["", "ada", "a b@example.org", "ada@example.org\r\nBcc: x@y.nl", "é@example.org", "a@b, c@d"],
)
def test_an_address_that_is_none_is_refused(to: str) -> None:
    with pytest.raises(headers.BadHeader):
        filled(Mail(subject="x", text="x"), to=to)


def test_a_domain_of_another_script_is_reached_by_its_ascii_name() -> None:
    found = filled(Mail(subject="x", text="x"), to="ada@exämple.org")
    assert read(found)["To"] == "ada@xn--exmple-cua.org"


@pytest.mark.parametrize(
    "subject", ["=?utf-8?q?x?=", "één " * 60, "plain " * 60, "x" * 300, "a  b"]
)
def test_a_subject_comes_back_as_it_was_written(subject: str) -> None:
    found = filled(Mail(subject=subject, text="x"))
    assert max(map(len, found.head.lines.split(b"\r\n"))) < 998
    assert read(found)["Subject"] == subject.strip()


def test_a_missing_value_is_named() -> None:
    with pytest.raises(MissingValue, match="naam"):
        filled(Mail(subject="x", text="Dag ⟦naam⟧"))


def test_what_somebody_typed_is_no_slot() -> None:
    typed = slots.literal("Dag ⟦naam⟧")
    assert "Dag [naam]" in part(read(filled(Mail(subject=typed, text=typed))), "plain")


def test_a_value_is_no_slot_either() -> None:
    found = filled(Mail(subject="x", text="⟦a⟧ ⟦b⟧"), {"a": "⟦b⟧", "b": "⟦a⟧"})
    assert part(read(found), "plain").strip() == "⟦b⟧ ⟦a⟧"


def test_mail_by_a_machine_says_so() -> None:
    found = filled(Mail(subject="x", text="x", auto_submitted="auto-replied"))
    assert read(found)["Auto-Submitted"] == "auto-replied"


def test_one_click_is_offered_over_https_only() -> None:
    fields = lists.fields(
        lists.MailList(identifier="a.example.org", name="", unsubscribe="http://example.org/leave/")
    )
    assert "List-Unsubscribe-Post" not in fields
    assert fields["List-Unsubscribe"] == "<http://example.org/leave/>"


def test_styles_stand_in_the_elements_and_dark_ones_in_the_head() -> None:
    found = html.inlined(page("<p>Dag ⟦naam⟧</p>", preview="Wat er in staat"))
    assert '<p style="margin:0 0 16px 0">Dag ⟦naam⟧</p>' in found
    assert found.count("<style>") == 1
    assert "@media (prefers-color-scheme: dark)" in found
    assert "<!--[if mso]><table" in found
    assert not re.search(r"display:\s*(flex|grid)|<link|<script", found)


def test_the_lines_of_a_point_stand_under_one_another() -> None:
    found = plain.text_of(page("<ul><li>" + "woord " * 15 + "</li></ul><ol><li>Een</li></ol>"))
    assert "\n  woord woord" in found
    assert "\n1. Een\n" in found


def test_the_text_part_says_what_the_html_says() -> None:
    found = plain.text_of(
        page(
            "<h2>Agenda</h2><p>Kom <em>allemaal</em>:<br>om acht uur.</p>"
            "<ol><li>Een</li><li>Twee</li></ol><ul><li>Drie</li></ul>"
            '<img src="https://x.nl/a.png" alt="De werf in de zon"><hr>'
            '<p><a href="https://x.nl/">https://x.nl/</a> <a href="mailto:a@x.nl">Mail ons</a></p>'
            '<p style="display:none">verborgen</p><p>' + "woord " * 30 + "</p>",
            preview="niet in de tekst",
        )
    )
    assert found.startswith(
        "Wérf\n\nAgenda\n\nKom allemaal:\nom acht uur.\n\n1. Een\n2. Twee\n\n- Drie\n"
    )
    assert "[De werf in de zon]\n\n----\n\nhttps://x.nl/ Mail ons <a@x.nl>\n" in found
    assert "verborgen" not in found
    assert "niet in de tekst" not in found
    assert max(map(len, found.split("\n"))) <= 72
