"""Markdown: what it becomes, what it refuses, and what never comes out whatever goes in."""

import re
import time
from contextlib import suppress
from html.parser import HTMLParser

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gemeengoed.core.text import markdown
from gemeengoed.core.text.markdown import Figure, Heading, limits, safety


def html(text: str, **options: object) -> str:
    return markdown.render(text, **options).html


def field(name: str) -> Figure | None:
    return Figure("/media/field.svg", 800, 400) if name == "field" else None


def test_headings_start_at_two_and_have_ids_of_their_own() -> None:
    rendered = markdown.render("# Één plan\n\n## Één plan\n\n### 日本\n\n### 中国\n\n## main")
    assert rendered.headings == [
        Heading(2, "s-een-plan", "Één plan"),
        Heading(2, "s-een-plan-2", "Één plan"),
        Heading(3, "s-1", "日本"),
        Heading(3, "s-2", "中国"),
        Heading(2, "s-main", "main"),
    ]
    assert '<h2 id="s-een-plan">Één plan</h2>' in rendered.html
    assert "<h1" not in rendered.html


@given(st.lists(st.sampled_from(["a", "a-2", "a-2-2", "A", "é", "1", "2", "!", "日"]), max_size=12))
def test_ids_are_unique(titles: list[str]) -> None:
    rendered = markdown.render("\n\n".join(f"# {title}" for title in titles))
    ids = [heading.id for heading in rendered.headings]
    assert len(ids) == len(set(ids)) == len(titles)


def test_callout_has_a_word_in_the_language_of_the_text() -> None:
    text = "> [!WARNING]\n> Dit **zinkt**.\n>\n> - eerst dit"
    with translation.override("en"):
        dutch, english = html(text, language="nl"), html(text)
    assert '<aside class="callout callout-warning" role="note">' in dutch
    assert '<p class="callout__title"><strong>Let op</strong></p>' in dutch
    assert "<strong>Warning</strong>" in english
    assert "<p>Dit <strong>zinkt</strong>.</p>" in dutch
    assert "<li>eerst dit</li>" in dutch
    assert "[!WARNING]" not in dutch


def test_a_quotation_stays_a_quotation() -> None:
    assert "<aside" not in html("> [!NOTE] and more\n> words")
    assert "<blockquote>" in html("> words")


def test_a_mark_alone_in_its_paragraph_leaves_none() -> None:
    assert "<p></p>" not in html("> [!TIP]\n>\n> Words.")


def test_figure_with_size_caption_and_credit() -> None:
    text = '![A field with *plots*](figure:field "Our field · Ada, CC0")'
    assert html(text, figure=field).strip() == (
        '<figure><a class="enlarge" href="/media/field.svg" aria-label="Enlarge: A field with plots">'
        '<img src="/media/field.svg" alt="A field with plots" width="800" height="400" '
        'loading="lazy"></a><figcaption>Our field <span class="credit">Ada, CC0</span></figcaption></figure>'
    )
    assert markdown.render(text, field).plain == "Our field"


def test_a_picture_within_a_sentence_is_no_figure() -> None:
    found = html("See ![a field](figure:field) here", figure=field)
    assert "<figure" not in found
    assert '<p>See <img src="/media/field.svg" alt="a field"' in found


def test_an_unknown_picture_is_told_with_its_line() -> None:
    rendered = markdown.render("One\n\nTwo\n![a lake](figure:lake)", field)
    assert rendered.problems == ["Line 4: There is no picture called “lake”."]
    assert "a lake" in rendered.html
    assert "<img" not in rendered.html


@pytest.mark.parametrize(
    "source", ["https://elsewhere.example/a.png", "//elsewhere.example/a.png", "a.png"]
)
def test_a_picture_of_elsewhere_becomes_a_link(source: str) -> None:
    rendered = markdown.render(f"![a cat]({source})")
    assert "<img" not in rendered.html
    assert f'<a href="{source}"' in rendered.html
    assert len(rendered.problems) == 1


@pytest.mark.parametrize(
    ("address", "foreign"),
    [
        ("https://example.org/", True),
        ("//example.org/", True),
        ("http:/example.org", True),
        ("/@werf/", False),
        ("#s-plan", False),
        ("mailto:ada@example.org", False),
        ("http://localhost/@werf/", False),
    ],
)
def test_foreign_links_are_not_vouched_for(address: str, foreign: bool) -> None:
    found = html(f"[a]({address})")
    assert ('rel="nofollow noopener"' in found) is foreign


