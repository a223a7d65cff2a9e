"""Of an answer only the new words: each file in `letters/` is one as a mail program lays it out.

Above the line `=====` stand the new words, below it the text or the HTML of the answer.
"""

from pathlib import Path

import pytest

from gemeengoed.core.mail.incoming import html_lines, quoting

LETTERS = sorted((Path(__file__).parent / "letters").iterdir())


@pytest.mark.parametrize("path", LETTERS, ids=lambda path: path.name)
def test_only_what_is_new_is_kept_and_the_rest_stands_beside_it(path: Path) -> None:
    expected, _, answer = path.read_text("utf-8").partition("=====\n")
    divided = (
        quoting.of_text(answer)
        if path.suffix == ".txt"
        else quoting.divide(html_lines.lines(answer))
    )
    assert divided.words == expected.strip()
    if "groener" in answer and "groener" not in expected:
        assert "groener" in divided.quoted, "what was quoted is not lost"


def test_lines_and_pages_without_an_end_are_read_all_the_same() -> None:
    nested = "<div>" * 5000 + "Dag" + "<blockquote>" * 5000
    assert quoting.divide(html_lines.lines(nested)).words in ("Dag", "")
    assert quoting.of_text("-" * 200_000 + "x").words
    assert quoting.of_text("> " * 200_000).words == ""
    lines = "Op 1-1-2026 om 10:00 schreef\n" * 20_000
    assert quoting.of_text(lines).words.startswith("Op 1-1-2026")
