"""The PDF: what others find in it. Figures of a page are read back by poppler, the tags by outloud."""

import re
import subprocess
import sys
import time
import unicodedata
from pathlib import Path

import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outloud import check

from gemeengoed.core.renditions import typesetting
from gemeengoed.core.renditions.typesetting import setting
from gemeengoed.core.text.writers import typst
from gemeengoed.core.text.writers.model import Manuscript
from gemeengoed.core.text.writers.typst import literals

from .conftest import words_of
from .texts import LONG_TABLE, TEXTS, WORDS, manuscript


def paper(text: Manuscript, size: str = "a4") -> typesetting.Set:
    return typesetting.typeset(typst.write(text, size), stamp=text.made)


def information(pdf: bytes) -> dict[str, str]:
    done = subprocess.run(["pdfinfo", "-"], input=pdf, capture_output=True, check=True)
    rows = (line.partition(":") for line in done.stdout.decode().splitlines())
    return {name.strip(): value.strip() for name, _colon, value in rows}


@pytest.mark.parametrize("size", ["a4", "a5"])
@pytest.mark.parametrize("name", TEXTS)
def test_outloud_finds_no_errors(name: str, size: str, tmp_path: Path) -> None:
    done = paper(manuscript(TEXTS[name]), size)
    path = tmp_path / "text.pdf"
    path.write_bytes(done.data)
    found = check(str(path))
    assert found.error is None
    assert [f for f in found.findings if str(f.severity).endswith("error")] == []
    assert done.standards == ("ua-1",)


def test_it_says_what_it_is() -> None:
    said = information(paper(manuscript("Tekst")).data)
    assert said["Title"].startswith("Wat is een gemeenschapsgoed")
    assert said["Author"] == "Ada de Vries"
    assert said["Tagged"] == "yes"
    assert said["Page size"].startswith("595")
    assert "2024" in said["CreationDate"]
    assert information(paper(manuscript("Tekst"), "a5").data)["Page size"].startswith("419")


def test_the_heads_of_a_long_table_stand_on_every_page_of_it() -> None:
    pages = words_of(paper(manuscript(LONG_TABLE)).data).split("\f")
    with_rows = [page for page in pages if re.search(r"^\s+Sloot \d", page, re.MULTILINE)]
    assert len(with_rows) > 1
    assert all("Taak" in page for page in with_rows)


def test_a_row_of_a_table_is_not_parted_over_two_pages() -> None:
    rows = "\n".join(f"| Rij {n} | Begin{n}. {WORDS} Eind{n}. |" for n in range(30))
    text = f"| | Wat |\n|---|---|\n{rows}\n"
    pages = words_of(paper(manuscript(text), "a5").data).split("\f")
    for n in range(30):
        assert any(f"Begin{n}." in page and f"Eind{n}." in page for page in pages), n


def test_a_running_head_is_cut_between_words() -> None:
    name = "Transitiewerkplaats Digitale Gemeenschapsgoederen"
    said = words_of(paper(manuscript("Tekst", publisher=f"{name} van Nederland"), "a5").data)
    assert f"{name}…" in said
    assert "Wat is een gemeenschapsgoed en hoe…" in said


def test_a_note_stands_at_the_foot_of_its_page_and_once() -> None:
    text = f"{WORDS * 12}\n\nHier.[^1]\n\n{WORDS * 12}\n\nEn hier weer.[^1]\n\n[^1]: De noot zelf."
    pages = words_of(paper(manuscript(text)).data).split("\f")
    holding = [page for page in pages if "De noot zelf." in page]
    assert len(holding) == 1
    assert "Hier." in holding[0]


def test_a_note_stands_on_the_page_that_refers_to_it_wherever_that_page_ends() -> None:
    """Sixty places on a page, each with a note of three lines in the first line of a paragraph."""
    parts = [
        f"### Kop {n}\n\nHier{n}.[^{n}] {WORDS}\n\n{WORDS[: 90 + n * 7]}.\n\n[^{n}]: Noot{n}. {WORDS}"
        for n in range(60)
    ]
    pages = words_of(paper(manuscript("\n\n".join(parts))).data).split("\f")
    for n in range(60):
        pages_of = [[f"{word}{n}." in page for page in pages] for word in ("Hier", "Noot")]
        assert pages_of[0] == pages_of[1], n


def test_a_long_text_has_contents_and_a_short_one_has_none() -> None:
    chapters = "\n\n".join(f"## Hoofdstuk {n}\n\n{WORDS * 20}" for n in range(1, 6))
    assert "Inhoud" in words_of(paper(manuscript(chapters)).data)
    assert "Inhoud" not in words_of(paper(manuscript(chapters[:2000])).data)