def test_footnotes_lead_there_and_back() -> None:
    found = html("One[^a] and again[^a].\n\n[^a]: *Source*.", prefix="q1-")
    for identifier in ("q1-fn1", "q1-fnref1", "q1-fnref1-2"):
        assert f'id="{identifier}"' in found
        assert f'href="#{identifier}"' in found
    assert 'role="doc-endnotes"' in found


TABLE = "| | Price |\n|---|--:|\n| Bread | 2 |\n"


def test_table_scrolls_and_has_scopes() -> None:
    found = html(TABLE)
    assert '<div class="scroll" role="region" tabindex="0" aria-label="Table">' in found
    assert '<th scope="col" class="number">Price</th>' in found
    assert '<th scope="row">Bread</th>' in found
    assert "<td></td>" in found
    assert "style=" not in found


@pytest.mark.parametrize(
    "text", [f"Tabel: Wat *kost* het\n\n{TABLE}", f"{TABLE}\nTable: Wat *kost* het"]
)
def test_caption_before_or_after(text: str) -> None:
    found = html(text)
    assert "<caption>Wat <em>kost</em> het</caption>" in found
    assert 'aria-label="Wat kost het"' in found
    assert "Tabel:" not in found


def test_a_numbered_caption_keeps_its_number() -> None:
    assert "<caption>Tabel 1. Prijzen</caption>" in html(f"*Tabel 1. Prijzen*\n\n{TABLE}")


def test_a_paragraph_that_only_begins_alike_stays() -> None:
    assert "<p>Tables are useful: see</p>" in html(f"Tables are useful: see\n\n{TABLE}")


def test_html_is_shown_as_typed() -> None:
    assert '&lt;b onclick="x"&gt;' in html('<b onclick="x">bold</b>')


def test_words_and_plain() -> None:
    rendered = markdown.render("## Foto's\n\nÉén *plan*[^1] van\ntwee.\n\n- drie\n\n[^1]: vier")
    assert rendered.plain == "Foto's\nÉén plan van twee.\ndrie\nvier"
    assert rendered.words == 7


def test_check_lists_all_pictures_without_words() -> None:
    text = "![](figure:a)\n\nText\n![ ](figure:b) ![ok](figure:c)\n\n- one\n- ![](figure:d)\n"
    with pytest.raises(ValidationError) as caught:
        markdown.check(text)
    assert [message.split(":")[0] for message in caught.value.messages] == [
        "Line 1",
        "Line 4",
        "Line 7",
    ]


def test_check_accepts_a_good_text() -> None:
    markdown.check("![a field](figure:a)")


def test_over_a_megabyte_is_refused() -> None:
    with pytest.raises(ValidationError, match="1 MB"):
        markdown.render("é" * 500_001)


