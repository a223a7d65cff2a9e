"""styles.xml: the styles that the body names, for A4."""

from xml.sax.saxutils import quoteattr

from ...markdown.callouts import WORDS

NAMESPACES = " ".join(
    f'xmlns:{short}="{name}"'
    for short, name in {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
        "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
        "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
        "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
        "xlink": "http://www.w3.org/1999/xlink",
        "dc": "http://purl.org/dc/elements/1.1/",
    }.items()
)
_WITH_NEXT = 'fo:keep-with-next="always"'
_BAR = 'fo:padding-left="0.3cm" fo:margin-left="0.3cm" fo:border-left="2pt solid #0f5a4e"'
# name: (parent, paragraph properties, text properties)
_PARAGRAPHS = {
    "Standard": ("", "", 'fo:font-size="11pt"'),
    "Text_20_body": ("Standard", 'fo:margin-bottom="0.25cm" fo:line-height="130%"', ""),
    "Right_20_to_20_left": ("Text_20_body", 'style:writing-mode="rl-tb" fo:text-align="start"', ""),
    "Left_20_to_20_right": ("Text_20_body", 'style:writing-mode="lr-tb" fo:text-align="start"', ""),
    "Title": ("Standard", 'fo:margin-bottom="0.3cm"', 'fo:font-size="26pt" fo:font-weight="bold"'),
    "Subtitle": ("Standard", 'fo:margin-bottom="0.4cm"', 'fo:font-size="14pt"'),
    "List_20_Contents": ("Standard", 'fo:margin-bottom="0.1cm"', ""),
    "Quotations": ("Text_20_body", 'fo:margin-left="1cm" fo:margin-right="1cm"', ""),
    "Call-out": ("Text_20_body", f'{_BAR} fo:background-color="#f0e8d8"', ""),
    **{f"Call-out_20_{kind}": ("Call-out", _WITH_NEXT, "") for kind in WORDS},
    "Details": ("Text_20_body", _BAR.replace("0f5a4e", "857c6a"), ""),
    "Details_20_summary": ("Details", _WITH_NEXT, ""),
    "Imprint": ("Text_20_body", "", 'fo:color="#5c5446"'),
    "Imprint_20_heading": ("Heading_20_1", "", ""),
    "Figure": ("Standard", 'fo:keep-with-next="always" fo:margin-top="0.3cm"', ""),
    "Caption": ("Standard", 'fo:margin-bottom="0.3cm"', 'fo:font-size="9pt"'),
    "Illustration": ("Caption", "", ""),
    "Table": (
        "Caption",
        'fo:keep-with-next="always" fo:margin-top="0.3cm"',
        'fo:font-weight="bold"',
    ),
    "Table_20_Contents": ("Standard", "", 'fo:font-size="10pt"'),
    "Table_20_Heading": ("Table_20_Contents", "", 'fo:font-weight="bold"'),
    "Table_20_Number": ("Table_20_Contents", 'fo:text-align="end"', ""),
    "Table_20_Centre": ("Table_20_Contents", 'fo:text-align="center"', ""),
    "Preformatted_20_Text": (
        "Standard",
        'fo:background-color="#f0e8d8"',
        'fo:font-family="monospace" fo:font-size="9pt"',
    ),
    "Horizontal_20_Line": ("Standard", 'fo:border-bottom="0.5pt solid #857c6a"', ""),
    "Footnote": ("Standard", "", 'fo:font-size="9pt"'),
}
_WORDS = {
    "Credit": 'fo:font-style="italic"',
    "Emphasis": 'fo:font-style="italic"',
    "Strong": 'fo:font-weight="bold"',
    "Strike": 'style:text-line-through-style="solid"',
    "Source_20_Text": 'fo:font-family="monospace"',
    "Internet_20_link": 'fo:color="#24509c" style:text-underline-style="solid"',
}


