"""Reading what strangers send: never fails, is bounded, and keeps the words."""

import tracemalloc
from base64 import b64encode
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gemeengoed.core.mail.incoming import decoding, mime, reading
from gemeengoed.core.mail.incoming.reading import Incoming, author
from gemeengoed.core.mail.incoming.sorting import is_automatic, is_of_a_list

from .messages import alternatives, mail

NOW = datetime(2026, 11, 25, tzinfo=UTC)
HEAD = (
    b"From: ada@example.org\r\nTo: werf@commons.example\r\nSubject: Vraag\r\nMIME-Version: 1.0\r\n"
)


@pytest.fixture(autouse=True)
def _no_person(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    """Somebody's account is looked up for their language."""


def read(raw: bytes) -> Incoming:
    return reading.read(1, raw, NOW)


def words(raw: bytes) -> str:
    return read(raw).words


def part(kind: str, content: bytes, encoding: str = "8bit") -> bytes:
    return (
        HEAD
        + f"Content-Type: {kind}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n".encode()
        + content
    )


WORDS = {
    "UTF-8": part("text/plain; charset=utf-8", "één dijk".encode()),
    "Latin 1": part("text/plain; charset=iso-8859-1", "één dijk".encode("latin-1")),
    "Windows' set, said to be Latin 1": part("text/plain; charset=latin1", b"\xe9\xe9n dijk"),
    "no charset": part("text/plain", "één dijk".encode()),
    "a charset that is not there": part(
        "text/plain; charset=x-unknown", "één dijk".encode("cp1252")
    ),
    "said to be ASCII": part("text/plain; charset=us-ascii", "één dijk".encode()),
    "said to be UTF-8": part("text/plain; charset=utf-8", "één dijk".encode("cp1252")),
    "a codec that is no charset": part("text/plain; charset=unicode_escape", "één dijk".encode()),
    "a codec from bytes to bytes": part("text/plain; charset=zip", "één dijk".encode()),
    "UTF-16": part("text/plain; charset=utf-16", "één dijk".encode("utf-16")),
    "UTF-7": part("text/plain; charset=utf-7", "één dijk".encode("utf-7")),
    "base64": part("text/plain; charset=utf-8", b64encode("één dijk".encode()), "base64"),
    "base64 with noise": part("text/plain; charset=utf-8", b"w6nDq\xffW4!! gZ Glqaw", "BASE64"),
    "base64 cut off": part("text/plain; charset=utf-8", b"w6nDqW4gZGlqaw", "base64"),
    "quoted-printable": part(
        "text/plain; charset=utf-8", b"=C3=A9=C3=A9n=\r\n dijk", "Quoted-Printable"
    ),
    "a content type that is wrong": part("tekst; charset", "één dijk".encode()),
    "HTML only": part("text/html; charset=utf-8", "<p>één <b>dijk</b></p>".encode()),
    "lines that end with LF": part("text/plain", "één dijk".encode()).replace(b"\r\n", b"\n"),
    "NUL in it": part("text/plain", "é\0én dijk\0".encode()),
}


@pytest.mark.parametrize("name", WORDS)
def test_the_words_are_read_whatever_they_are_written_in(name) -> None:
    assert words(WORDS[name]) == "één dijk"


def test_a_plain_part_goes_before_the_page_unless_it_is_empty() -> None:
    assert words(alternatives("Dag", "<p>Hallo</p>")) == "Dag"
    assert words(alternatives("  \n", "<p>Hallo</p>")) == "Hallo"


def test_flowed_lines_are_joined_and_the_signature_stays_apart() -> None:
    text = b"Dit is een \r\nlange regel. \r\nNieuw.\r\n>> oud \r\n>> ook oud\r\n-- \r\nNoor\r\n"
    found = read(part("text/plain; format=flowed", text))
    assert found.words == "Dit is een lange regel. Nieuw."
    assert found.quoted == ">> oud ook oud\n--\nNoor"
    assert words(part("text/plain; format=flowed; delsp=yes", b"groe \r\nner")) == "groener"


def test_a_whole_part_of_one_flowed_line_is_read_as_one() -> None:
    """Where each line copies all before it, this is 300 GB to copy."""
    for delete_space, expected in ((False, "a " * 600_000), (True, "a" * 600_000)):
        assert decoding.flowed("a \n" * 600_000, delete_space=delete_space) == expected


def test_files_that_come_along_are_named_and_not_read() -> None:
    raw = HEAD + (
        b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n\r\nZie bijlage.\r\n--b\r\n'
        b"Content-Type: text/plain\r\nContent-Disposition: attachment; "
        b"filename*=utf-8''plan%20%C3%A9.txt\r\n\r\ngeheim\r\n--b\r\n"
        b'Content-Type: application/pdf; name="=?utf-8?q?dijk=C3=A9.pdf?="\r\n\r\n%PDF\r\n--b--\r\n'
    )
    found = read(raw)
    assert found.words == "Zie bijlage."
    assert [(one.name, one.type, one.size) for one in found.attachments] == [
        ("plan é.txt", "text/plain", len("geheim")),
        ("dijké.pdf", "application/pdf", len("%PDF")),
    ]


AUTHORS = {
    "Ada <ada@example.org>": ("Ada", "ada@example.org"),
    '"Lovelace, Ada" <ada@example.org>': ("Lovelace, Ada", "ada@example.org"),
    "Lovelace, Ada <ada@example.org>": ("Lovelace, Ada", "ada@example.org"),
    "=?utf-8?q?Zo=C3=AB?= <Zoe@Example.org>": ("Zoë", "Zoe@Example.org"),
    "=?iso-8859-1?q?Zo=EB?= de =?utf-8?b?QsOpcg==?= <z@x.example>": ("Zoë de Bér", "z@x.example"),
    "ada@example.org": ("", "ada@example.org"),
    "ada@example.org (Ada)": ("Ada", "ada@example.org"),
    '"koning@paleis.example" <ada@example.org>': ("koning@paleis.example", "ada@example.org"),
    '"<koning@paleis.example>" <ada@example.org>': ("<koning@paleis.example>", "ada@example.org"),
    "Ada <ada@example.org>, Bob <bob@example.org>": ("Ada", "ada@example.org"),
    "<ada>": ("", ""),
    "undisclosed-recipients:;": ("", ""),
    "": ("", ""),
    f"{'a' * 300}@example.org": ("", ""),
}


@pytest.mark.parametrize("said", AUTHORS)
def test_who_wrote_it(said) -> None:
    assert author(mime.headers_of(f"From: {said}\r\n\r\n".encode())) == AUTHORS[said]


def test_headers_are_decoded_and_stay_on_one_line() -> None:
    raw = mail(
        Subject="=?utf-8?q?Re=3A_de_?=\r\n =?utf-8?q?dijk=0D=0ABcc=3A_all@x.example?=",
        In_Reply_To="<a@x> <b@x>",
        References="<r@x>\r\n <s@x> rommel",
        Message_ID="<1@example.org> (vraag)",
    )
    found = read(raw)
    assert found.subject == "Re: de dijk Bcc: all@x.example"
    assert (found.message_id, found.answers) == ("<1@example.org>", "<a@x>")
    assert found.references == ("<r@x>", "<s@x>")
    assert read(mail(References="<r@x> <s@x>")).answers == "<s@x>"
    assert read(mail(Subject="één".encode().decode("latin-1"))).subject


def test_languages_are_told_apart_by_small_words_then_by_the_program() -> None:
    assert read(mail("Ik heb een vraag over de dijk.")).language == "nl"
    assert read(mail("I have a question about the dike.", Subject="Question")).language == "en"
    assert read(mail("42", Subject="?", Content_Language="nl-NL")).language == "nl"
    assert read(mail("42", Subject="?", Accept_Language="nl-NL, en-US")).language == "nl"
    assert read(mail("42", Subject="?")).language == ""


def test_the_language_of_an_account_goes_before_that_of_the_program(make_person) -> None:
    person = make_person("ada")
    person.language = "nl"
    person.save()
    assert read(mail("42", Subject="?", Accept_Language="en")).language == "nl"


def nested(depth: int) -> bytes:
    raw = HEAD
    for number in range(depth):
        raw += (
            f'Content-Type: multipart/mixed; boundary="b{number}"\r\n\r\n--b{number}\r\n'.encode()
        )
    return raw + b"Content-Type: text/plain\r\n\r\ndiep\r\n"


def many_parts(number: int) -> bytes:
    head = HEAD + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
    return head + b"--b\r\n\r\nstuk\r\n" * number + b"--b--\r\n"


BAD = {
    "nested a thousand times": nested(1000),
    "a hundred thousand parts": many_parts(100_000),
    "a megabyte of headers": b"X: y\r\n" * 200_000 + b"\r\nwoorden",
    "one header of a megabyte": b"Subject: " + b"=?utf-8?q?a?= " * 80_000 + b"\r\n\r\nwoorden",
    "many addresses": b"From: " + b"a@x.example, " * 100_000 + b"\r\n\r\nwoorden",
    "many references": b"References: " + b"<a@x> " * 100_000 + b"\r\n\r\nwoorden",
    "an opening quote without an end": b'From: "' + b"(" * 100_000 + b"\r\n\r\nwoorden",
    "parameters without an end": b"Content-Type: text/plain"
    + b';a="' * 50_000
    + b"\r\n\r\nwoorden",
    "a boundary that is nothing": HEAD + b'Content-Type: multipart/mixed; boundary=""\r\n\r\nx',
    "a megabyte on one line": HEAD + b"\r\n" + b"a" * 1_000_000,
    "a tag with a quarter of a million attributes": HEAD
    + b"Content-Type: text/html\r\n\r\n<p "
    + b" ".join(b"a%d" % number for number in range(250_000))
    + b">woorden",
    "ten thousand attributions": HEAD
    + b"\r\n"
    + b"1-1-20 a@b schreef:\r\n\r\n" * 10_000
    + b"> woorden",
    "only NUL": b"\0" * 100_000,
    "only line ends": b"\r\n" * 100_000,
    "nothing": b"",
}


@pytest.mark.parametrize("name", BAD)
def test_whatever_comes_is_read_within_bounds(name) -> None:
    found = read(BAD[name])
    assert len(found.words) <= reading.LONGEST_WORDS
    assert len(found.subject) <= reading.LONGEST_SUBJECT
    assert len(found.references) <= reading.MOST_REFERENCES
    assert "\0" not in found.words


def test_thirty_megabytes_are_read_without_copies_of_them() -> None:
    content = b64encode(bytes(3 * 7_500_000)).replace(b"AAAA" * 19, b"AAAA" * 19 + b"\r\n")
    raw = HEAD + (
        b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n\r\nZie het plan.\r\n--b\r\n'
        b"Content-Type: application/zip; name=plan.zip\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + content
        + b"\r\n--b--\r\n"
    )
    assert len(raw) > 30_000_000
    tracemalloc.start()
    try:
        found = read(raw)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert found.words == "Zie het plan."
    assert [(one.name, one.size) for one in found.attachments] == [("plan.zip", 3 * 7_500_000)]
    assert most < 5_000_000


SEEDS = st.sampled_from(
    [*WORDS.values(), nested(5), many_parts(3), mail(), alternatives("a", "<b>c")]
)


@settings(max_examples=60, deadline=None)
@given(seed=SEEDS, at=st.integers(0, 2000), noise=st.binary(max_size=40))
def test_noise_anywhere_breaks_nothing(seed: bytes, at: int, noise: bytes) -> None:
    raw = seed[:at] + noise + seed[at + len(noise) :]
    headers = mime.headers_of(raw)
    found = reading.body(raw)
    is_automatic(headers, "x")
    is_of_a_list(headers)
    author(headers)
    for text in (found.words, found.quoted, decoding.header(headers.get("Subject"), 100)):
        text.encode()
        assert "\0" not in text