class Reader(HTMLParser):
    """What a browser would see: elements, attributes and ids."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    handle_startendtag = handle_starttag


ALLOWED_SCHEMES = re.compile(r"(?:https?|mailto|tel):|[^:]*$|[^:]*[/#?]", re.IGNORECASE)
EVIL = [
    "<script>alert(1)</script>",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt&colon;alert(1))",
    "[a](java\tscript:alert(1))",
    "![a](javascript:alert(1))",
    '![a](figure:field" onerror="alert(1))',
    "![a](data:image/svg+xml;base64,PHN2Zz4=)",
    "<javascript:alert(1)>",
    "<img src=x onerror=alert(1)>",
    "[a]: javascript:alert(1)\n[a]",
    '```"><script>\nx\n```',
    "> [!NOTE]\n> <svg onload=alert(1)>",
    '|a|\n|-|\n|<a href="javascript:x">|\nTable: "><script>',
    '[a](/x "\\" onmouseover=alert(1) x=\\"")',
    "[^a]: <script>\n\n[^a]",
    "# <a id=main>",
]


def assert_harmless(found: str) -> None:
    reader = Reader()
    reader.feed(found)
    reader.close()
    for tag, attributes in reader.elements:
        assert tag in safety.TAGS
        for name, value in attributes.items():
            assert not name.startswith("on")
            assert name != "style"
            if name in ("href", "src"):
                assert ALLOWED_SCHEMES.match(value or ""), value
            if tag == "img" and name == "src":
                assert re.match(r"/(?![/\\])", value or ""), value


@pytest.mark.parametrize("text", EVIL)
def test_known_attacks_come_to_nothing(text: str) -> None:
    assert_harmless(html(text, figure=lambda name: Figure(f"/media/{name}", 1, 1)))


PIECES = st.one_of(
    st.sampled_from(EVIL),
    st.sampled_from([*"[]()!<>*_`~|\\\"'&#-+.:^\n \t/>", "[^1]", "> [!NOTE]\n", "figure:", "\n\n"]),
    st.text(max_size=12),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join))
@example("![x](figure:<script>)")
def test_no_text_ever_yields_script(text: str) -> None:
    rendered = markdown.render(text, lambda name: Figure(f"/media/{name}", 1, 1))
    assert_harmless(rendered.html)
    assert rendered.words == len(list(markdown.plain.WORD.finditer(rendered.plain)))


PATHOLOGICAL = {
    "brackets": "[" * 200_000,
    "pictures": "![" * 200_000,
    "emphasis": "*a_" * 100_000,
    "backticks": " ".join("`" * number for number in range(1000)),
    "quotations": "> " * 200_000,
    "lists": "\n".join(" " * number + "- a" for number in range(1000)),
    "entities": "&" * 300_000,
    "notes": "[^a]" * 100_000,
    "table": "|a" * 100_000 + "\n" + "|-" * 100_000 + "\n" + "|a" * 100_000,
    "rows": "|a|b|\n|-|-|\n" + "|a|b|\n" * 50_000,
    "titles": "# a\n" * 100_000,
    "definitions": "".join(f"[{number}]: /x\n" for number in range(40_000)),
    "callouts": "> [!NOTE]\n" * 50_000,
}


@pytest.mark.parametrize("name", PATHOLOGICAL)
def test_no_text_takes_long(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_SECONDS", 1.0)
    began = time.thread_time()
    with suppress(ValidationError):
        markdown.render(PATHOLOGICAL[name])
    assert time.thread_time() - began < 6


def test_what_takes_too_long_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_SECONDS", 0.1)
    with pytest.raises(ValidationError, match="intricate"):
        markdown.render("[" * 200_000)


TOO_MUCH = {
    "one note, often": "[^1]: x\n\n" + "[^1] " * 199_000,
    "headings": "# a\n\n" * 200_000,
    "call-outs": "> [!NOTE]\n> a\n\n" * 60_000,
    "links to one place": "[a]: /b\n\n" + "[a] " * 240_000,
}


@pytest.mark.parametrize("name", TOO_MUCH)
def test_one_deadline_covers_parsing_writing_and_cleaning(name: str) -> None:
    began = time.thread_time()
    with suppress(ValidationError):
        markdown.render(TOO_MUCH[name], strict=True)
    assert time.thread_time() - began < limits.MAX_SECONDS + 2.5


def test_what_swells_is_refused_before_it_is_all_there() -> None:
    with pytest.raises(ValidationError, match="intricate"):
        markdown.render("[^1]: x\n\n" + "[^1] " * 30_000)
    table = "|a|b|c|\n|-:|-:|-:|\n" + "| 12 | 13 | 14 |\n" * 5_000
    assert len(markdown.render(table).html) < 4 * len(table) + 1_000_000


def test_a_note_leads_back_to_a_hundred_places() -> None:
    html = markdown.render("[^1]: x\n\n" + "[^1] " * 150).html
    assert html.count("footnote-ref") == 150
    assert html.count("doc-backlink") == html.count('id="fnref') == 100


def test_several_texts_share_one_deadline() -> None:
    with pytest.raises(ValidationError, match="intricate"):
        markdown.check("**a *b " * 1000, until=time.thread_time() - 1)


def test_strict_tells_of_every_picture_without_words() -> None:
    with pytest.raises(ValidationError) as refused:
        markdown.render("![](/media/a)\n\n![](/media/b)", strict=True)
    assert len(refused.value.messages) == 2