def test_a_draft_says_so_on_its_cover() -> None:
    said = words_of(paper(manuscript("Tekst", version=None, citation="", permanent="")).data)
    assert "Concept, niet gepubliceerd" in said


def test_an_address_is_whole_when_copied() -> None:
    address = "https://example.org/een/heel/lang/adres/dat/niet/op/een/regel/past/" + "a" * 60
    said = words_of(paper(manuscript(f"Zie {address} daar.")).data)
    assert address in re.sub(r"\s+", "", said)


def test_letters_that_no_font_has_become_boxes_and_the_rest_stays() -> None:
    said = words_of(paper(manuscript("Voor \U0001f331 na \U00012000 eind: एकता.")).data)
    assert "Voor" in said
    assert re.search("eind: (एकता|□{4})\\.", said)


ACCENT = "\u0e49"
"""Thai, in no font of ours; typst names it by an escape with a backslash in it."""


@pytest.mark.parametrize(
    "words",
    [
        f'Voor {ACCENT} dan ", panic("uitgevoerd"), " na',
        f'{ACCENT} the text \\`"("\\` could not be displayed (a)',
    ],
)
def test_a_letter_that_no_font_has_leaves_the_source_as_it_is(words: str) -> None:
    said = words_of(paper(manuscript(words)).data)
    expected = words.replace(ACCENT, "□").replace("\\", "")
    assert "".join(expected.split()) in "".join(said.split())


@given(st.text(max_size=200))
@settings(max_examples=300, deadline=None)
def test_a_literal_holds_its_words_and_ends_where_it_should(text: str) -> None:
    written = literals.string(text)
    inner = written[1:-1]
    assert written[0] == written[-1] == '"'
    assert re.fullmatch(r'(?:[^"\\]|\\[\\"nrt])*', inner, re.DOTALL)


_PIECES = [*"#\"\\`$@<>[]{}()*_~/=-+;:,.\n \t|!^'&%", "a", "é", "א", "read", "panic"]
HOSTILE = st.lists(st.sampled_from(_PIECES), max_size=60).map("".join)


@given(st.lists(HOSTILE, min_size=12, max_size=12))
@settings(max_examples=8, deadline=None)
def test_nothing_in_a_text_is_run(pieces: list[str]) -> None:
    """Each run of typst takes a tenth of a second: twelve nasty strings go in at once, everywhere."""
    text = "\n\n".join(pieces) + f"\n\n## {pieces[0]}\n\n| {pieces[1]} |\n|---|\n| {pieces[2]} |\n"
    named = {
        "title": f"T {pieces[3]}",
        "summary": pieces[4],
        "publisher": pieces[5],
        "bylines": [pieces[6]],
        "citation": pieces[7],
        "place": pieces[8],
    }
    assert paper(manuscript(text, **named)).pages > 1


def test_a_file_outside_the_folder_cannot_be_read() -> None:
    files = {"main.typ": b'#read("/../../../../etc/passwd")'}
    with pytest.raises(typesetting.CannotSet):
        typesetting.typeset(files)
    with pytest.raises(typesetting.CannotSet):
        typesetting.typeset({"main.typ": b'#import "@preview/example:0.1.0"'})


ENDLESS = b"#for a in range(9999) { for b in range(9999) { for c in range(9999) {} } }"
"""typst itself sees through a `while`."""


def test_what_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setting, "SECONDS", 1)
    with pytest.raises(typesetting.CannotSet, match="it took too"):
        typesetting.typeset({"main.typ": ENDLESS})


def test_it_ends_with_the_process_that_asked_also_after_kill_9() -> None:
    asking = (
        "from gemeengoed.core.renditions import typesetting\n"
        f"typesetting.typeset({{'main.typ': {ENDLESS!r}}})"
    )
    parent = psutil.Popen([sys.executable, "-c", asking])
    until = time.monotonic() + 10
    while not (children := parent.children()) or sum(children[0].cpu_times()[:2]) < 0.2:
        assert time.monotonic() < until
        time.sleep(0.02)
    parent.kill()
    assert psutil.wait_procs([parent, *children], timeout=10)[1] == []


def test_what_eats_memory_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setting, "BYTES", 300 << 20)
    hungry = b'#let x = "a"\n#for _ in range(40) { x = x + x }'
    with pytest.raises(typesetting.CannotSet):
        typesetting.typeset({"main.typ": hungry})


def test_words_that_hyphenate_are_left_whole_and_runs_that_do_not_are_cut() -> None:
    assert literals.words("gemeenschapsgoederenbeheer") == ['soft("gemeenschapsgoederenbeheer")']
    assert "brk" in "".join(literals.words("x" * 60))
    long = "".join(re.findall(r'"([^"]*)"', "".join(literals.words("ab/" * 20))))
    assert unicodedata.normalize("NFC", long) == "ab/" * 20
