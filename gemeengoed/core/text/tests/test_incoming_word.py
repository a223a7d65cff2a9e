"""What Word and its kin write in a .docx, each in the smallest file that holds it."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from gemeengoed.core.text.incoming import notes, tables

from .word_files import (
    OFFICE,
    PICTURE,
    abstract,
    field,
    item,
    level,
    markdown,
    num,
    p,
    picture,
    r,
    read,
    style,
    styled,
    word,
)


@pytest.fixture(autouse=True)
def _english() -> object:
    with translation.override("en"):
        yield


BOX = f"<w:txbxContent>{p('in een vak')}</w:txbxContent>"
SHAPE = (
    "<w:r><w:drawing><wp:anchor><a:graphic><wps:wsp>"
    f"<wps:txbx>{BOX}</wps:txbx></wps:wsp></a:graphic></wp:anchor></w:drawing></w:r>"
)
RUBY = f"<w:r><w:ruby><w:rt>{r('kan')}</w:rt><w:rubyBase>{r('漢')}</w:rubyBase></w:ruby></w:r>"
VML = f"<w:r><w:pict><v:shape><v:textbox>{BOX}</v:textbox></v:shape></w:pict></w:r>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (p(f'<w:fldSimple w:instr=" SEQ Tabel ">{r("7")}</w:fldSimple>'), "7"),
        (p(f"<w:smartTag>{r('een')}</w:smartTag><w:customXml>{r('twee')}</w:customXml>"), "eentwee"),
        (p(f'<w:bdo w:val="ltr">{r("een")}</w:bdo><w:dir w:val="rtl">{r("twee")}</w:dir>'), "eentwee"),
        (p(f"<w:sdt><w:sdtContent>{r('gekozen')}</w:sdtContent></w:sdt>"), "gekozen"),
        (p(f"<w:sdt><w:sdtContent>{p('gekozen')}</w:sdtContent></w:sdt>"), "gekozen"),
        (f"<w:sdt><w:sdtContent>{p('een')}{p('twee')}</w:sdtContent></w:sdt>", "een\n\ntwee"),
        (p(r("lang") + "<w:r><w:cr/><w:t>kort</w:t></w:r>"), "lang\\\nkort"),
        (p("<w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t><w:ptab/><w:t>c</w:t></w:r>"), "a‑b c"),
        (p(f"{r('woorden')}{SHAPE}"), "woorden\n\nin een vak"),
        (p(f"{r('woorden')}{VML}"), "woorden\n\nin een vak"),
        (p(f"<mc:AlternateContent><mc:Choice>{SHAPE}</mc:Choice></mc:AlternateContent>"), "in een vak"),
        (
            p(f"<w:r><mc:AlternateContent><mc:Choice>{SHAPE[5:-6]}</mc:Choice><mc:Fallback>"
              f"{VML[5:-6]}</mc:Fallback></mc:AlternateContent></w:r>"),
            "in een vak",
        ),
        (p(RUBY), "漢 (kan)"),
        (p("D", '<w:framePr w:dropCap="drop"/>') + p("it is het begin."), "Dit is het begin."),
        (p(field(" FORMCHECKBOX ", "") + r(" ja")), "☐ ja"),
        (p(r("x") + r("2", '<w:vertAlign w:val="superscript"/>')), "x²"),
        (p(r("y = 1", '<w:rStyle w:val="C"/>')), "y = 1"),
    ],
)  # fmt: skip
def test_every_word_comes_along(body: str, expected: str) -> None:
    assert markdown(body) == expected


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        ('<w:sym w:font="Wingdings" w:char="F0E0"/>', "→"),
        ('<w:sym w:font="Symbol" w:char="F061"/>', "α"),
        ('<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr><w:t>&#xF0FC;</w:t>', "✓"),
        ('<w:sym w:font="Arial" w:char="263A"/>', "☺"),
    ],
)
def test_letters_of_fonts_with_symbols_become_what_they_show(run: str, expected: str) -> None:
    assert markdown(p(f"<w:r>{run}</w:r>")) == expected


def test_of_an_unknown_symbol_the_writer_is_told() -> None:
    found = read(word(p('<w:r><w:t>a</w:t><w:sym w:font="Webdings" w:char="F021"/></w:r>')))
    assert found.left_out == ["1 sign of a font with symbols was left out. Check the text."]


def test_what_nobody_sees_in_word_is_left_out_and_told() -> None:
    found = read(word(p(r("te zien") + r("geheim", "<w:vanish/>"))))
    assert (found.markdown, found.left_out) == ("te zien\n", ["Hidden text was left out."])


def test_of_changes_the_accepted_text_is_taken_also_over_paragraphs_and_rows() -> None:
    gone = "<w:rPr><w:del w:id='1'/></w:rPr>"
    row = "<w:tr>{}<w:tc>" + p("a") + "</w:tc><w:tc>" + p("b") + "</w:tc></w:tr>"
    found = read(
        word(
            p(r("Een ") + f"<w:del>{r('weg')}</w:del>", gone)
            + p(f"<w:ins>{r('zin')}</w:ins><w:moveFrom>{r('elders')}</w:moveFrom>")
            + f"<w:tbl>{row.format('')}{row.format('<w:trPr><w:del/></w:trPr>')}</w:tbl>"
        )
    )
    assert found.markdown == "Een zin\n\n| a | b |\n| --- | --- |\n"
    assert "as if all were accepted" in found.left_out[0]


OUTSIDE = '<Relationship Id="{}" Type="{}" Target="https://example.org/a" TargetMode="External"/>'
LINK = OUTSIDE.format("l", f"{OFFICE}/hyperlink")


@pytest.mark.parametrize(
    "runs",
    [
        f'<w:hyperlink r:id="l">{r("daar")}</w:hyperlink>',
        field(' HYPERLINK "https://example.org/a" \\o "tip" ', r("da") + r("ar")),
        f'<w:fldSimple w:instr="HYPERLINK &quot;https://example.org/a&quot;">{r("daar")}</w:fldSimple>',
    ],
)
def test_links_come_along_in_every_form(runs: str) -> None:
    found = read(word(p(r("Zie ") + runs + r(" en verder.")), relations=LINK))
    assert found.markdown == "Zie [daar](https://example.org/a) en verder.\n"


def test_a_link_to_a_heading_leads_to_where_it_stands_in_the_page() -> None:
    heading = p('<w:bookmarkStart w:id="1" w:name="_Ref9"/>' + r("Wat het is"), styled("Kop1"))
    body = p(f'<w:hyperlink w:anchor="_Ref9">{r("boven")}</w:hyperlink>') + heading
    assert markdown(body, styles=style("Kop1", "heading 1")).startswith("[boven](#s-wat-het-is)\n")


OWN = style("Eigen", "Eigen kop", '<w:basedOn w:val="Kop2"/>')


@pytest.mark.parametrize(
    ("styles", "properties", "expected"),
    [
        (style("Kop2", "heading 2"), styled("Kop2"), "## Kop"),
        (style("Kop2", "heading 2") + OWN, styled("Eigen"), "## Kop"),
        (style("T", "Título", '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>'), styled("T"), "## Kop"),
        ("", '<w:outlineLvl w:val="0"/>', "## Kop"),
        ("", '<w:outlineLvl w:val="9"/>', "Kop"),
        (style("Q", "Intense Quote"), styled("Q"), "> Kop"),
    ],
)  # fmt: skip
def test_a_heading_is_known_by_its_style_or_its_level(
    styles: str, properties: str, expected: str
) -> None:
    assert markdown(p("Kop", properties), styles=styles) == expected


def test_numbers_before_headings_are_left_out_and_told() -> None:
    body = p("Eerste", styled("Kop1") + item(1))
    lists = abstract(1, level(0)) + num(1, 1)
    found = read(word(body, styles=style("Kop1", "heading 1"), numbering=lists))
    assert found.markdown == "## Eerste\n"
    assert found.left_out == [
        "The numbers before headings were left out. Check what refers to them."
    ]


def listed(*items: tuple[str, str], numbering: str) -> str:
    return markdown("".join(p(words, at) for words, at in items), numbering=numbering)


def test_a_list_begins_and_goes_on_where_word_says() -> None:
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>'
    numbering = abstract(1, level(0)) + num(1, 1) + num(2, 1, restart)
    found = listed(
        ("een", item(1)), ("twee", item(1)), ("tussen", ""), ("drie", item(1)), ("zeven", item(2)),
        numbering=numbering,
    )  # fmt: skip
    assert found == "1. een\n2. twee\n\ntussen\n\n3. drie\n\n7) zeven"


def test_lists_nest_by_level_and_where_there_is_none_by_hand() -> None:
    numbering = abstract(1, level(0), level(1, "bullet")) + num(1, 1)
    numbering += abstract(2, level(0, "bullet")) + num(2, 2)
    deeper = item(2) + '<w:ind w:left="1440"/>'
    found = listed(
        ("een", item(1)), ("a", item(1, 1)), ("twee", item(1)), ("b", deeper), ("drie", item(1)),
        numbering=numbering,
    )  # fmt: skip
    assert found == "1. een\n   - a\n2. twee\n   - b\n3. drie"


def test_a_paragraph_set_in_under_an_item_is_part_of_it() -> None:
    numbering = abstract(1, level(0)) + num(1, 1)
    found = listed(
        ("een", item(1)), ("erbij", '<w:ind w:left="720"/>'), ("twee", item(1)), ("los", ""),
        numbering=numbering,
    )  # fmt: skip
    assert found == "1. een\n\n   erbij\n\n2. twee\n\nlos"


def test_a_list_may_come_from_a_style_and_be_switched_off() -> None:
    numbers = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    styles = style("L", "Lijst", numbers)
    numbering = abstract(1, level(0, "bullet")) + num(1, 1)
    body = p("een", styled("L")) + p("twee", styled("L") + item(0))
    assert markdown(body, styles=styles, numbering=numbering) == "- een\n\ntwee"


def cell(words: str, properties: str = "", paragraph: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(words, paragraph)}</w:tc>"


def table(*rows: str, head: bool = False) -> str:
    first = "<w:trPr><w:tblHeader/></w:trPr>" if head else ""
    lines = [f"<w:tr>{first if n == 0 else ''}{row}</w:tr>" for n, row in enumerate(rows)]
    return f"<w:tbl>{''.join(lines)}</w:tbl>"


def test_merged_cells_are_divided_and_columns_keep_their_side() -> None:
    right, middle = '<w:jc w:val="right"/>', '<w:jc w:val="center"/>'
    found = read(
        word(
            table(
                cell("Jaar") + cell("Leden", paragraph=right) + cell("Wie", paragraph=middle),
                cell("2023", '<w:vMerge w:val="restart"/>')
                + cell("1", paragraph=right)
                + cell("a", paragraph=middle),
                cell("", "<w:vMerge/>") + cell("2", paragraph=right) + cell("b", paragraph=middle),
                cell("samen", '<w:gridSpan w:val="2"/>') + cell("c", paragraph=middle),
                head=True,
            )
        )
    )
    assert found.markdown == (
        "| Jaar | Leden | Wie |\n| --- | ---: | :---: |\n| 2023 | 1 | a |\n|  | 2 | b |\n| samen |  | c |\n"
    )
    assert found.left_out == ["2 merged cells of tables were divided. Check the tables."]


def test_a_table_in_a_cell_and_rows_in_a_control_keep_their_words() -> None:
    inner = f"<w:tc>{table(cell('x') + cell('y'))}{p('z')}</w:tc>"
    row = f"<w:sdt><w:sdtContent><w:tr>{cell('c')}{cell('d')}</w:tr></w:sdtContent></w:sdt>"
    found = markdown(f"<w:tbl><w:tr>{cell('a')}{inner}</w:tr>{row}</w:tbl>")
    assert found == "| a | x y z |\n| --- | --- |\n| c | d |"


def test_a_table_of_5_000_cells_comes_along() -> None:
    found = read(word(table(*["".join(cell("c") for _n in range(100))] * 50)))
    assert found.markdown.count("| c ") == 5000


def test_a_table_with_more_cells_than_are_shown_is_refused_in_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tables, "MAX_CELLS", 4)
    with pytest.raises(ValidationError, match="more than 4 cells"):
        read(word(table(*[cell("c") * 2] * 3)))


def note(kind: str, number: int) -> str:
    return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'


def test_footnotes_and_endnotes_count_on_in_the_order_of_the_text() -> None:
    mark = (
        f'<w:bookmarkStart w:id="1" w:name="_Ref1"/>{note("endnote", 5)}<w:bookmarkEnd w:id="1"/>'
    )
    body = p(r("Een") + note("footnote", 3) + r(" twee") + mark + r(" weer"))
    body += p(r("zie") + field(" NOTEREF _Ref1 \\f \\h ", r("2")))
    found = markdown(
        body,
        footnotes=f'<w:footnote w:id="3">{p(r("voet") + note("footnote", 3))}</w:footnote>',
        endnotes=f'<w:endnote w:id="5">{p("eind")}</w:endnote>',
    )
    assert found.startswith("Een[^1] twee[^2] weer\n\nzie[^2]\n\n[^1]: voet")
    assert found.endswith("[^2]: eind")


def noted(many: int) -> bytes:
    """A document with so many footnotes."""
    body = "".join(p(r("a") + note("footnote", n)) for n in range(many))
    inside = p("b")
    notes = "".join(f'<w:footnote w:id="{n}">{inside}</w:footnote>' for n in range(many))
    return word(body, footnotes=notes)


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "too long to take over at once"), ("nl", "te lang om in één keer")],
)
def test_100_000_footnotes_are_refused_in_words(language: str, words: str) -> None:
    with translation.override(language), pytest.raises(ValidationError, match=words):
        read(noted(100_000))


def test_more_notes_than_a_text_can_show_are_refused_in_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(notes, "MAX_NOTES", 3)
    assert read(noted(3)).markdown.endswith("[^3]: b\n")
    with pytest.raises(ValidationError, match="more than 3 notes"):
        read(noted(4))


def test_a_mark_that_the_writer_chose_gives_way_to_the_number() -> None:
    run = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="1"/><w:t>*</w:t></w:r>'
    notes = f'<w:footnote w:id="1">{p("noot")}</w:footnote>'
    assert markdown(p(r("Zo") + run), footnotes=notes) == "Zo[^1]\n\n[^1]: noot"


FIELD = "![Een veld](picture:1)"
OLDER = '<v:shape alt="Een veld"><v:imagedata r:id="p"/></v:shape>'


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (p(r("a ") + picture("Een veld") + r(" b")), f"a {FIELD} b"),
        (p(r("mid") + picture("Een veld", around="anchor") + r("den")), f"midden\n\n{FIELD}"),
        (p(picture("Een veld") + r("Kop"), '<w:outlineLvl w:val="0"/>'), f"## Kop\n\n{FIELD}"),
        (p(picture("Een veld")) + p("Zo", styled("B")), '![Een veld](picture:1 "Zo")'),
        (p(f"<w:r><w:pict>{OLDER}</w:pict></w:r>"), FIELD),
        (p('<w:r><w:pict><v:rect o:hr="t"/></w:pict></w:r>') + p("x"), "---\n\nx"),
    ],
)  # fmt: skip
def test_a_picture_stands_where_it_is_read(body: str, expected: str) -> None:
    data = word(body, styles=style("B", "caption"), **PICTURE)  # type: ignore[arg-type]
    assert read(data).markdown == f"{expected}\n"


def test_a_picture_of_elsewhere_becomes_a_link_and_a_chart_is_told() -> None:
    elsewhere = OUTSIDE.format("p", f"{OFFICE}/image")
    chart = '<w:r><w:drawing><wp:inline><c:chart r:id="x"/></wp:inline></w:drawing></w:r>'
    found = read(
        word(p(picture("Een veld", relation='r:link="p"')) + p(chart), relations=elsewhere)
    )
    assert found.markdown == "[Een veld](https://example.org/a)\n"
    assert found.left_out == [
        "1 picture of another site became a link.",
        "1 drawing or chart was left out. Save it as a picture and drag it into the text.",
    ]


def m(name: str, *parts: str, properties: str = "") -> str:
    return f"<m:{name}><m:{name}Pr>{properties}</m:{name}Pr>{''.join(parts)}</m:{name}>"


def part(name: str, text: str) -> str:
    inside = text if text.startswith("<") else f"<m:r><m:t>{text}</m:t></m:r>"
    return f"<m:{name}>{inside}</m:{name}>"


SUM = '<m:chr m:val="∑"/>'
MATRIX = "".join(f"<m:mr>{part('e', a)}{part('e', b)}</m:mr>" for a, b in ("ab", "cd"))


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (m("f", part("num", "a+b"), part("den", "2")), "(a+b)/2"),
        (m("sSup", part("e", "x"), part("sup", "2")), "x²"),
        (m("sSubSup", part("e", "a"), part("sub", "i,j"), part("sup", "n")), "a_(i,j)ⁿ"),
        (m("rad", part("deg", "3"), part("e", "x+1")), "³√(x+1)"),
        (m("nary", part("sub", "k=0"), part("sup", "n"), part("e", "k"), properties=SUM), "∑_(k=0)ⁿ k"),
        (m("d", part("e", m("m", MATRIX))), "(a, b; c, d)"),
        (m("func", part("fName", "sin"), part("e", "x")), "sin x"),
    ],
)  # fmt: skip
def test_a_formula_becomes_a_line(formula: str, expected: str) -> None:
    found = read(word(p(f"<m:oMath>{formula}</m:oMath>")))
    assert found.markdown.replace("\\", "") == f"{expected}\n"
    assert found.left_out == ["Formulas came along as plain text. Check them."]
