"""Foreign HTML becomes our Markdown, structure by structure; nothing of it runs, nothing is unbounded."""

import base64
import re
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from gemeengoed.core.text import incoming, markdown
from gemeengoed.core.text.markdown import Figure

FIXTURES = Path(__file__).parent / "fixtures"
PICTURE = "data:image/png;base64," + base64.b64encode(bytes(300)).decode()


def md(html: str) -> str:
    return incoming.convert(html).markdown.strip()


@pytest.fixture(autouse=True)
def _english() -> object:
    with translation.override("en"):
        yield


@pytest.fixture(scope="module")
def libreoffice() -> incoming.Incoming:
    with translation.override("en"):
        return incoming.convert((FIXTURES / "libreoffice.htm").read_text())


@pytest.mark.parametrize("unseen", ["\x0b", "&#11;", "\x1f", "\uffff"])
def test_characters_that_no_xml_may_hold_become_a_space(unseen: str) -> None:
    assert md(f"{unseen}een{unseen}regel<p>en{unseen}nog een</p>") == "een regel\n\nen nog een"


@pytest.mark.parametrize(
    "expected",
    [
        "## Proef van alles\n",
        "### Lijsten\n",
        "Een **vette** en *schuine* zin",
        "[verwijzing](https://example.org/pad?a=1&b=2)",
        "een noot[^1], en nog een[^2].",
        "- appels\n  - goudrenet\n  - elstar\n- peren\n",
        "1. eerst dit\n2. dan dat\n   1. met een onderdeel\n",
        "| Jaar | Leden | Opmerking |\n| --- | --- | --- |\n| 2023 | 12 | begin |\n",
        "\n\nTabel 1: Leden per jaar\n",
        "> Een aanhaling van een ander.",
        "[^1]: De *eerste* noot.",
        "[^2]: De tweede noot.\n\n    Met een tweede alinea.",
    ],
)
def test_libreoffice_keeps(libreoffice: incoming.Incoming, expected: str) -> None:
    assert expected in libreoffice.markdown


def test_libreoffice_tells_what_stayed_behind(libreoffice: incoming.Incoming) -> None:
    assert libreoffice.left_out == [
        "2 pictures stayed on your computer. Save them as files and drag them into the text.",
        "1 merged cell of a table was divided. Check the table.",
    ]


def test_what_came_from_libreoffice_renders_as_it_was(libreoffice: incoming.Incoming) -> None:
    html = markdown.render(libreoffice.markdown).html
    assert html.count('role="doc-noteref"') == 2
    assert "<caption>Tabel 1: Leden per jaar</caption>" in html
    assert html.count("<ul>") == 2
    assert html.count("<ol>") == 3
    assert '<th scope="col">Jaar</th>' in html


WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p{color:red}</style>
<!--[if gte mso 9]><xml><o:OfficeDocumentSettings/></xml><![endif]--></head><body lang=NL>
<!--StartFragment-->
<h1>Kop<o:p></o:p></h1>
<p class=MsoNormal><b><span lang=NL>Vet</span></b><b>&nbsp;en </b>gewoon<a style='mso-footnote-id:ftn1'
 href="#_ftn1" name="_ftnref1" title=""><span class=MsoFootnoteReference><span
 style='mso-special-character:footnote'><![if !supportFootnotes]><span>[1]</span><![endif]>
</span></span></a>.<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
 style='font-family:Symbol'><span style='mso-list:Ignore'>·<span>&nbsp;&nbsp;</span></span>
</span><![endif]>een</p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><![if !supportLists]><span
 style='mso-list:Ignore'>1)<span>&nbsp;</span></span><![endif]>onder een</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
 style='mso-list:Ignore'>·<span>&nbsp;</span></span><![endif]>twee</p>
<p class=MsoToc1>Kop 1</p>
<p class=MsoNormal>Nieuw <ins cite="mailto:A" datetime="2025-01-01T10:00">erbij</ins><del cite="mailto:A"
 datetime="2025-01-01T10:00">eraf</del></p>
