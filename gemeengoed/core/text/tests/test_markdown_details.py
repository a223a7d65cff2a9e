"""Parts that open on request; and texts that would break a page: each is shown whole or refused in words."""

import re
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from gemeengoed.core.text import markdown


def html(text: str, **options: str) -> str:
    return markdown.render(text, **options).html


def test_details_have_the_first_line_as_summary() -> None:
    text = "> [!DETAILS] Hoe *dat* ging\n> Eerst zo.\n>\n> - en zo"
    assert html(text) == (
        '<details class="disclosure">\n<summary>Hoe <em>dat</em> ging</summary><p>Eerst zo.</p>\n'
        "<ul>\n<li>en zo</li>\n</ul>\n</details>\n"
    )


def test_details_without_words_say_more_in_the_language_of_the_text() -> None:
    with translation.override("en"):
        assert "<summary>Meer</summary>" in html("> [!DETAILS]\n>\n> binnen", language="nl")
        assert "<summary>More</summary>" in html("> [!details]\n> binnen")


def test_details_may_stand_in_details_and_hold_a_callout() -> None:
    text = "> [!DETAILS] a\n>\n> > [!DETAILS] b\n> > c\n>\n> > [!NOTE]\n> > d"
    made = html(text)
    assert made.count("<details") == made.count("</details>") == 2
    assert made.count("<aside") == 1
    assert "[!" not in made


def test_words_of_details_are_found_and_counted() -> None:
    rendered = markdown.render("> [!DETAILS] Een twee\n> drie")
    assert rendered.plain == "Een twee\ndrie"
    assert rendered.words == 3


def test_ten_megabytes_are_refused_in_words() -> None:
    with pytest.raises(ValidationError, match="1 MB"):
        markdown.render("woorden " * 1_250_000)
    with pytest.raises(ValidationError, match="1 MB"):
        markdown.check("woorden " * 1_250_000)


def test_a_table_of_5000_cells_is_shown_whole() -> None:
    row = "| " + " | ".join(["cel"] * 50) + " |"
    made = html("\n".join([row, "|" + " --- |" * 50, *[row] * 99]))
    assert made.count("<td>cel</td>") + made.count(">cel</th>") == 5000


def test_very_many_footnotes_are_shown_or_refused_in_words() -> None:
    """100,000 notes are over 1 MB; as many as fit are shown whole, or are said to be too intricate."""
    many = "".join(f"a[^{n}]\n\n" for n in range(100_000)) + "".join(
        f"[^{n}]: b\n" for n in range(100_000)
    )
    with pytest.raises(ValidationError, match="1 MB"):
        markdown.render(many)
    fit = "".join(f"a[^{n}]\n\n" for n in range(5_000)) + "".join(
        f"[^{n}]: b\n" for n in range(5_000)
    )
    made = html(fit)
    assert made.count('role="doc-noteref"') == 5_000
    assert len(re.findall(r"<li id=\"fn\d+\">", made)) == 5_000


@pytest.mark.parametrize(
    "text",
    [
        "a[^1]\n\n[^1]: zie [^2]\n\n[^2]: zie [^1]",
        "a[^1]\n\n[^1]: zie [^1]",
        "a[^1]\n\n" + "\n\n".join(f"[^{n}]: zie [^{n + 1}]" for n in range(1, 300)),
        "a[^1][^1][^1]\n\n[^1]: x",
        "[^1]: van niemand",
        "a[^niet-daar]",
    ],
)
def test_notes_that_refer_to_each_other_end(text: str) -> None:
    made = html(text)
    assert made.count("<li id=") <= 300
    assert "zie" in made or "x" in made or "niet-daar" in made or "van niemand" not in made


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))",
     "> [!DETAILS] <img src=x onerror=alert(1)>\n> x", "[^<b>]: x", "<svg/onload=alert(1)>"],
)  # fmt: skip
def test_html_that_tries_to_run_is_shown_as_typed(text: str) -> None:
    made = html(text)
    assert not re.search(r"<(script|img|svg|b)\b|href=\"javascript", made)


@pytest.mark.parametrize(
    "text",
    ["> " * 5_000 + "a", "[" * 50_000, "*a_" * 60_000, "- " * 20_000 + "a", "`" * 99_999, "![" * 40_000,
     "> [!DETAILS] a\n> " * 20_000, "|" * 100_000 + "\n" + "|-" * 50_000],
    ids=["quotes", "brackets", "marks", "lists", "ticks", "pictures", "details", "pipes"],
)  # fmt: skip
def test_intricate_texts_end(text: str) -> None:
    """Within the bound of the renderer, which is processor time; hanging would end the run."""
    with suppress(ValidationError):
        markdown.render(text)
