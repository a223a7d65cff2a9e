"""The blocks of a text are all of it, in order, and each knows its own Markdown."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gemeengoed.core.text import markdown
from gemeengoed.core.text.markdown import Figure

TEXT = """# Titel

Eerste alinea
over twee regels.[^1]

- een
- twee

  nog twee
- drie

3. derde
4. vierde

![Kaart](figure:kaart "Kaart van de polder · Waag")

Tabel: Bomen

| soort | aantal |
|---|---|
| eik | 3 |

> [!NOTE]
> Let op.

```
code
```

---

Slot.

[^1]: Een noot.
"""


def figure(_name: str) -> Figure:
    return Figure("/media/kaart.png", 10, 10)


def test_every_kind_has_its_place_and_its_source() -> None:
    found = markdown.number(TEXT, figure, language="nl")
    assert [(b.number, b.kind, b.source.split("\n")[0]) for b in found] == [
        (1, "heading", "# Titel"),
        (2, "paragraph", "Eerste alinea"),
        (3, "item", "- een"),
        (4, "item", "- twee"),
        (5, "item", "- drie"),
        (6, "item", "3. derde"),
        (7, "item", "4. vierde"),
        (8, "figure", '![Kaart](figure:kaart "Kaart van de polder · Waag")'),
        (9, "table", "| soort | aantal |"),
        (10, "quote", "> [!NOTE]"),
        (11, "code", "```"),
        (12, "rule", "---"),
        (13, "paragraph", "Slot."),
        (14, "notes", ""),
    ]
    assert found[3].source == "- twee\n\n  nog twee"
    assert 'start="4"' in found[6].html
    assert "<figure>" in found[7].html


def test_the_words_are_those_of_the_whole() -> None:
    whole = markdown.render(TEXT, figure, language="nl")
    blocks = markdown.number(TEXT, figure, language="nl")
    assert "\n".join(b.plain for b in blocks if b.plain) == whole.plain


def test_without_lists_the_html_is_that_of_the_whole() -> None:
    text = re.sub(r"(?m)^(- |3\. |4\. |  nog).*\n", "", TEXT)
    whole = markdown.render(text, figure, language="nl").html
    assert "".join(b.html for b in markdown.number(text, figure, language="nl")) == whole


def test_a_block_is_replaced_and_nothing_around_it() -> None:
    for text in ("Een.\n\nTwee.\n\nDrie.", "Een.\r\n\r\nTwee.\r\n\r\nDrie."):
        second = markdown.number(text)[1]
        assert markdown.replaced(text, second, "Anders\nhier.") == "Een.\n\nAnders\nhier.\n\nDrie."


def test_notes_cannot_be_replaced_by_themselves() -> None:
    notes = markdown.number("Zin.[^1]\n\n[^1]: Noot.")[-1]
    with pytest.raises(ValueError, match="no lines"):
        markdown.replaced("Zin.", notes, "x")


@given(st.lists(st.sampled_from(TEXT.split("\n")), max_size=25))
def test_any_text_has_blocks_whose_lines_do_not_overlap(lines: list[str]) -> None:
    text = "\n".join(lines)
    blocks = markdown.number(text)
    assert [b.number for b in blocks] == list(range(1, len(blocks) + 1))
    spans = sorted({b.lines for b in blocks if b.lines})
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    whole = markdown.render(text)
    assert "\n".join(b.plain for b in blocks if b.plain) == whole.plain


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("# Kop", "<p># Kop</p>"),
        ("Kop\n===", "<p>Kop\n===</p>"),
        ("*zo* en **zo**", "<p><em>zo</em> en <strong>zo</strong></p>"),
        ("![alt](/media/x.png)", '<p>!<a href="/media/x.png">alt</a></p>'),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
    ],
)
def test_a_remark_has_no_headings_pictures_or_scripts(typed: str, shown: str) -> None:
    assert markdown.render_remark(typed).strip() == shown


def test_a_link_in_a_remark_says_that_we_do_not_vouch_for_it() -> None:
    assert 'rel="nofollow noopener"' in markdown.render_remark("[x](https://example.org/)")