<img src="file:///C:/Temp/clip_image002.png" alt="x">
<!--EndFragment-->
<div style='mso-element:footnote-list'><hr><div style='mso-element:footnote' id=ftn1>
<p class=MsoFootnoteText><a href="#_ftnref1" name="_ftn1"><span>[1]</span></a> De noot van Word.</p>
</div></div></body></html>"""


def test_word_keeps_headings_emphasis_lists_and_notes() -> None:
    converted = incoming.convert(WORD)
    assert converted.markdown.startswith("## Kop\n\n**Vet en** gewoon[^1].\n")
    assert "- een\n  1. onder een\n- twee\n" in converted.markdown
    assert "[^1]: De noot van Word." in converted.markdown
    assert "Nieuw erbij" in converted.markdown
    assert "eraf" not in converted.markdown
    assert any("tracked changes" in words for words in converted.left_out)
    assert any("table of contents" in words for words in converted.left_out)


def test_only_what_was_copied_is_taken() -> None:
    assert md("<p>before</p><!--StartFragment--><p>this</p><!--EndFragment-->after") == "this"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<b style='font-weight:normal'><p>Google <span style='font-weight:700'>Docs</span></p></b>",
         "Google **Docs**"),
        ("<p><b>één</b><b> woord</b> en<b> </b>meer</p>", "**één woord** en meer"),
        ("<p><b>Let op:</b>direct</p>", "**Let op**:direct"),
        ("<p><b><i>beide</i> vet</b></p>", "***beide* vet**"),
        ("<p><i><b>beide</b> schuin</i></p>", "***beide** schuin*"),
        ("<p><b>付款方式：</b>合同</p>", "**付款方式**：合同"),
        ("<p>zo<b>(dus)</b>.</p>", "zo(**dus)**."),
        ("<p>a<b>,</b>b en c<b><code>d</code></b></p>", "a,b en c`d`"),
        ("<ol><li>a</li><li value='5'>b</li></ol><ol><li>c</li></ol>", "1. a\n\n5) b\n\n1. c"),
        ("<h2>a<img src='/media/x.png' alt='b'></h2>", "## a\n\n![b](/media/x.png)"),
        ("<p><a href='https://a.org/'>ee</a><a href='https://a.org/'>n</a></p>", "[een](https://a.org/)"),
        ("<p><a href='javascript:alert(1)'>klik</a></p>", "klik"),
        ("<p><a href='https://a.org/x_(y)'>haak</a></p>", "[haak](https://a.org/x_%28y%29)"),
        ("<p>CO<sub>2</sub> en 3 m<sup>2</sup></p>", "CO₂ en 3 m²"),
        ("<p>a<br>b</p>", "a\\\nb"),
        ("<p>a<br><br>b</p>", "a\n\nb"),
        ("<h2>a</h2><h4>b</h4>", "## a\n\n#### b"),
        ("<h3>a</h3>", "## a"),
        ("<p><code>a`b</code></p>", "``a`b``"),
        ("<pre><code class='language-py'>a\n  b</code></pre>", "```py\na\n  b\n```"),
        ("<ul><li>a</li><ul><li>b</li></ul></ul>", "- a\n  - b"),
        ("<ol start=4><li>a</li><li>b</li></ol>", "4. a\n5. b"),
        ("<ul><li>a</li></ul><ul><li>b</li></ul>", "- a\n\n* b"),
        ("<details><summary>Meer</summary><p>binnen</p></details>", "> [!DETAILS] Meer\n> binnen"),
        ("<table><caption>Groei</caption><tr><th>a<th>b<tr><td>1<td>2</table>",
         "Table: Groei\n\n| a | b |\n| --- | --- |\n| 1 | 2 |"),
        ("<table><tr><th>a<th>b<tr><td>1<td style='text-align:right'>2</table>",
         "| a | b |\n| --- | ---: |\n| 1 | 2 |"),
        ("<table><tr><td><p>alleen</p><p>opmaak</p></td></tr></table>", "alleen\n\nopmaak"),
        ("<table><tr><th>a<th>b<tr><td>x|y<td><p>p</p><p>q</p></table>",
         "| a | b |\n| --- | --- |\n| x\\|y | p q |"),
        ("<p>1. geen lijst</p><p># geen kop</p><p>- geen streepje</p>",
         "1\\. geen lijst\n\n\\# geen kop\n\n\\- geen streepje"),
        ("los<p>alinea</p>staart", "los\n\nalinea\n\nstaart"),
        ("<p style='display:none'>weg</p><p>er</p>", "er"),
    ],
)  # fmt: skip
def test_structure(html: str, expected: str) -> None:
    assert md(html) == expected


def test_a_picture_in_the_text_comes_along_without_empty_words() -> None:
    converted = incoming.convert(
        f'<p><img src="{PICTURE}" alt="Een veld"></p><p><img src="{PICTURE}" alt="image3.png"></p>'
        f'<figure><img src="{PICTURE}"><figcaption>Oogst <i class="credit">Ada</i></figcaption></figure>'
    )
    assert converted.markdown.split("\n\n") == [
        "![Een veld](picture:1)",
        "![](picture:2)",
        '![](picture:3 "Oogst · Ada")\n',
    ]
    assert [(picture.alt, len(picture.data)) for picture in converted.pictures] == [
        ("Een veld", 300), ("", 300), ("", 300),
    ]  # fmt: skip


def test_a_picture_of_another_site_becomes_a_link_and_ours_stays() -> None:
    converted = incoming.convert(
        '<p><img src="https://x.org/a.png" alt="Kaart"></p><p><img src="/media/a.png" alt="Ons"></p>'
    )
    assert converted.markdown == "[Kaart](https://x.org/a.png)\n\n![Ons](/media/a.png)\n"
    assert converted.left_out == ["1 picture of another site became a link."]


def test_of_200_pictures_the_first_come_along_and_the_rest_are_counted() -> None:
    converted = incoming.convert(f'<p>woorden</p><img src="{PICTURE}" alt="veld">' * 200)
    assert len(converted.pictures) == incoming.MAX_PICTURES
    assert converted.markdown.count("woorden") == 200
    left = 200 - incoming.MAX_PICTURES
    assert converted.left_out == [
        f"{left} pictures were left out: at most {incoming.MAX_PICTURES} come along at once."
    ]


@pytest.mark.parametrize(
    ("reference", "note"),
    [
        ("<sup id='cite_ref-1'><a href='#cite_note-1'>[1]</a></sup>",
         "<ol><li id='cite_note-1'><span><a href='#cite_ref-1'>↑</a></span> <span>Bron.</span></li></ol>"),
        ("<a href='#ftnt1' id='ftnt_ref1'>[1]</a>",
         "<div><p><a href='#ftnt_ref1' id='ftnt1'>[1]</a> Bron.</p></div>"),
        ("<sup><a id='fnref1' href='#fn1' role='doc-noteref'>1</a></sup>",
         "<section><ol><li id='fn1'><p>Bron. <a href='#fnref1'>↩︎</a></p></li></ol></section>"),
    ],
)  # fmt: skip
def test_notes_of(reference: str, note: str) -> None:
    assert md(f"<p>Zin{reference}.</p>{note}") == "Zin[^1].\n\n[^1]: Bron."


def test_notes_copied_in_a_browser_have_whole_addresses() -> None:
    html = (
        "<p>Zin<sup id=r1><a href='https://w.org/p#n1'>[1]</a></sup>.</p>"
        "<ol><li id=n1><a href='https://w.org/p#r1'>↑</a> Bron.</li></ol>"
    )
    assert md(html) == "Zin[^1].\n\n[^1]: Bron."


def test_a_link_to_a_heading_is_no_note() -> None:
    assert md("<p><a href='#h'>1</a></p><h2 id='h'>Kop</h2>") == "[1](#s-kop)\n\n## Kop"


def test_notes_that_point_at_one_another_end() -> None:
    html = (
        "<p>x<a id=a href='#n1'>1</a></p><ol><li id=n1><a href='#a'>↩</a> zie <a id=b href='#n2'>2</a></li>"
        "<li id=n2><a href='#b'>↩</a> zie <a href='#n1'>1</a></li></ol>"
    )
    assert "x[^1]" in md(html)


HOSTILE = [
    "<script>alert(1)</script><p>rest</p>",
    "<p onclick=alert(1)>rest</p>",
    "<style>p{}</style><svg onload=alert(1)><script>x</script></svg><p>rest</p>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></math><p>rest",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>rest</p></noscript><p>rest",
    "<p>rest <a href='jav&#x09;ascript:alert(1)'>x</a> <a href='data:text/html,x'>y</a></p>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe><p>rest</p>",
]


@pytest.mark.parametrize("html", HOSTILE)
def test_nothing_runs(html: str) -> None:
    converted = md(html)
    assert "rest" in converted
    page = markdown.render(converted).html
    assert not re.search(r"<(script|style|svg|iframe|img)|onerror=|href=\"(javascript|data)", page)


@pytest.mark.parametrize(
    "html",
    ["<div>" * 5000, "<b><i>" * 2000, "<ul><li>" * 400, "<p>x</p>" * 210_000, "x" * 5_000_001,
     "<table>" + ("<tr>" + "<td>x" * 100) * 250 + "</table>"],
    ids=["deep", "emphasis", "lists", "many", "large", "cells"],
)  # fmt: skip
def test_beyond_the_bounds_is_refused_in_words(html: str) -> None:
    with pytest.raises(ValidationError) as refused:
        incoming.convert(html)
    assert refused.value.messages[0].endswith(".")


@settings(max_examples=3000, deadline=None)
@given(st.text(alphabet="ab1 .*_`[]()!<>#-+=~|\\&;:^/x\n", min_size=1, max_size=60))
def test_words_are_shown_as_they_were(text: str) -> None:
    """Whatever signs stand in a paragraph, the reader sees those and no marks."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    shown = markdown.render(md(f"<p>{escaped}</p>"), lambda name: Figure("/x")).plain
    assert shown == " ".join(text.split())


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.text(alphabet="ab .,(“*_", min_size=1, max_size=4),
            st.sampled_from(["span", "b", "i", "s", "b><i", "code"]),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_marks_open_and_close_wherever_they_stand(runs: list[tuple[str, str]]) -> None:
    """However a word processor cuts a line in runs, the reader sees its words and none of the marks."""
    html = "".join(f"<{tag}>{words}</{'></'.join(tag.split('><')[::-1])}>" for words, tag in runs)
    shown = markdown.render(md(f"<p>{html}</p>")).plain
    assert "".join(shown.split()) == "".join("".join(words for words, _tag in runs).split())


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="<>/pbiulotdhar123 ='#\"x&;-!", max_size=300))
def test_no_html_breaks_it(html: str) -> None:
    markdown.render(incoming.convert(html).markdown)
