"""The script's parts fit one another: every button has its act, every word its translation."""

import re
from pathlib import Path

from django.template.loader import render_to_string
from django.utils import translation

SCRIPTS = Path(__file__).parents[1] / "static/documents"


def read(name: str) -> str:
    return (SCRIPTS / name).read_text()


def test_every_button_of_the_toolbar_does_something() -> None:
    with translation.override("nl"):
        toolbar = render_to_string("documents/toolbar.html", {"field": {"id_for_label": "x"}})
    buttons = set(re.findall(r'data-do="([a-z]+)"', toolbar))
    acts = set(re.findall(r"^  ([a-z]+): \(text", read("marks.js"), re.MULTILINE))
    special = set(re.findall(r"^    ([a-z]+): ", read("writing.js"), re.MULTILINE))
    assert buttons <= acts | special


def test_every_word_that_a_script_says_is_there_in_dutch_too() -> None:
    with translation.override("nl"):
        dutch = render_to_string("documents/writing_words.html")
    with translation.override("en"):
        english = render_to_string("documents/writing_words.html")
    said = set()
    for script in SCRIPTS.glob("*.js"):
        said |= set(re.findall(r"\bwords\.([a-zA-Z]+)", script.read_text()))
    names = {re.sub(r"-([a-z])", lambda found: found[1].upper(), name) for name in words_of(dutch)}
    assert said - {"length", "replace"} <= names
    same = {name for name, words in words_of(dutch).items() if words == words_of(english)[name]}
    assert same <= {name for name, words in words_of(dutch).items() if not words}


def words_of(page: str) -> dict[str, str]:
    return dict(re.findall(r'data-([a-z-]+)="([^"]*)"', page))


def test_scripts_load_nothing_from_elsewhere_and_make_no_html() -> None:
    for script in SCRIPTS.glob("*.js"):
        text = script.read_text()
        assert not re.search(r"https?://(?!\$)[a-z]", text), script.name
        assert text.count("innerHTML") == (script.name == "preview.js"), script.name
