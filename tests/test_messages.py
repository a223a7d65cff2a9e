"""The check of translations sees every text of code and templates."""

from pathlib import Path

import pytest

from gemeengoed.commands import messages


@pytest.mark.parametrize(
    ("name", "source", "texts"),
    [
        ("a.py", '_("One")\nngettext("Two", "Twos", n)\npgettext("door", "Three")\n', 3),
        ("a.html", '<p>{% translate "One" %} {% translate "Close" context "door" %}</p>', 2),
        (
            "a.html",
            "{% blocktranslate count n=n %}It's {{ n }}{% plural %}No{% endblocktranslate %}",
            1,
        ),
        ("a.html", "<p>it's not Python: {{ x|default:'(' }} def</p>", 0),
    ],
)
def test_texts_are_found(tmp_path: Path, name: str, source: str, texts: int) -> None:
    path = tmp_path / name
    path.write_text(source, "utf-8")
    assert len(list(messages._texts(path))) == texts


def test_no_text_is_without_a_translation(capsys: pytest.CaptureFixture[str]) -> None:
    sources = sorted(messages.ROOT.glob("**/locale/*/LC_MESSAGES/*.po"))
    assert list(messages.missing(sources)) == []
