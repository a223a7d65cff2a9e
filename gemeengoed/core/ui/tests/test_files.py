"""Budgets and promises that hold for the files themselves."""

import gzip
import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

HERE = Path(__file__).parents[1]
STYLESHEET = HERE / "static/ui/gemeengoed.css"
TEMPLATES = sorted((HERE / "templates").rglob("*.html"))
SCRIPTS = sorted((HERE / "static").rglob("*.js"))
EXTERNAL = re.compile(r"""(?:https?:)?//[a-z0-9-]+\.[a-z]""", re.IGNORECASE)


def test_stylesheet_stays_small() -> None:
    assert len(gzip.compress(STYLESHEET.read_bytes(), 9)) <= 20 * 1024


def test_stylesheet_keeps_to_the_look() -> None:
    css = STYLESHEET.read_text()
    assert "gradient(" not in css
    assert "drop-shadow" not in css
    assert set(re.findall(r"box-shadow: ([^;]+);", css)) <= {
        "none",
        "0 0 0 6px var(--gemeengoed-focus-background-color)",
    }
    assert "prefers-reduced-motion" in css
    assert "forced-colors" in css


def test_everything_stands_in_a_layer() -> None:
    css = re.sub(r"/\*.*?\*/", "", STYLESHEET.read_text(), flags=re.DOTALL)
    depth, top = 0, []
    for part in re.split(r"([{}])", css):
        if part == "{":
            depth += 1
        elif part == "}":
            depth -= 1
        elif depth == 0 and part.strip():
            top.append(part.strip().splitlines()[-1])
    assert all(rule.startswith(("@layer", "@font-face")) for rule in top), top


@pytest.mark.parametrize("path", [STYLESHEET, *SCRIPTS, *TEMPLATES], ids=lambda p: p.name)
def test_nothing_comes_from_elsewhere(path: Path) -> None:
    assert not EXTERNAL.search(path.read_text())


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.name)
def test_no_inline_script_or_style(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"\sstyle\s*=|<style|\son[a-z]+\s*=|javascript:", text, re.IGNORECASE)
    for attributes, body in re.findall(r"<script([^>]*)>(.*?)</script>", text, re.DOTALL):
        assert ("src=" in attributes and not body.strip()) or "application/json" in attributes


def test_fonts_are_all_there_with_their_licences() -> None:
    named = set(re.findall(r'url\("fonts/([^"]+)"\)', STYLESHEET.read_text()))
    there = {path.name for path in (HERE / "static/ui/fonts").glob("*.woff2")}
    assert named == there
    assert len(list((HERE / "static/ui/fonts").glob("OFL-*.txt"))) == 3


@pytest.mark.parametrize("path", sorted((HERE / "static/ui/fonts").glob("*.woff2")), ids=str)
def test_fonts_open_and_hold_what_we_write(path: Path) -> None:
    font = TTFont(path)
    needed = "ŐűłŠ" if "latin-ext" in path.name else "Aaéëïĳ€–’".replace("ĳ", "")
    assert {ord(letter) for letter in needed} <= set(font.getBestCmap())