def styles(language: str, *, rtl: bool) -> str:
    code, _dash, rest = language.partition("-")
    country = rest.upper() if len(rest) == 2 else "none"
    direction = "rl-tb" if rtl else "lr-tb"
    headings = "".join(_heading(level) for level in range(1, 6))
    paragraphs = "".join(_paragraph(name, *parts) for name, parts in _PARAGRAPHS.items())
    words = "".join(_words(name, properties) for name, properties in _WORDS.items())
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-styles {NAMESPACES} office:version="1.3">'
        f'<office:styles><style:default-style style:family="paragraph">'
        f'<style:paragraph-properties style:writing-mode="{direction}"/>'
        f"<style:text-properties fo:language={quoteattr(code)} fo:country={quoteattr(country)}/>"
        f"</style:default-style>{paragraphs}{headings}{words}{_lists()}"
        '<text:notes-configuration text:note-class="footnote" style:num-format="1" '
        'text:start-value="0" text:footnotes-position="page" text:start-numbering-at="document"/>'
        "</office:styles><office:automatic-styles>"
        '<style:page-layout style:name="A4"><style:page-layout-properties fo:page-width="21cm" '
        f'fo:page-height="29.7cm" fo:margin="2.5cm" style:writing-mode="{direction}"/></style:page-layout>'
        '</office:automatic-styles><office:master-styles><style:master-page style:name="Standard" '
        'style:page-layout-name="A4"/></office:master-styles></office:document-styles>'
    )


TABLES = (
    '<style:style style:name="Table1" style:family="table"><style:table-properties '
    'style:rel-width="100%" table:align="margins"/></style:style>'
    '<style:style style:name="Cell" style:family="table-cell"><style:table-cell-properties '
    'fo:padding="0.1cm" fo:border-bottom="0.5pt solid #857c6a"/></style:style>'
)


def _shown(name: str) -> str:
    return name.replace("_20_", " ")


def _paragraph(name: str, parent: str, paragraph: str, words: str) -> str:
    above = f' style:parent-style-name="{parent}"' if parent else ""
    return (
        f'<style:style style:name="{name}" style:display-name="{_shown(name)}" style:family="paragraph"'
        f"{above}><style:paragraph-properties {paragraph}/><style:text-properties {words}/></style:style>"
    )


def _heading(level: int) -> str:
    size = (18, 14, 12, 11, 11)[level - 1]
    return (
        f'<style:style style:name="Heading_20_{level}" style:display-name="Heading {level}" '
        f'style:family="paragraph" style:parent-style-name="Standard" '
        f'style:next-style-name="Text_20_body" style:default-outline-level="{level}">'
        '<style:paragraph-properties fo:margin-top="0.5cm" fo:margin-bottom="0.2cm" '
        f'fo:keep-with-next="always"/><style:text-properties fo:font-size="{size}pt" '
        'fo:font-weight="bold"/></style:style>'
    )


def _words(name: str, properties: str) -> str:
    return (
        f'<style:style style:name="{name}" style:display-name="{_shown(name)}" style:family="text">'
        f"<style:text-properties {properties}/></style:style>"
    )


def _lists() -> str:
    bullets = "".join(
        f'<text:list-level-style-bullet text:level="{level}" text:bullet-char="{"•–·"[level % 3 - 1]}">'
        f"{_room(level)}</text:list-level-style-bullet>"
        for level in range(1, 11)
    )
    numbers = "".join(
        f'<text:list-level-style-number text:level="{level}" style:num-format="1" style:num-suffix=".">'
        f"{_room(level)}</text:list-level-style-number>"
        for level in range(1, 11)
    )
    return (
        f'<text:list-style style:name="Bullets">{bullets}</text:list-style>'
        f'<text:list-style style:name="Numbers">{numbers}</text:list-style>'
    )


def _room(level: int) -> str:
    return (
        '<style:list-level-properties text:list-level-position-and-space-mode="label-alignment">'
        '<style:list-level-label-alignment text:label-followed-by="listtab" '
        f'fo:text-indent="-0.6cm" fo:margin-left="{0.6 * level:.1f}cm"/></style:list-level-properties>'
    )
